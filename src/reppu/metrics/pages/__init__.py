"""The pages and the API of metrics: the one part of them that needs Django."""
