"""Writes the made-up files of this folder: `python -m reppu.sources.hootsuite.samples.write`.

The account is nobody's. What must be read stands in expected.json, written by hand.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from reppu.sources.tests.written_workbooks import as_xlsx


def files() -> dict[str, bytes]:
    """Name → bytes."""
    return {
        "account_metrics.csv": (
            b"Date (GMT),Account,Post views Daily,Followers Overall,Engagement rate Daily\n"
            b'2026-08-15,Esimerkki,"1,200",2410,4.5%\n2026-08-16,Esimerkki,0,2409,\n'
        ),
        # the report exported as a spreadsheet: days are dates, and a rate is the number behind its %
        "account_metrics.xlsx": as_xlsx(
            {
                "account_metrics": [
                    ["Date (GMT)", "Account", "Post views Daily", "Followers Overall", "Engagement rate Daily"],
                    [date(2026, 8, 15), "Esimerkki", 1200, 2410, 0.045],
                    [date(2026, 8, 16), "Esimerkki", 0, 2409, None],
                ]
            }
        ),
        "no-numbers.csv": b"Date (GMT),Account\n2026-08-15,Esimerkki\n",
    }


def write(folder: Path) -> None:
    """All files into `folder`."""
    for name, content in files().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    write(Path(__file__).parent)
