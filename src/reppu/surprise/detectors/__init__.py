"""Methods that notice a surprise: one file each, without database, clock or network."""
