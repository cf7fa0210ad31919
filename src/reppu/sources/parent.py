"""The parent's side of the child process: starts it, asks it, watches its memory and its silence, ends it."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from reppu.sources import wire
from reppu.sources.files import FoundFile
from reppu.sources.mapping_proposals.proposals import TableProposal, from_data
from reppu.sources.reader import PeriodNotTold, Refusal
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

# Resident memory at which the child is ended; a normal export needs 250 to 400 MB of it, measured.
MEMORY_LIMIT_BYTES = 1200 << 20
# The child speaks several times a second while it reads; our choice for the slowest disks and machines.
SILENCE_LIMIT_SECONDS = 120.0
_LOOK_EVERY_SECONDS = 0.1
_SMALL_BYTES = 1 << 20
_LISTENED_SECONDS = 2.0  # our choice: a second more than a new process takes
# Answers taken from the pipe ahead of need, so that the child parses while the parent writes; each is some 10 MB.
_AHEAD = 2
# What fits into an empty pipe on every system (Windows has the smallest), so that asking ahead never waits for a child that
# is itself waiting to be heard.
_FITS_INTO_A_PIPE = 4096

# What is remembered of tables, by their keys
Answers = Mapping[str, Mapping[str, Any]]
# None where the child's end of the pipe was closed
_Answer = tuple[dict[str, Any], list[bytes]] | None


@dataclass(frozen=True, slots=True)
class Recognised:
    """The child knows what the file is."""

    kind: str
    language: str | None
    notes: list[Text]
    # key of each table that is read → hash of the answer it is read by, None for one that needs none
    shapes: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the tables of a file are taken for. kind: what the file is read as today, answered: by a person's answer."""

    kind: str | None
    answered: bool
    proposals: list[TableProposal]


class UnknownTable(ReppuError):
    """Nobody knows the file; `proposals` say what a person could answer about it, and are none where it holds no table."""

    proposals: list[TableProposal]


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """A batch as it came over: table name → Arrow table with accounts."""

    rows: int
    bytes_read: int
    tables: dict[str, pa.Table]
    names: dict[str, str]
    refused: list[Refusal]
    refused_total: int
    notes: list[Text] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole file was read. different_posts: how many posts it spoke of."""

    different_posts: int


class Child:
    """One child process, started on first need and again after a death. Use as a context manager."""

    def __init__(
        self,
        readers: str = "reppu.sources.platforms",
        memory_limit_bytes: int = MEMORY_LIMIT_BYTES,
        silence_limit_seconds: float = SILENCE_LIMIT_SECONDS,
    ) -> None:
        self.readers = readers
        self.memory_limit_bytes = memory_limit_bytes
        self.silence_limit_seconds = silence_limit_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[_Answer] = queue.Queue()
        self._greeted = False
        self._waiting_since: float | None = None
        self._ended_for: str | None = None
        self._told_answers: bytes | None = None  # what the process was told last of what is remembered of tables
        self._ahead: tuple[bytes, int] | None = None  # asked before its turn: the question, the bytes of its file

    def __enter__(self) -> Child:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def start(self) -> None:
        """Start the process without waiting for it, so that it loads while the parent does something else."""
        if self._process is not None:
            return
        own_group: dict[str, Any] = {"start_new_session": True}  # Ctrl-C is for the parent to handle
        if sys.platform == "win32":
            own_group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "reppu.sources.child", self.readers],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # where a reader's own mistake shows; shown to those who write readers (python -X dev)
            stderr=None if sys.flags.dev_mode else subprocess.DEVNULL,
            env={**os.environ, "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"},
            **own_group,
        )
        self._answers = queue.Queue(_AHEAD)
        self._greeted = False
        self._ended_for = None
        self._told_answers = None
        self._ahead = None
        threading.Thread(target=self._listen, args=(self._process, self._answers), daemon=True).start()
        threading.Thread(target=self._watch, args=(self._process,), daemon=True).start()

    def end(self) -> None:
        """End the process now; nothing it was doing counts."""
        process, self._process = self._process, None
        self._ahead = None
        if process is not None:
            process.kill()
            process.wait()
            if process.stdin is not None:
                with suppress(OSError):  # what was still to be said is said to nobody
                    process.stdin.close()

    def propose(
        self,
        found: FoundFile,
        answers: Answers | None = None,
        reads_as: str | None = None,
        header_row: int | None = None,
    ) -> Proposed:
        """What the file's tables are taken for, also when they are known. Raises ReppuError when there is no text in it."""
        told = {"reads_as": reads_as, "header_row": header_row}
        proposed = None
        for said in self._ask(found, answers, {"propose": told}):
            if isinstance(said, Proposed):
                proposed = said
        assert proposed is not None
        return proposed

    def read(
        self, found: FoundFile, answers: Answers | None = None, told: Mapping[str, Any] | None = None
    ) -> Generator[Recognised | ReadBatch | Finished, None, None]:
        """What the child says of the file. answers: what is remembered of tables, by their keys. told: what its
        reader may know besides the names (recognising.context_of).

        Raises UnknownTable when nobody knows it, PeriodNotTold when that is why it cannot be read, another ReppuError when it is refused, or the child dies of it.
        """
        yield from self._ask(found, answers, told or {})

    def ask_ahead(
        self, found: FoundFile, answers: Answers | None = None, told: Mapping[str, Any] | None = None
    ) -> None:
        """Lets the child go on to this file as soon as it is ready with the one that is being read, so that it reads while
        its parent writes. The next `read` must be of it in the same words; of anything else it costs a little time.
        """
        question = _question(found, told or {})
        if (
            self._ahead is None
            and self._process is not None
            and self._greeted
            and len(question) <= _FITS_INTO_A_PIPE
            and _line(answers or {}) == self._told_answers
        ):
            with suppress(OSError):  # it is dead: the file that is being read will tell
                self._say(self._process, question)
                self._ahead = (question, found.bytes)

    @staticmethod
    def _say(process: subprocess.Popen[bytes], line: bytes) -> None:
        assert process.stdin is not None
        process.stdin.write(line)
        process.stdin.flush()

    def _begin(self, found: FoundFile, answers: Answers | None, more: Mapping[str, Any]) -> subprocess.Popen[bytes]:
        """The process, which has been asked and whose next answers are about `found`."""
        question, remembered = _question(found, more), _line(answers or {})
        if self._ahead is not None:
            (asked, size), self._ahead = self._ahead, None
            if asked == question and remembered == self._told_answers and self._process is not None:
                return self._process
            if size > _SMALL_BYTES or not self._heard_to_the_end():
                self.end()
        self.start()
        process = self._process
        assert process is not None
        if not self._greeted:
            self._receive()
            self._greeted = True
        if remembered != self._told_answers:
            self._say(process, b'{"answers": ' + remembered.rstrip() + b"}\n")
            self._told_answers = remembered
        self._say(process, question)
        return process

    def _ask(self, found: FoundFile, answers: Answers | None, more: Mapping[str, Any]) -> Generator[Any, None, None]:
        done = False
        process = None
        try:
            process = self._begin(found, answers, more)
            while True:
                message, payloads = self._receive()
                what = message["is"]
                if what == "end":
                    done = True
                    yield Finished(message["different_posts"])
                    return
                if what == "refused":
                    done = True
                    happened, expected, advice = (wire.text_in(text) for text in message["texts"])
                    assert happened is not None
                    kind_of_error = (
                        UnknownTable
                        if message["proposals"]
                        else PeriodNotTold
                        if message["period_not_told"]
                        else ReppuError
                    )
                    error = kind_of_error(
                        happened, row=message["row"], column=message["column"], expected=expected, advice=advice
                    )
                    if isinstance(error, UnknownTable):
                        error.proposals = [from_data(one, wire.text_in) for one in message["proposals"]]
                    raise error
                notes = [text for text in map(wire.text_in, message["notes"]) if text is not None]
                if what == "recognised":
                    yield Recognised(message["kind"], message["language"], notes, message["shapes"])
                elif what == "proposed":
                    proposals = [from_data(one, wire.text_in) for one in message["proposals"]]
                    yield Proposed(message["kind"], message["answered"], proposals)
                else:
                    tables = {
                        name: pa.ipc.open_stream(pa.py_buffer(payload)).read_all()
                        for name, payload in zip(message["tables"], payloads, strict=True)
                    }
                    yield ReadBatch(
                        message["rows"],
                        message["bytes_read"],
                        tables,
                        message["names"],
                        wire.refusals_in(message["refused"]),
                        message["refused_total"],
                        notes,
                    )
        except GeneratorExit:
            # Left in the middle, mostly because only a person can tell the channel. Of a small file the rest is heard to
            # its end, which takes milliseconds; a new process takes a second.
            if not done and self._process is process and found.bytes <= _SMALL_BYTES:
                done = self._heard_to_the_end()
            raise
        except (EOFError, BrokenPipeError, ConnectionResetError) as gone:
            done = False
            raise self._why_it_died() from gone
        finally:
            # left in the middle (a refusal by the parent, Ctrl-C, a death): what it still says is not for the next file
            if not done:
                self.end()

    def _heard_to_the_end(self) -> bool:
        """Whether all answers about one file were taken and thrown away in time."""
        until = time.monotonic() + _LISTENED_SECONDS
        while time.monotonic() < until:
            with suppress(queue.Empty):
                answer = self._answers.get(timeout=0.05)
                if answer is None or answer[0]["is"] in ("end", "refused"):
                    return answer is not None
        return False

    def _receive(self) -> tuple[dict[str, Any], list[bytes]]:
        self._waiting_since = time.monotonic()
        try:
            while True:
                with suppress(queue.Empty):
                    answer = self._answers.get(timeout=0.2)  # in steps: some systems let no Ctrl-C into a long wait
                    break
        finally:
            self._waiting_since = None
        if answer is None:
            raise EOFError
        return answer

    def _listen(self, process: subprocess.Popen[bytes], answers: queue.Queue[_Answer]) -> None:
        assert process.stdout is not None
        with process.stdout:
            answer: _Answer = ({}, [])
            while answer is not None:
                try:
                    answer = wire.receive(process.stdout)
                except (EOFError, OSError, ValueError):
                    answer = None
                while self._process is process:
                    with suppress(queue.Full):
                        answers.put(answer, timeout=0.2)
                        break
                else:
                    return

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        import psutil

        try:
            seen = psutil.Process(process.pid)
            while process.poll() is None and self._process is process:
                since = self._waiting_since
                if seen.memory_info().rss > self.memory_limit_bytes:
                    self._ended_for = "memory"
                elif since is not None and time.monotonic() - since > self.silence_limit_seconds:
                    self._ended_for = "silence"
                if self._ended_for is not None:
                    process.kill()
                    return
                time.sleep(_LOOK_EVERY_SECONDS)
        except psutil.Error:
            return

    def _why_it_died(self) -> ReppuError:
        if self._ended_for == "memory":
            return ReppuError(_("Reading this file takes more memory than an export can need; it was not read."))
        if self._ended_for == "silence":
            return ReppuError(_("Reading this file takes longer than an export can take; it was not read."))
        return ReppuError(
            _("Reading this file ended the reading program, so it was not read; the other files were."),
            advice=_("Download the file again. If it happens once more, please report it."),
        )


def _question(found: FoundFile, more: Mapping[str, Any]) -> bytes:
    return _line(
        {
            "path": str(found.path),
            "name": found.name,
            "zip_name": found.zip_name,
            "folder_name": found.folder_name,
            **more,
        }
    )


def _line(words: Mapping[str, Any]) -> bytes:
    return json.dumps(words).encode() + b"\n"
