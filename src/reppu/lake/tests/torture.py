"""Imports killed at random moments while others read and compact: nothing may be lost, doubled or half seen.

    python -m reppu.lake.tests.torture 1000        # `make torture`; the suite runs 50

One child imports small batches into two tables at once and is killed with SIGKILL at a random moment, again and
again. Every batch it was told is committed is written down beforehand and afterwards, so that the parent knows which
must be there and which may be. Meanwhile four readers check that every batch they see is whole and that none they
saw before is gone, and one process compacts.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

READERS = 4
ROWS = 40  # a batch; also the rows it has in posts
_LINE = 12  # "s 0000000001": s said before the commit, d done after it


@dataclass(frozen=True, slots=True)
class Survived:
    """kills, batches begun and committed; lost, doubled, half: must be 0; reads, faults: of the readers."""

    kills: int
    begun: int
    committed: int
    lost: int
    doubled: int
    half: int
    reads: int
    faults: tuple[str, ...]
    seconds: float

    @property
    def well(self) -> bool:
        return not (self.lost or self.doubled or self.half or self.faults) and self.committed > 0 and self.reads > 0


def torture(kills: int, folder: Path, seed: int = 1) -> Survived:
    """Kills an importing child `kills` times; says what became of its batches."""
    began = time.monotonic()
    # Children are forked from a process that has loaded the libraries and run nothing: a start costs milliseconds.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["reppu.lake.tests.torture_preload"])
    stop, faults = context.Event(), context.SimpleQueue()
    counted = context.Value("l", 0)
    others: list[BaseProcess] = [
        context.Process(target=_read, args=(folder, stop, faults, counted), daemon=True) for _ in range(READERS)
    ]
    others.append(context.Process(target=_compact, args=(folder, stop, faults), daemon=True))
    log = folder / "log"
    folder.mkdir(parents=True, exist_ok=True)
    log.touch()
    for other in others:
        other.start()
    dice = random.Random(seed)
    for _kill in range(kills):
        size = log.stat().st_size
        child = context.Process(target=_import, args=(folder,))
        child.start()
        # One kill in five falls on its start and its first batch, the others on what it does then.
        lines = 1 if dice.random() < 0.2 else 2
        while log.stat().st_size < size + lines * _LINE and child.is_alive():
            time.sleep(0.001)
        time.sleep(dice.uniform(0, 0.3 if lines == 1 else 0.1))
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join()
    stop.set()
    for other in others:
        other.join(60)
        if other.is_alive():
            other.kill()
            faults.put("a reader did not come to an end")
    said: list[str] = []
    while not faults.empty():
        said.append(faults.get())
    begun, done = _log(folder)
    found = _batches(folder)
    return Survived(
        kills=kills,
        begun=len(begun),
        committed=len(done),
        lost=len(done - found.keys()),
        doubled=sum(max(counts) > ROWS for counts in found.values()),
        half=sum(min(counts) < ROWS for counts in found.values()) + len(found.keys() - begun),
        reads=counted.value,
        faults=tuple(said),
        seconds=round(time.monotonic() - began, 1),
    )


def _import(folder: Path) -> None:
    from reppu.lake.facade import open_lake
    from reppu.lake.tests.made_up import bring, likes, post

    begun, _done = _log(folder)
    number = max(begun, default=0) + 1
    descriptor = os.open(folder / "log", os.O_WRONLY | os.O_APPEND)
    lake = open_lake(folder / "home", "vesi")
    while True:
        os.write(descriptor, f"s {number:010d}".encode())
        rows = [likes(float(number), post=f"{number}-{row}") for row in range(ROWS)]
        bring(lake, f"{number}", rows, [post(f"{number}-{row}") for row in range(ROWS)])
        os.write(descriptor, f"d {number:010d}".encode())
        number += 1


def _read(folder: Path, stop, faults, counted) -> None:  # type: ignore[no-untyped-def]
    seen: set[int] = set()
    try:
        while not stop.is_set():
            _begun, done = _log(folder)
            found = _batches(folder)
            # All of a batch, in both tables, or nothing of it.
            if any(counts != (ROWS, ROWS) for counts in found.values()):
                faults.put(f"half or doubled: {[(n, c) for n, c in found.items() if c != (ROWS, ROWS)][:3]}")
            if missing := (seen | done) - found.keys():
                faults.put(f"lost: {sorted(missing)[:3]}")
            seen |= found.keys()
            with counted.get_lock():
                counted.value += 1
            stop.wait(0.05)
    except BaseException as fault:  # noqa: BLE001 - shown by the test
        faults.put(f"{type(fault).__name__}: {fault}")


def _compact(folder: Path, stop, faults) -> None:  # type: ignore[no-untyped-def]
    from reppu.lake.facade import open_lake

    try:
        lake = open_lake(folder / "home", "vesi")
        while not stop.is_set():
            lake.compact()
            stop.wait(0.2)
    except BaseException as fault:  # noqa: BLE001 - shown by the test
        faults.put(f"{type(fault).__name__}: {fault}")


def _batches(folder: Path) -> dict[int, tuple[int, int]]:
    """Batch → its rows in observations and in posts, both read at one position."""
    from reppu.lake.facade import open_lake

    lake = open_lake(folder / "home", "vesi")
    position = lake.position
    counts: list[dict[int, int]] = []
    for table, column in (("observations", "subject_id"), ("posts", "post_id")):
        rows = lake.read(table, position=position)
        batch = rows[column].split("-")[0]
        counted = rows.group_by(batch=batch).agg(n=rows.count()).to_pyarrow()
        counts.append(dict(zip(map(int, counted["batch"].to_pylist()), counted["n"].to_pylist(), strict=True)))
    return {n: (counts[0].get(n, 0), counts[1].get(n, 0)) for n in counts[0].keys() | counts[1].keys()}


def _log(folder: Path) -> tuple[set[int], set[int]]:
    words = (folder / "log").read_bytes().decode()
    lines = [words[start : start + _LINE] for start in range(0, len(words) - _LINE + 1, _LINE)]
    return {int(line[2:]) for line in lines if line[0] == "s"}, {int(line[2:]) for line in lines if line[0] == "d"}


def main() -> int:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory(prefix="reppu-torture-") as folder:
        survived = torture(kills, Path(folder) / "k [1] 50% #ä", seed=random.randrange(1 << 30))
    print(survived)
    return 0 if survived.well else 1


if __name__ == "__main__":
    raise SystemExit(main())
