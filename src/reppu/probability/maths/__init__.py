"""Numbers in, numbers out; one file a distribution."""
