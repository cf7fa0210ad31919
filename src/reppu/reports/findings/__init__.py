"""Rules that turn comparisons into sentences. Pure: numbers in, sentences out. See README.md."""
