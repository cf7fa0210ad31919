"""Our own small tables, for numbers that no platform's export holds; see README.md."""
