"""Surprises: what is out of the ordinary in a series, how sure that is, and how far it will go."""
