"""`reppu serve`: bring the database and the files up to date, then serve the site in this process until told to stop."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
from typing import TYPE_CHECKING

from reppu.vocabulary.errors import ReppuError, fault_in_words
from reppu.vocabulary.language import _
from reppu.web.site.preparing import prepare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def adopt_lakes() -> None:
    """Gives the organisations that the command line made to the first owner, once there is one."""
    from reppu.people.facade import adopt
    from reppu.web.site.deciding import found_here

    adopt(found_here())


def serve(home: Path, host: str, port: int, ready: Callable[[str, str | None], None]) -> None:
    """Serves until SIGTERM or SIGINT, then lets running jobs end for a while; told again, it stops them at once.

    ready: called once the site listens, with its address and the word that the first visit asks for (None: it asks
    for none, or there was one already). Raises ReppuError for an address that cannot be had, a home that cannot be
    written, a database that does not answer.
    """
    check_address(host, port)
    prepare(home)
    adopt_lakes()
    asyncio.run(_serve(host, port, ready, _word_of_the_first_visit(host)))


def _word_of_the_first_visit(host: str) -> str | None:
    from reppu.people.facade import nobody_yet
    from reppu.web.site.first_visit import DOOR

    word = DOOR.open_for(host)
    return word if nobody_yet() else None


def check_address(host: str, port: int) -> None:
    """Raises ReppuError, with what to do, where nobody could listen at that address."""
    where = f"{host}:{port}"
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as fault:
        raise ReppuError(
            _("There is no address “{host}”.", host=host),
            expected=_("127.0.0.1 for this machine alone, 0.0.0.0 for all its addresses, or one of them"),
        ) from fault
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that was just closed is free
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as fault:
            raise _address_error(fault, where, host, port) from fault


def _address_error(fault: OSError, where: str, host: str, port: int) -> ReppuError:
    if fault.errno == errno.EADDRINUSE:
        return ReppuError(
            _("Something else listens at {where} already.", where=where),
            advice=_("Perhaps Reppu is running; otherwise choose another port, for instance: --port {port}", port=str(port + 1)),
        )  # fmt: skip
    if fault.errno == errno.EADDRNOTAVAIL:
        return ReppuError(
            _("“{host}” is no address of this machine.", host=host),
            expected=_("127.0.0.1 for this machine alone, 0.0.0.0 for all its addresses, or one of them"),
        )
    if fault.errno in (errno.EACCES, errno.EPERM):
        return ReppuError(
            _("The system does not allow listening at {where}.", where=where),
            advice=_("Choose a port of 1024 or more with --port, and let a web server in front listen on 80 and 443."),
        )
    return ReppuError(_("Nobody can listen at {where}: {why}.", where=where, why=fault_in_words(fault)))


async def _serve(host: str, port: int, ready: Callable[[str, str | None], None], word: str | None) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server.embed import Server

    from reppu.web.site.asgi import application

    server = Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_access=False,
        # Its own lines of every start go nowhere; its errors go where ours go.
        log_level=LogLevels.error,
        log_dictconfig={"handlers": {}, "loggers": {"_granian": {"handlers": [], "propagate": True}}},
    )
    loop = asyncio.get_running_loop()

    def stop() -> None:
        if server.interrupt_signal:
            application.hurry()
        server.stop()

    for told in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(told, stop)
        except NotImplementedError:  # Windows
            signal.signal(told, lambda *_arguments: loop.call_soon_threadsafe(stop))
    shown = f"[{host}]" if ":" in host else host
    application.when_ready(lambda: ready(f"http://{shown}:{port}/", word))
    await server.serve()
