"""What there is, how fresh it is and what is missing. See README.md."""
