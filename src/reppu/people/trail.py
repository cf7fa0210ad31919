"""The audit trail: a line for everything that somebody did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reppu.people.models import Trace
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from reppu.people.models import Member

# By code. A capability above registers its own deeds with `name_deeds`.
_WORDS: dict[str, Text] = {
    "organisation.founded": _("Made the organisation"),
    "organisation.settings_changed": _("Changed the organisation's settings"),
    "person.invited": _("Invited somebody"),
    "person.invitation_withdrawn": _("Withdrew an invitation"),
    "person.joined": _("Joined"),
    "person.role_changed": _("Changed a role"),
    "person.left": _("Removed a member"),
}


def name_deeds(words: dict[str, Text]) -> None:
    """Says what codes of a capability's own are called; call it when its app is ready."""
    _WORDS.update(words)


def deeds_in_words(code: str) -> Text | str:
    """What a deed is called; the code itself where nobody has named it."""
    return _WORDS.get(code, code)


def write_trace(member: Member, what: str, about: str = "") -> None:
    """Adds a line. what: a short code of the deed ("import.undone"); about: what it concerns, without personal data."""
    Trace.objects.create(organisation=member.organisation, member=member, what=what, about=about[:200])
