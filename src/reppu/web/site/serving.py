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


def adopt_lakes() -> None:
    """Gives the organisations that the command line made to the first owner, once there is one."""
    from reppu.people.facade import adopt
    from reppu.web.site.deciding import found_here

    adopt(found_here())


def serve(home: Path, host: str, port: int, ready: Callable[[str, str | None], None]) -> None:
    """Serves until SIGTERM or SIGINT.

    ready: called once the site listens, with its address and the word that the first visit asks for (None: it asks
    for none, or there was one already).
    """
    prepare(home)
    adopt_lakes()
    asyncio.run(_serve(host, port, ready, _word_of_the_first_visit(host)))


def _word_of_the_first_visit(host: str) -> str | None:
    from reppu.people.facade import nobody_yet
    from reppu.web.site.first_visit import DOOR

    word = DOOR.open_for(host)
    return word if nobody_yet() else None


async def _serve(host: str, port: int, ready: Callable[[str, str | None], None], word: str | None) -> None:
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
    ready(f"http://{shown}:{port}/", word)
    await server.serve()
