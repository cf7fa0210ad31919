"""Stands before the real pandas on the path: users do not have pandas, and Ibis imports it where it is there."""

raise ModuleNotFoundError("no pandas, as where Reppu is installed", name="pandas")
