"""X exports; see README.md."""
