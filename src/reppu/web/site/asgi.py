"""The site as one ASGI application, with the assistants' /mcp beside it; the jobs' worker begins and ends with it."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reppu.web.site.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application

from reppu.web.site.mounting import beside

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from reppu.jobs.facade import Worker

    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]


class Site:
    """Answers requests by Django, and the server's start and end by starting and stopping the worker."""

    def __init__(self) -> None:
        self._answer = beside(get_asgi_application())
        self._worker: Worker | None = None
        self._ready: Callable[[], None] = lambda: None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request, or the life of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._answer(scope, receive, send)

    def when_ready(self, ready: Callable[[], None]) -> None:
        """What to call once the server has begun."""
        self._ready = ready

    def hurry(self) -> None:
        """Stops running jobs at once instead of letting them end for a while."""
        if self._worker is not None:
            self._worker.hurry()

    async def _live(self, receive: Receive, send: Send) -> None:
        from reppu.jobs.facade import Worker

        await receive()
        _load_addresses()
        self._worker = Worker()
        self._worker.start()
        await send({"type": "lifespan.startup.complete"})
        asyncio.get_running_loop().call_soon(self._ready)
        await receive()
        await asyncio.to_thread(self._worker.stop, settings.JOBS_GRACE_SECONDS)
        await send({"type": "lifespan.shutdown.complete"})


def _load_addresses() -> None:
    # All pages, now rather than at the first request, so that who is told that the site is open is answered at once.
    from django.urls import get_resolver

    _patterns = get_resolver().url_patterns


application = Site()
