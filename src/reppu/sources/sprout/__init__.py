"""Sprout Social reports; see README.md."""
