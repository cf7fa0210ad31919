"""An organisation with numbers and a program that asks for them; see calling.py."""

from reppu.web.site.tests.calling import _nobody_has_called, numbers, program

__all__ = ["_nobody_has_called", "numbers", "program"]
