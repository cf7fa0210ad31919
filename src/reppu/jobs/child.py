"""The process in which one job runs: `python -m reppu.jobs.child`, spoken to by parent.py in lines of JSON.

It ends when it is told to (SIGTERM), and when the process that started it is gone (standard input closes): then as an
interrupted program ends, so that what it holds open is put in order.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import traceback
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import BinaryIO

    from reppu.vocabulary.language import Text

GRACE_SECONDS = 8  # our choice: what an import takes to put away its files; after that the process ends as it is


def main() -> int:
    """Runs the job that the first line of standard input tells of; 0 when it said how it ended."""
    # What a library prints must not come among the answers.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, _stop)
    asked = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    progress = Progress(out)
    try:
        if asked["needs_site"]:
            import django

            django.setup()
        module, _dot, name = asked["run"].rpartition(".")
        function = getattr(import_module(module), name)
        result = function(
            progress,
            home=Path(asked["home"]),
            organisation=asked["organisation"],
            **asked["arguments"],
        )
        progress.send({"result": result if result is not None else {}})
    except KeyboardInterrupt:
        progress.send({"stopped": True})
    except Exception as fault:  # noqa: BLE001  everything is told to the parent, which says it to people or to the log
        progress.send(_told(fault))
    return 0


class Progress:
    """What a job's function calls to say how far it is."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._lock = threading.Lock()

    def __call__(self, done: int, total: int | None = None, words: Text | None = None) -> None:
        """done of total steps, in whatever steps the job counts; words: what it is at, shown in the reader's language."""
        from reppu.jobs.words import text_to_json

        self.send({"done": done, "total": total, "words": text_to_json(words) if words is not None else None})

    def send(self, message: dict[str, Any]) -> None:
        """One line to the parent. Raises TypeError for what JSON cannot hold."""
        line = json.dumps(message, ensure_ascii=False, allow_nan=False).encode() + b"\n"
        with self._lock:
            self._out.write(line)
            self._out.flush()


def _told(fault: Exception) -> dict[str, Any]:
    from reppu.jobs.words import error_to_json
    from reppu.vocabulary.errors import ReppuError

    if isinstance(fault, ReppuError):
        return {"refused": error_to_json(fault)}
    # Without its message, which may quote somebody's words: this goes to the log.
    places = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in traceback.extract_tb(fault.__traceback__)]
    return {"fault": f"{type(fault).__module__}.{type(fault).__qualname__}", "places": places[-12:]}


def _stop(*_arguments: object) -> None:
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, signal.SIG_IGN)  # told twice, it is still putting things in order
    raise KeyboardInterrupt


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    # To the main thread itself, which may be waiting for something: only so is it woken.
    if hasattr(signal, "pthread_kill") and (main_thread := threading.main_thread().ident) is not None:
        signal.pthread_kill(main_thread, signal.SIGTERM)
    else:
        signal.raise_signal(signal.SIGTERM)
    threading.Event().wait(GRACE_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
