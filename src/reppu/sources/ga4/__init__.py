"""Google Analytics 4 reports; see README.md."""
