"""`python -m reppu` is `reppu`."""

from reppu.cli.main import main

main()
