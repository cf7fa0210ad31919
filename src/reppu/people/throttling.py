"""How many calls a caller may make in a minute, counted in the memory of this process, which is the only one of the site."""

from __future__ import annotations

import threading
import time
from collections import deque

# Our choice: ten a second for a minute, far above what a spreadsheet or a dashboard asks for, and far below what keeps
# both cores of a small machine from those who look at pages.
CALLS = 600
WINDOW_SECONDS = 60.0
_KEPT_CALLERS = 10_000


class Throttle:
    """A sliding window for each caller. Safe to use from several threads."""

    def __init__(self, calls: int = CALLS, seconds: float = WINDOW_SECONDS) -> None:
        self.calls = calls
        self.seconds = seconds
        self._seen: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, caller: str, now: float | None = None) -> float:
        """Seconds until the caller may call again; 0.0 when the call may be made, which then counts.

        now: seconds on a clock that never goes back.
        """
        moment = time.monotonic() if now is None else now
        with self._lock:
            if len(self._seen) > _KEPT_CALLERS:
                self._forget(moment)
            calls = self._seen.setdefault(caller, deque())
            while calls and calls[0] <= moment - self.seconds:
                calls.popleft()
            if len(calls) >= self.calls:
                return calls[0] + self.seconds - moment
            calls.append(moment)
            return 0.0

    def forget_all(self) -> None:
        """Begins anew, as a new process does."""
        with self._lock:
            self._seen.clear()

    def _forget(self, moment: float) -> None:
        for caller in [one for one, calls in self._seen.items() if not calls or calls[-1] <= moment - self.seconds]:
            del self._seen[caller]


throttle = Throttle()
