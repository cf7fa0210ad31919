"""What the columns of a table that nobody knows may mean: pure proposals, each with how sure it is and why."""
