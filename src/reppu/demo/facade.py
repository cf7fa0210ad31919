"""What other capabilities may ask of the demo: the made-up organisation's export files, and the truth behind them."""

from __future__ import annotations

from reppu.demo.plan import DemoChannel, DemoPlan, write_exports

__all__ = ["DemoChannel", "DemoPlan", "write_exports"]
