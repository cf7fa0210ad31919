"""The pages and the API of sources: the one part of them that needs Django."""
