"""Which of the two applications answers a request: the site, or the assistants' server at /mcp."""

from __future__ import annotations

from typing import Any

PATH = "/mcp"


def beside(site: Any) -> Any:
    """The site with /mcp beside it. The server is made with its first request, when Django is ready."""
    made: list[Any] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"].rstrip("/") != PATH:
            await site(scope, receive, send)
            return
        if not made:
            from reppu.web.site.assistant import Assistant

            made.append(Assistant())
        await made[0](scope, receive, send)

    return application
