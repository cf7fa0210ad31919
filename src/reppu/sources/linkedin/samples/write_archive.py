"""Writes the made-up member's archive of this folder: `python -m reppu.sources.linkedin.samples.write_archive`.

Nobody in it exists. Its shape is that of public importers' tests. What must be read from each file stands in
expected-archive.json, written by hand and not by the program that is tested.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

_SHARES = ["Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl", "Visibility"]


def share_id(moment: str) -> str:
    """The id that LinkedIn would give a post at this moment (UTC)."""
    return str((round(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()) * 1000 << 22) | 4711)


def _table(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def _share(moment: str, text: str, url: str = "", media: str = "", written: str | None = None) -> list[str]:
    link = f"https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A{share_id(moment)}"
    return [moment if written is None else written, link, text.replace("\n", '"\n"'), url, media, "MEMBER_NETWORK"]


def shares() -> bytes:
    """Own posts: each line of a text in quotation marks of its own, an address that tells nothing, a date that is none."""
    return _table(
        [
            _SHARES,
            _share("2026-01-15 10:00:00", 'Hitsaus on taitolaji.\n\nLue lisää "meiltä" – tule töihin', media="https://media.example/a"),
            _share("2025-11-19 09:59:30", "Hyvä kirjoitus", url="https://telakka.example/juttu"),
            _share("2025-10-01 07:00:00", "", written="2025-10-01 10:00:00"),
            ["2025-09-01 07:00:00", "https://www.linkedin.com/in/esimerkki", "Vanha", "", "", "PUBLIC"],
            _share("2025-08-01 07:00:00", "Viimeinen", written="eilen"),
        ]
    )  # fmt: skip


def connections() -> bytes:
    """Connections.csv under another name: three lines stand above its header."""
    above = b'Notes:\n"When exporting your connection data, you may notice that some of the email addresses are missing."\n\n'
    return above + _table(
        [
            ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"],
            ["Esi", "Merkki", "https://www.linkedin.com/in/esimerkki", "", "Telakka", "Hitsaaja", "05 Sep 2026"],
        ]
    )


def files() -> dict[str, bytes]:
    """Every sample: name → bytes."""
    return {"Shares_181000001.csv": shares(), "verkosto.csv": connections()}


if __name__ == "__main__":
    for name, content in files().items():
        (Path(__file__).parent / name).write_bytes(content)
