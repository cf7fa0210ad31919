"""What members of an organisation may do, in four steps, each of which includes the ones before it."""

from __future__ import annotations

from enum import IntEnum

from reppu.vocabulary.language import Text, _


class Role(IntEnum):
    """viewer reads; contributor imports, packs and writes; steward also corrects, withdraws, names; owner also people."""

    VIEWER = 10
    CONTRIBUTOR = 20
    STEWARD = 30
    OWNER = 40

    @property
    def label(self) -> Text:
        """The role in a word."""
        return _LABELS[self]

    @property
    def explained(self) -> Text:
        """What the role allows, in a sentence."""
        return _EXPLAINED[self]


_LABELS = {
    Role.VIEWER: _("Viewer"),
    Role.CONTRIBUTOR: _("Contributor"),
    Role.STEWARD: _("Steward"),
    Role.OWNER: _("Owner"),
}
_EXPLAINED = {
    Role.VIEWER: _("Sees every number, chart and book, and changes nothing."),
    Role.CONTRIBUTOR: _("Also imports exports, packs books and enters numbers."),
    Role.STEWARD: _("Also undoes imports, corrects numbers, and names and merges channels."),
    Role.OWNER: _("Also invites people, gives roles and changes the organisation's settings."),
}
