"""`/health/`: for whoever watches over the installation. Says nothing about any organisation or person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.urls import path

from reppu import __version__
from reppu.jobs.facade import seconds_since_heartbeat
from reppu.lake.facade import kept_lake, organisations
from reppu.vocabulary.errors import ReppuError
from reppu.web.kit.facade import open_to_all

if TYPE_CHECKING:
    from django.http import HttpRequest

# The worker shows itself every five seconds, and another takes over after thirty.
SILENT_SECONDS = 60


@open_to_all
def health(request: HttpRequest) -> JsonResponse:
    """200 when all is well, else 503; which part is not well stands in the answer."""
    parts = {"database": _database(), "jobs": _jobs(), "lake": _lakes()}
    ok = all(part["ok"] for part in parts.values())
    answer = JsonResponse({"ok": ok, "version": __version__, **parts}, status=200 if ok else 503)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            cursor.fetchone()
    except DatabaseError:
        return {"ok": False}
    return {"ok": True, "kind": connection.vendor}


def _jobs() -> dict[str, Any]:
    try:
        age = seconds_since_heartbeat()
    except DatabaseError:
        return {"ok": False}
    if age is None:
        return {"ok": False, "heartbeat_seconds": None}
    return {"ok": age < SILENT_SECONDS, "heartbeat_seconds": round(age, 1)}


def _lakes() -> dict[str, Any]:
    try:
        slugs = organisations(settings.REPPU_HOME)
    except ReppuError:
        return {"ok": False}
    unreadable = sum(not _is_readable(slug) for slug in slugs)
    return {"ok": unreadable == 0, "lakes": len(slugs), "unreadable": unreadable}


def _is_readable(slug: str) -> bool:
    try:
        return kept_lake(settings.REPPU_HOME, slug).position >= 0
    except ReppuError:
        return False


urlpatterns = [path("", health, name="health")]
