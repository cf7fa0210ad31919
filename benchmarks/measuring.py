"""Runs something in a process of its own, and says how long it took and how much memory it and its children held."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_WITHOUT_PANDAS = Path(__file__).resolve().parent / "as_installed"
_SAMPLE_EVERY_SECONDS = 0.02
_MB = 1_000_000


@dataclass(frozen=True)
class Run:
    """A finished process: what it printed (as JSON, or None), its seconds from start to end, its greatest memory."""

    answer: Any
    seconds: float
    peak_mb: float
    text: str


def run_task(name: str, **arguments: object) -> Run:
    """Runs a function of benchmarks.tasks in a new interpreter; the answer is what it returned."""
    return run_command([sys.executable, "-m", "benchmarks.tasks", name, json.dumps(arguments, default=str)])


def run_command(command: Sequence[str], *, as_installed: bool = False) -> Run:
    """Runs a command. Raises RuntimeError with its last words when it fails.

    as_installed: without pandas, which users do not have and Ibis imports (0.3 s) where the benchmark needs it.
    """
    environment = {**os.environ, "PYTHONUTF8": "1", "REPPU_LANGUAGE": "en"}
    if as_installed:
        before = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = os.pathsep.join([str(_WITHOUT_PANDAS), *([before] if before else [])])
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    )
    peak = _Peak(process.pid)
    output, errors = process.communicate()
    seconds = time.perf_counter() - started
    peak.stop()
    if process.returncode != 0:
        raise RuntimeError(
            f"{' '.join(command)[:200]} ended with {process.returncode}:\n{errors[-2000:]}{output[-500:]}"
        )
    try:
        answer = json.loads(output)
    except ValueError:
        answer = None
    return Run(answer, seconds, peak.bytes / _MB, output)


def median_seconds(times: int, command: Sequence[str]) -> float:
    """The median of several runs of a command, start of the process included."""
    return statistics.median(run_command(command).seconds for _turn in range(times))


def seconds_of(work: Callable[[], object], times: int) -> float:
    """The median of several calls in this process; the first call, which loads and warms, is not counted."""
    work()
    taken = []
    for _turn in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def folder_mb(folder: Path) -> float:
    """The size of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / _MB


class _Peak:
    """Watches the resident memory of a process and its children, summed."""

    def __init__(self, pid: int) -> None:
        self.bytes = 0
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        try:
            root = psutil.Process(self._pid)
        except psutil.NoSuchProcess:
            return
        while not self._ended.wait(_SAMPLE_EVERY_SECONDS):
            total = 0
            try:
                processes = [root, *root.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            for process in processes:
                try:
                    total += process.memory_info().rss
                except (psutil.NoSuchProcess, psutil.AccessDenied):
                    continue
            self.bytes = max(self.bytes, total)
