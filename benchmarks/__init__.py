"""How fast, how large: the figures of design.md section 7, measured. See README.md."""
