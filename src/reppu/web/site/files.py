"""The site's own files, served from this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest


class FilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise with whole answers: its streamed ones block the event loop, and our largest file is under 100 kB."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        """The file, or 304 where the browser has it."""
        found = static_file.get_response(request.method, request.META)
        with found.file or _NOTHING as stream:
            answer = HttpResponse(stream.read() if stream else b"", status=int(found.status))
        del answer.headers["Content-Type"]
        for name, value in found.headers:
            answer.headers[name] = value
        return answer


class _Nothing:
    def __enter__(self) -> None:
        return None

    def __exit__(self, *_fault: object) -> None:
        return None


_NOTHING = _Nothing()
