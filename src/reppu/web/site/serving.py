"""`reppu serve`: bring the database and the files up to date, then serve the site in this process until told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def prepare(home: Path) -> None:
    """Django for this home, with its database migrated and its static files laid out. Once a process."""
    os.environ["REPPU_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reppu.web.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def serve(home: Path, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves until SIGTERM or SIGINT. ready: called with the address once the site listens."""
    prepare(home)
    asyncio.run(_serve(host, port, ready))


async def _serve(host: str, port: int, ready: Callable[[str], None]) -> None:
    from granian.constants import Interfaces
    from granian.server.embed import Server

    from reppu.web.site.asgi import application

    server = Server(
        application, address=host, port=port, interface=Interfaces.ASGINL, websockets=False, log_access=False
    )
    loop = asyncio.get_running_loop()
    for told in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(told, server.stop)
    shown = f"[{host}]" if ":" in host else host
    ready(f"http://{shown}:{port}/")
    await server.serve()
