"""The tables: what was measured beside what is wanted, on the screen and in docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

import psutil

_LIBRARIES = ("duckdb", "ibis-framework", "pyarrow", "polars", "numpy", "pandas", "typst", "vl-convert-python")


@dataclass(frozen=True)
class Figure:
    """One line: what was measured, the value as text, the goal as text, whether it is reached (None: no goal)."""

    what: str
    measured: str
    goal: str = ""
    reached: bool | None = None


def machine() -> str:
    """Cores, memory, system and versions; nothing that names the machine."""
    memory = psutil.virtual_memory().total / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    processor = f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB of memory"
    return f"{processor}, {platform.system()}, Python {platform.python_version()}; {libraries}"


def verdict(figure: Figure) -> str:
    """ "yes", "no", or a dash where nothing is wanted."""
    return "–" if figure.reached is None else "yes" if figure.reached else "**no**"


def markdown(figures: list[Figure], day: date, observations: int, notes: list[str]) -> str:
    """The page docs/benchmarks.md."""
    lines = [
        "# Benchmarks",
        "",
        f"Measured on {day.isoformat()} by `make bench` with {observations:,} observations.",
        "",
        f"Machine: {machine()}.",
        "",
        "| what | measured | goal | reached |",
        "|---|---:|---|---|",
        *(f"| {one.what} | {one.measured} | {one.goal or '–'} | {verdict(one)} |" for one in figures),
        "",
        "How: made-up exports of ten Facebook pages over two years in native wide CSV files (31 columns, captions with line",
        "breaks, each post stated three times), from a fixed seed; each figure in a process of its own; medians of the start,",
        "the query, the command and the page, single runs of the rest. Memory is the greatest sum of resident memory over a",
        "process and its children. pandas reads the same files in the same run and must give the same answer",
        "(`benchmarks/with_pandas.py`). The files and the lake's files are in the operating system's cache, as after a download.",
        "",
        *(f"- {note}" for note in notes),
    ]
    return "\n".join(lines).rstrip() + "\n"


def show(figures: list[Figure]) -> None:
    """The same table on the screen."""
    from rich.console import Console
    from rich.table import Table

    table = Table("what", "measured", "goal", "reached", title="Reppu, measured")
    for one in figures:
        table.add_row(one.what, one.measured, one.goal, verdict(one).replace("*", ""))
    Console(width=None if Console().is_terminal else 140).print(table)
    print(machine())
