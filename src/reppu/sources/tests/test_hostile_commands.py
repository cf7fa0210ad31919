"""Hostile files given to one command together with an honest one: each is refused with words, within time and memory."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import threading
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from reppu.sources.tests import hostile
from reppu.sources.x.samples.write import files, numbers, old_row, post_id

GOOD = "tweet_activity_metrics_EsimerkkiVesi_20220201_20220301_en.csv"
MOST_SECONDS = 60
MOST_BYTES = 1_500 << 20


@dataclass
class Run:
    """One `reppu import`. outcomes: by the file's name, a ZIP's members under the ZIP's. seconds: of the whole command. peak: greatest resident memory of it and its children together."""

    outcomes: dict[str, list[dict[str, Any]]]
    code: int
    seconds: float
    peak: int

    def words(self, name: str) -> str:
        """Why something of this file was refused."""
        return " ".join(refusal["reason"] for one in self.outcomes[name] for refusal in one["refused"])

    def imported(self, name: str) -> dict[str, Any]:
        """What came of a file of which nothing was refused."""
        [one] = self.outcomes[name]
        assert not one["refused"]
        return one


def imported(folder: Path, home: Path) -> Run:
    """Imports a folder as a person does, and watches."""
    command = [
        sys.executable,
        "-m",
        "reppu",
        "import",
        str(folder),
        "--home",
        str(home),
        "--as-of",
        "2026-09-01",
        "--json",
    ]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "REPPU_MEMORY_MB": "700"})
    peak = 0

    def watch() -> None:
        nonlocal peak
        seen = psutil.Process(process.pid)
        while process.poll() is None:
            held = 0
            for one in [seen, *seen.children(recursive=True)]:
                try:
                    held += one.memory_info().rss
                except psutil.Error:
                    continue
            peak = max(peak, held)
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    out, _nothing = process.communicate(timeout=1_800)
    watcher.join()
    outcomes: dict[str, list[dict[str, Any]]] = {}
    for one in json.loads(out)["imports"]:
        outcomes.setdefault(Path(one["file"].partition(" › ")[0]).name, []).append(one)
    return Run(outcomes, process.returncode, time.monotonic() - began, peak)


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def nested_bomb() -> bytes:
    """ZIPs in a ZIP, of members that are each small enough to pass: 1 MB that would become 1,000 MB."""
    inner = zipped({f"{number}.csv": b"0," * (16 << 20) for number in range(4)})
    return zipped({f"{number}.zip": inner for number in range(8)})


def long_list() -> bytes:
    """A ZIP whose list of members is long enough to fill the memory of who counts them: entries of 46 bytes."""
    data = bytearray(zipped({"a.csv": b"1"}))
    central, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = bytes(data[central:end])
    entries = entry * 100_000
    data[central:end] = entries
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = len(entries).to_bytes(4, "little")
    return bytes(data)


def hostile_texts() -> dict[str, tuple[bytes, str]]:
    """Name → (content, words of its refusal)."""
    good = files()[GOOD]
    wide = b",".join(b"c%d" % column for column in range(1_000_000))
    return {
        "a million columns.csv": (wide + b"\n" + wide + b"\n", "1,000,000 columns"),
        "one line.csv": (b"a" * (48 << 20), "more than 16 million characters"),
        "zero bytes late.csv": (good + good.split(b"\n", 1)[1] * 1_000 + b"\0\0\0\0\n", "zero bytes"),
        "zero bytes at once.csv": (good[:200] + b"\0" * 200 + good[200:], "no text"),
        "no end.csv": (good + b'"' + b"a,b\n" * (5 << 20), "never closed"),
        "cut.zip": (zipped({"a.csv": good * 3})[:500], "damaged"),
        "bomb.zip": (zipped({"a.csv": b"0" * (100 << 20)}), "unpacks to far more"),
        "nested.zip": (nested_bomb(), "the rest of it was not opened"),
        "long list.zip": (long_list(), "more than 10,000 files"),
        "page.xls": (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
    }


def test_hostile_files_are_refused_with_words_and_the_honest_one_is_imported(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    expected = hostile.all_files() | hostile_texts()
    for name, (content, _words) in expected.items():
        (folder / name).write_bytes(content)
    (folder / GOOD).write_bytes(files()[GOOD])
    run = imported(folder, tmp_path / "home")
    assert run.code == 1
    for name, (_content, words) in expected.items():
        assert words in run.words(name), f"{name}: {run.words(name)}"
    assert run.imported(GOOD)["posts"] == 3
    # all of them together within what one may take
    assert run.seconds < MOST_SECONDS and run.peak < MOST_BYTES, f"{run.seconds:.0f} s, {run.peak >> 20} MB"


@pytest.mark.torture
def test_a_huge_line_is_refused_quickly_and_a_huge_table_is_imported_in_flat_memory(tmp_path: Path) -> None:
    torture = os.environ.get("REPPU_TORTURE") == "1"
    line, table = tmp_path / "line", tmp_path / "table"
    line.mkdir()
    table.mkdir()
    with (line / "line.csv").open("wb") as out:
        for _piece in range(2_048 if torture else 24):
            out.write(b"a" * (1 << 20))
    refused = imported(line, tmp_path / "home of line")
    assert "more than 16 million characters" in refused.words("line.csv")
    assert refused.seconds < MOST_SECONDS and refused.peak < MOST_BYTES
    (line / "line.csv").unlink()
    rows = write_table(table / GOOD, 2 << 30 if torture else 8 << 20)
    whole = imported(table, tmp_path / "home of table")
    assert whole.imported(GOOD)["rows"] == rows
    # reading takes some 700 MB in both processes whatever the size; what the engine takes after it is a setting
    assert whole.peak < MOST_BYTES, f"{whole.peak >> 20} MB"


def write_table(path: Path, size: int) -> int:
    """Writes an honest export of posts of that many bytes; returns its rows."""
    first = int(post_id(2022, 2, 1, 0, 0, 0))
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        out.write(files()[GOOD].decode().split("\n", 1)[0] + "\n")
        while path.stat().st_size < size:
            for _row in range(2_000):
                rows += 1
                post = str(first + (rows << 10))
                writer.writerow(
                    old_row(post, "Vesi virtaa. " * 12, "2022-02-01 00:00 +0000", numbers(f"{rows % 997}.0"))
                )
            out.flush()
    return rows
