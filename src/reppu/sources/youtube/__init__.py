"""YouTube Studio exports; see README.md."""
