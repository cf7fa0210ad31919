"""The made-up cast of these files, and how Meta and Excel write tables."""

from __future__ import annotations

import csv
import io

PAGE, PAGE_NAME = "615500000000017", "Esimerkkilän kirjasto"
OTHER_PAGE, OTHER_PAGE_NAME = "615500000000024", "Esimerkkilän museo"
ACCOUNT, ACCOUNT_NAME, USERNAME = "17841400000000031", "Esimerkkilän kirjasto", "esimerkkilankirjasto"


def table(rows: list[list[str]], delimiter: str = ",", end: str = "\n") -> str:
    # Meta quotes only fields with a space, a comma or a line's end
    out = io.StringIO(newline="")
    for row in rows:
        cells = ['"' + c.replace('"', '""') + '"' if any(x in c for x in ' ,\n"') else c for c in row]
        out.write(delimiter.join(cells) + end)
    return out.getvalue()


def minimal(rows: list[list[str]], delimiter: str, end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def wrapped(text: str) -> str:
    # Excel takes each line for one cell, and quotes those cells that hold a quotation mark or a comma beside one
    lines = text.split("\n")
    return "\n".join('"' + line.replace('"', '""') + '"' if '"' in line else line for line in lines)
