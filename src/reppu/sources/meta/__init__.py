"""Meta: what Facebook and Instagram exports say."""
