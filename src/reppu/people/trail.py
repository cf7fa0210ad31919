"""The audit trail: a line for everything that somebody did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reppu.people.models import Trace

if TYPE_CHECKING:
    from reppu.people.models import Member


def write_trace(member: Member, what: str, about: str = "") -> None:
    """Adds a line. what: a short code of the deed ("import.undone"); about: what it concerns, without personal data."""
    Trace.objects.create(organisation=member.organisation, member=member, what=what, about=about[:200])
