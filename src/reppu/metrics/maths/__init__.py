"""The calculations behind the metrics: arrays in, frozen results out. No database, clock or network."""
