"""`python -m reppu.sources.tests.fuzz --minutes 10 --seed 1`: spoilt exports through every reader, until something breaks.

Every made-up sample of every platform is spoilt at random (`mutations.py`) and answered as the child process answers it,
in this process for speed, under the child's limit of memory; every fortieth goes through a whole import with its real child, some of them in a ZIP. A refusal is
what is wanted. A finding is: another exception, the end of the process, more than `SLOWEST_SECONDS`, memory that is taken and not
given back, a number that is none, a post without an id, a message that repeats a cell of text. A finding's file is kept, and
`--seed N --only NUMBER` makes it again.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import psutil
import pyarrow as pa
import pyarrow.compute as pc

from reppu.lake.facade import open_lake
from reppu.sources import wire
from reppu.sources.child import _answer, _limit_memory
from reppu.sources.facade import ImportOutcome, import_paths
from reppu.sources.facts import accounts_in, settled
from reppu.sources.platforms import READERS
from reppu.sources.tests.mutations import CANARY, spoilt
from reppu.sources.tests.samples import Sample, all_samples

# Of processor time, for files of some kilobytes: our choice, an order of magnitude above what the slowest sample takes.
SLOWEST_SECONDS = 5.0
# Beyond it a reading that says nothing is a hang; far more than SLOWEST_SECONDS, since other programs may hold the processor.
HANG_SECONDS = 120
# Our choice: the allocators of Arrow and polars keep up to some 100 MB of what they had; a leak of 20 KB a file passes this in a run.
MOST_GROWTH_BYTES = 256 << 20
# Files before memory is first looked at: every reader has been loaded and has filled its caches by then.
_WARM_UP_FILES = 400
_IMPORTED_ONE_IN = 40
_IMPORTED_TOGETHER = 20
# Never null in the lake, by table; an account may be.
KEYS = {
    "posts": ("post_id",),
    "observations": ("subject_kind", "subject_id", "measure", "window", "clock", "breakdown", "unit"),
    "audience": ("dimension", "bucket", "unit"),
    "interactions": ("interaction_id", "kind"),
    "inputs": ("kind",),
}
_LIKE_THE_CHILD = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}
# What the frame says when a reader made a mistake or a process died: words of no refusal that a spoilt file deserves.
_OF_DEATHS = ("ended the reading program", "takes longer than", "takes more memory", "Reppu misread this file")


class FindingError(Exception):
    """What a spoilt file brought to light."""


@dataclass
class Fuzzer:
    """One run over the samples: what it has seen is counted, what it has found is kept in `folder`."""

    folder: Path
    seed: int
    samples: list[Sample] = field(default_factory=all_samples)
    seen: Counter[str] = field(default_factory=Counter)
    findings: int = 0

    def __post_init__(self) -> None:
        self.contents = [sample.content for sample in self.samples]
        self.slowest = (0.0, "")
        self._rss = 0
        self._to_import = self.folder / "import"

    def run(self, seconds: float, most_files: int | None = None) -> int:
        """How many findings `seconds` brought, or the first `most_files`."""
        until, number = time.monotonic() + seconds, 0
        told = time.monotonic() + 60
        while time.monotonic() < until and number != most_files:
            number += 1
            self.try_one(number)
            if number == _WARM_UP_FILES:
                self._rss = memory()
            if time.monotonic() > told:
                told += 60
                print(f"{number:,} files, {memory() >> 20} MB", flush=True)
        self._import_together(least=1)
        grown = memory() - self._rss if self._rss else 0
        if grown > MOST_GROWTH_BYTES:
            self.findings += 1
            print(f"FINDING: memory grew by {grown >> 20} MB over {number - _WARM_UP_FILES:,} files")
        self.report(number, grown)
        return self.findings

    def report(self, number: int, grown: int) -> None:
        """What the run has seen."""
        seconds, where = self.slowest
        print(f"{number:,} files, seed {self.seed}: {self.findings} findings; memory grew by {grown >> 20} MB")
        print("  " + ", ".join(f"{what} {count:,}" for what, count in self.seen.most_common() if ":" not in what))
        print(f"  slowest: {seconds:.2f} s ({where})")
        never = {reader.kind for reader in READERS if reader.declined is None} - {
            what.removeprefix("read:") for what in self.seen if what.startswith("read:")
        }
        print("  every reader has read at least one" if not never else f"  read nothing: {', '.join(sorted(never))}")

    def try_one(self, number: int) -> None:
        """The spoilt file of this number, made, read and judged."""
        random = Random(f"{self.seed}/{number}")
        at = random.randrange(len(self.samples))
        sample = self.samples[at]
        content, done = spoilt(random, self.contents[at], self.contents)
        where = f"number {number}, {sample}: {', then '.join(done)}"
        path = self.folder / f"now{sample.path.suffix}"
        path.write_bytes(content)
        (self.folder / "now.txt").write_text(where, encoding="utf-8")
        started = time.process_time()
        try:
            with alarm(HANG_SECONDS):
                judge(answers(path, sample.path.name), self.seen)
            taken = time.process_time() - started
            if taken > SLOWEST_SECONDS:
                raise FindingError(f"it took {taken:.1f} s of the processor")
            self.slowest = max(self.slowest, (taken, where))
        except BaseException as fault:
            if isinstance(fault, KeyboardInterrupt):
                raise
            self._keep(number, where, content, sample, fault)
        if number % _IMPORTED_ONE_IN == 0:
            self._put_by(number, sample, content)
            self._import_together(least=_IMPORTED_TOGETHER)

    def _keep(self, number: int, where: str, content: bytes, sample: Sample, fault: BaseException) -> None:
        self.findings += 1
        kept = self.folder / f"finding-{self.seed}-{number}{sample.path.suffix}"
        kept.write_bytes(content)
        print(f"FINDING: {where}\n  kept as {kept}; again: --seed {self.seed} --only {number}")
        print("  " + "".join(traceback.format_exception(fault, limit=-6)).replace("\n", "\n  "), flush=True)

    def _put_by(self, number: int, sample: Sample, content: bytes) -> None:
        self._to_import.mkdir(exist_ok=True)
        if number % (3 * _IMPORTED_ONE_IN) == 0:
            with zipfile.ZipFile(self._to_import / f"{number}.zip", "w", zipfile.ZIP_DEFLATED) as packed:
                packed.writestr(sample.path.name, content)
        else:
            (self._to_import / f"{number} {sample.path.name}").write_bytes(content)

    def _import_together(self, least: int) -> None:
        files = list(self._to_import.iterdir()) if self._to_import.exists() else []
        if len(files) < least:
            return
        home = self.folder / "home"
        outcomes = import_paths(open_lake(home), [self._to_import], assume_yes=True)
        for outcome in outcomes:
            self.seen["imported whole" if outcome.entry_no is not None else "not imported whole"] += 1
            try:
                judge_outcome(outcome)
            except FindingError as fault:
                self.findings += 1
                kept = self.folder / f"finding-{self.seed}-import-{Path(outcome.file.split(' › ')[0]).name}"
                shutil.copyfile(outcome.file.split(" › ")[0], kept)
                print(f"FINDING: {fault}\n  kept as {kept}", flush=True)
        shutil.rmtree(home)
        shutil.rmtree(self._to_import)


def answers(path: Path, name: str) -> list[tuple[dict[str, Any], list[bytes]]]:
    """What the child process says of the file, said in this process."""
    out = io.BytesIO()
    _answer({"path": str(path), "name": name, "zip_name": None, "folder_name": None}, READERS, out)
    out.seek(0)
    said = []
    with contextlib.suppress(EOFError):
        while True:
            said.append(wire.receive(out))
    return said


def judge(said: Sequence[tuple[dict[str, Any], list[bytes]]], seen: Counter[str]) -> None:
    """Counts how a file ended. Raises FindingError for facts and words that may not be."""
    if not said or said[-1][0]["is"] not in ("end", "refused"):
        raise FindingError("the answer does not end")
    kind, texts = "", set[str]()
    for message, payloads in said:
        for words in words_in(message):
            if CANARY in words:
                raise FindingError(f"a message repeats a cell: {words}")
            if any(part in words for part in _OF_DEATHS):
                raise FindingError(words)
        if message["is"] == "recognised":
            kind = message["kind"]
        if message["is"] == "batch":
            if message["rows"] < 0 or message["refused_total"] < len(message["refused"]):
                raise FindingError(f"{message['rows']} rows, {message['refused_total']} refused")
            for name, payload in zip(message["tables"], payloads, strict=True):
                judge_facts(name, pa.ipc.open_stream(pa.py_buffer(payload)).read_all(), texts)
            seen["rows refused"] += message["refused_total"]
    for message, _payloads in said:
        for words in words_in(message):
            if any(text in words for text in texts):
                raise FindingError(f"a message repeats a post's text: {words}")
    ended = said[-1][0]["is"]
    seen["refused" if ended == "refused" else "read"] += 1
    if ended == "end" and kind:
        seen[f"read:{kind}"] += 1


def judge_facts(name: str, table: pa.Table, texts: set[str]) -> None:
    """Raises FindingError for rows that the lake would not take. texts: gathers what posts say."""
    channels = dict.fromkeys(accounts_in(table), "x-vesi")
    ready = settled(table, name, channels, datetime(2026, 9, 1, tzinfo=UTC), "EUR")
    ready.validate(full=True)
    for key in KEYS[name]:
        column = ready.column(key)
        empty_allowed = key == "breakdown"
        if column.null_count or (not empty_allowed and pc.any(pc.equal(column, "")).as_py()):
            raise FindingError(f"{name}: a row without {key}")
    for column_name in ready.schema.names:
        column = ready.column(column_name)
        if pa.types.is_floating(column.type) and pc.all(pc.is_finite(column)).as_py() is False:
            raise FindingError(f"{name}.{column_name}: a number that is none")
    if name == "posts":
        # a caption of some words is nobody's heading and no number
        texts |= {text for text in ready.column("text").to_pylist() if text and len(text) > 20 and text.count(" ") > 2}


def judge_outcome(outcome: ImportOutcome) -> None:
    """Raises FindingError for an outcome that tells of a reader's mistake or of a process that died."""
    for refusal in outcome.refused:
        words = refusal.reason.in_language("en")
        if CANARY in words or any(part in words for part in _OF_DEATHS):
            raise FindingError(f"{outcome.file}: {words}")
    if outcome.entry_no is None and not outcome.refused and outcome.declined is None and not outcome.notes:
        raise FindingError(f"{outcome.file}: it ended without a word")


def words_in(message: dict[str, Any]) -> Iterator[str]:
    """The texts of a message as a person reads them in English; proposals, which show a table's own cells, left out."""
    for data in (*message.get("texts", ()), *message.get("notes", ()), *(one[2] for one in message.get("refused", ()))):
        text = wire.text_in(data)
        if text is not None:
            yield text.in_language("en")


def memory() -> int:
    """Resident bytes of this process, after what can be given back was."""
    import gc

    gc.collect()
    pa.default_memory_pool().release_unused()
    return int(psutil.Process().memory_info().rss)


@contextlib.contextmanager
def alarm(seconds: int) -> Iterator[None]:
    """Raises FindingError in the block after `seconds`; where the system has no such alarm, nothing does."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def ring(*_: object) -> None:
        raise FindingError(f"it hangs: nothing was said for {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def main(arguments: Sequence[str]) -> int:
    """1 when something was found. The work is done in a second process, so that this one can tell of its death."""
    parser = argparse.ArgumentParser(prog="make fuzz", description="Spoilt exports through every reader.")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long (default: 10)")
    parser.add_argument("--seed", type=int, default=None, help="the same seed spoils the same files; default: the time")
    parser.add_argument("--only", type=int, default=None, metavar="NUMBER", help="only the file of this number")
    parser.add_argument("--folder", type=Path, default=None, help=argparse.SUPPRESS)
    told = parser.parse_args(arguments)
    if told.folder is not None:
        faulthandler.enable()
        fuzzer = Fuzzer(told.folder, told.seed)
        # The limit of the child, which the samples and the tests' own modules are not to fill.
        _limit_memory(held_bytes=psutil.Process().memory_info().rss)
        if told.only is not None:
            fuzzer.try_one(told.only)
            return 1 if fuzzer.findings else 0
        return 1 if fuzzer.run(told.minutes * 60) else 0
    seed = told.seed if told.seed is not None else int(time.time())
    folder = Path(tempfile.mkdtemp(prefix="reppu-fuzz-"))
    print(f"seed {seed}, {told.minutes:g} minutes; what is found is kept in {folder}", flush=True)
    command = [
        sys.executable,
        "-m",
        "reppu.sources.tests.fuzz",
        *arguments,
        "--seed",
        str(seed),
        "--folder",
        str(folder),
    ]
    ended = subprocess.run(command, env={**os.environ, **_LIKE_THE_CHILD, "REPPU_LANGUAGE": "en"}, check=False)
    if ended.returncode not in (0, 1):
        where = (folder / "now.txt").read_text(encoding="utf-8") if (folder / "now.txt").exists() else "the start"
        print(f"FINDING: the process ended with {ended.returncode} at {where}\n  the file: {folder}/now.*")
    if ended.returncode == 0 and told.only is None:
        shutil.rmtree(folder)
    return 1 if ended.returncode else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
