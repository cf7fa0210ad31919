"""The site that `reppu serve` starts: settings, addresses, the list of capabilities with pages."""
