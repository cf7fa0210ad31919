"""Hootsuite reports; see README.md."""
