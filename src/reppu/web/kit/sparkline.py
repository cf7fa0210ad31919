"""A line without axes beside a figure, as inline SVG: its shape says enough, its numbers are in the table it links to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def points_of(values: Sequence[float | None], width: float, height: float) -> list[list[tuple[float, float]]]:
    """The line in pieces, one between gaps; x from 0 to width, y from height (zero or the lowest) to 0 (the highest)."""
    known = [value for value in values if value is not None]
    if not known:
        return []
    low, high = min(0.0, *known), max(known)
    room = (high - low) or 1.0
    step = width / max(1, len(values) - 1)
    pieces: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            if pieces[-1]:
                pieces.append([])
            continue
        pieces[-1].append((round(index * step, 1), round(height - (value - low) / room * height, 1)))
    return [piece for piece in pieces if piece]
