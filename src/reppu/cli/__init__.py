"""The command line: reads arguments, calls one facade, shows the answer. Holds no logic. See README.md."""
