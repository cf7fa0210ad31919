"""Runs one job in a child process and watches it: progress, memory, time, and whether somebody wants it to stop."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psutil

from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from reppu.jobs.kinds import JobKind

LOOK_EVERY_SECONDS = 0.5  # our choice: how old a shown progress may be, and how soon a cancelled job is told
GRACE_SECONDS = 10  # a child gives itself 8 (child.py)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: one of the three is set. fault: for the log, without anybody's words."""

    result: dict[str, Any] | None = None
    refused: ReppuError | None = None
    fault: str | None = None
    stopped: bool = False


@dataclass(slots=True)
class Look:
    """How far a child is, as it said last."""

    done: int = 0
    total: int | None = None
    words: dict[str, Any] | None = None
    told: bool = field(default=False)


def run_in_child(
    kind: JobKind, asked: dict[str, Any], look: Callable[[Look], bool], every_seconds: float = LOOK_EVERY_SECONDS
) -> Ended:
    """Runs `kind` in a process of its own until it ends.

    asked: home, organisation, arguments. look: called every `every_seconds` with how far it is; False stops the child.
    """
    process = _start()
    messages: queue.Queue[dict[str, Any]] = queue.Queue()
    listener = threading.Thread(target=_listen, args=(process, messages), daemon=True)
    listener.start()
    try:
        assert process.stdin is not None
        line = json.dumps({"run": kind.run, "needs_site": kind.needs_site, **asked}).encode() + b"\n"
        process.stdin.write(line)
        process.stdin.flush()
    except BrokenPipeError:  # it could not even start; how it ended says why
        pass
    try:
        return _watch(kind, process, messages, listener, look, every_seconds)
    finally:
        _end(process)


def _start() -> subprocess.Popen[bytes]:
    own_group: dict[str, Any] = {"start_new_session": True}  # Ctrl-C is for the parent to handle
    if sys.platform == "win32":
        own_group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return subprocess.Popen(
        [sys.executable, "-m", "reppu.jobs.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if sys.flags.dev_mode else subprocess.DEVNULL,  # prints of libraries are no structured log
        env={**os.environ},
        **own_group,
    )


def _listen(process: subprocess.Popen[bytes], messages: queue.Queue[dict[str, Any]]) -> None:
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            try:
                messages.put(json.loads(line))
            except ValueError:
                return  # cut off in the middle of a line: it was killed


def _watch(
    kind: JobKind,
    process: subprocess.Popen[bytes],
    messages: queue.Queue[dict[str, Any]],
    listener: threading.Thread,
    look: Callable[[Look], bool],
    every_seconds: float,
) -> Ended:
    state, began, told_to_stop, ended_for = Look(), time.monotonic(), None, None
    next_look = began
    while True:
        try:
            message = messages.get(timeout=max(0.01, next_look - time.monotonic()))
        except queue.Empty:
            message = {}
        if "done" in message:
            state = Look(message["done"], message["total"], message["words"], told=True)
        elif message:
            look(state)
            return _as_told(message)
        elif not listener.is_alive() and messages.empty():
            return _as_died(kind, process, ended_for)
        now = time.monotonic()
        if now < next_look:
            continue
        next_look = now + every_seconds
        if told_to_stop is not None:
            if now - told_to_stop > GRACE_SECONDS:
                process.kill()
        elif not look(state):
            told_to_stop = now
            process.terminate()
        elif (ended_for := _too_much(kind, process, now - began)) is not None:
            _kill_family(process)


def _as_told(message: dict[str, Any]) -> Ended:
    from reppu.jobs.words import error_from_json

    if "result" in message:
        return Ended(result=message["result"])
    if "refused" in message:
        return Ended(refused=error_from_json(message["refused"]))
    if "stopped" in message:
        return Ended(stopped=True)
    return Ended(fault=" ".join((message["fault"], *message["places"])))


def _too_much(kind: JobKind, process: subprocess.Popen[bytes], seconds: float) -> str | None:
    if seconds > kind.limit_minutes * 60:
        return "time"
    try:
        seen = psutil.Process(process.pid)
        used = sum(one.memory_info().rss for one in (seen, *seen.children(recursive=True)))
    except psutil.Error:
        return None
    return "memory" if used > kind.memory_limit_mb << 20 else None


def _as_died(kind: JobKind, process: subprocess.Popen[bytes], ended_for: str | None) -> Ended:
    code = process.wait()
    if ended_for == "memory":
        return Ended(
            refused=ReppuError(
                _("This needed more than {megabytes} MB of memory and was ended.", megabytes=kind.memory_limit_mb),
                advice=_("Do it in smaller parts."),
            )
        )
    if ended_for == "time":
        return Ended(
            refused=ReppuError(
                _("This took more than {minutes} minutes and was ended.", minutes=kind.limit_minutes),
                advice=_("Do it in smaller parts."),
            )
        )
    return Ended(fault=f"the child process ended with {code}")


def _kill_family(process: subprocess.Popen[bytes]) -> None:
    try:
        children = psutil.Process(process.pid).children(recursive=True)
    except psutil.Error:
        children = []
    process.kill()
    for child in children:
        try:
            child.kill()
        except psutil.Error:
            continue


def _end(process: subprocess.Popen[bytes]) -> None:
    """Closes the child's input, at which it ends by itself; kills it if it does not."""
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        _kill_family(process)
        process.wait()
