"""Methods that forecast a final size: one file each, without database, clock or network."""
