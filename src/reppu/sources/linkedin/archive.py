"""A member's own archive from LinkedIn ("Get a copy of your data"): the posts in `Shares.csv`, for experts who want theirs
beside the organisation's. Connections, messages and invitations, which are other people's, are never opened.

Headers, the address form and the quoting of lines are those that public importers read; no file was seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from reppu.sources.bundles import Bundle
from reppu.sources.linkedin.posts import moment_of
from reppu.sources.reader import Batch, Context, Match, Reader
from reppu.sources.row_by_row import RowByRow
from reppu.sources.tables import Sheet, norm
from reppu.vocabulary.language import Text, _

_HEADER_WITHIN_ROWS = 10
_NEEDED = frozenset(("date", "sharelink", "sharecommentary"))
_KNOWN = _NEEDED | {"sharedurl", "mediaurl", "visibility"}
_ID = re.compile(r"(?:activity|ugcpost|share)[:-](\d{15,20})(?:\D|$)", re.IGNORECASE)
_ROOM = timedelta(minutes=2)
# Each line of a text stands in quotation marks of its own: the break between two lines is written as `"`, line end, `"`.
_BREAK = re.compile(r'"\r?\n"')
OTHER_DATE = _("Some dates in this file do not agree with the posts' ids; the ids, which hold the time, were believed.")


@dataclass(frozen=True)
class MemberPosts:
    """A `Reader` for Shares.csv. It is one person's and mostly does not tell whose, so the channel must be said."""

    kind: str = "linkedin.archive"
    platform: str = "linkedin"
    platforms: tuple[str, ...] = ()
    version: int = 1
    title: Text = field(default_factory=lambda: _("LinkedIn archive of a member: own posts (Shares.csv)"))
    declined: Text | None = None
    # newer archives have the member's number in the name
    file_name: str | None = r"(?:^|[\\/])Shares_(?P<account>\d{4,12})\.csv"
    of_a_person: bool = True

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the header, which is English in every language as far as is known."""
        found = _header(sheet)
        if found is None:
            return None
        row, names = found
        known = len(_KNOWN & set(names))
        return Match(known + known / len(names), "en", row)

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """A row is a post."""
        found = _header(sheet)
        assert found is not None
        header_row, names = found
        place = {name: index for index, name in reversed(list(enumerate(names)))}
        gathered = RowByRow()
        doubted = False
        for row, cells in sheet.records():
            if row <= header_row or not any(cell.strip() for cell in cells):
                continue
            gathered.row()

            def told(name: str, cells: tuple[str, ...] = cells) -> str | None:
                index = place.get(name, len(cells))
                return (cells[index].strip() or None) if index < len(cells) else None

            if len(cells) > len(names):
                gathered.refuse(row, None, _("This row has more cells than the header; it was left out."))
                continue
            link = unquote(told("sharelink") or "")
            match = _ID.search(link)
            moment = moment_of(match[1]) if match else None
            if match is None or moment is None or not 2003 <= moment.year < 2100:
                gathered.refuse(row, "ShareLink", _NO_LINK)
                continue
            written = _moment(told("date"))
            doubted |= written is not None and abs(written - moment) > _ROOM
            text = told("sharecommentary")
            gathered.post(
                None,
                post_id=match[1],
                published_at=moment,
                kind="link" if told("sharedurl") else None if told("mediaurl") else "text",
                text=_BREAK.sub("\n", text) if text else None,
                link=link,
            )
            yield from gathered.batches()
        if doubted:
            gathered.notes.append(OTHER_DATE)
        yield from gathered.batches(final=True)


_NO_LINK = _("There is no post's address with its number here. Expected: …/feed/update/urn:li:share:<19 digits>")


def _header(sheet: Sheet) -> tuple[int, list[str]] | None:
    for row, cells in enumerate(sheet.head[:_HEADER_WITHIN_ROWS], start=1):
        names = [norm(cell) for cell in cells]
        if set(names) >= _NEEDED:
            return row, names
    return None


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC) if text else None
    except ValueError:
        return None


# The headers that tell each private file, beside others; as public importers read them
_PRIVATE_HEADERS = (
    frozenset(("first name", "last name", "connected on")),
    frozenset(("conversation id", "from", "to", "date", "content")),
    frozenset(("from", "to", "sent at", "direction")),
    frozenset(("date", "type", "link")),
    frozenset(("date", "link", "message")),
    frozenset(("organization", "followed on")),
)


@dataclass(frozen=True)
class PrivateFiles:
    """A `Reader` that recognises the archive's other files by their headers, however they are called, and reads none."""

    kind: str = "linkedin.archive.private"
    platform: str = "linkedin"
    platforms: tuple[str, ...] = ()
    version: int = 1
    title: Text = field(
        default_factory=lambda: _(
            "LinkedIn archive of a member: connections, messages, invitations, reactions or comments"
        )
    )
    declined: Text | None = field(
        default_factory=lambda: _(
            "This file of a LinkedIn archive holds what is private or other people's (connections, messages, invitations, "
            "reactions, comments); nothing below its headings was read."
        )
    )
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the header alone."""
        for row, cells in enumerate(sheet.head[:_HEADER_WITHIN_ROWS], start=1):
            names = {norm(cell) for cell in cells}
            for needed in _PRIVATE_HEADERS:
                # two or three common words tell nothing unless they are the whole header
                if needed <= names and (len(needed) > 3 or "connected on" in needed or names - {""} == needed):
                    return Match(len(needed) + 1.0, "en", row)
        return None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """Nothing."""
        return iter(())


_OTHERS = (
    r"Connections|messages|\w*_messages|Invitations|Reactions(?:_\d+)?|Company Follows|Contacts|ImportedContacts|"
    r"Email Addresses|PhoneNumbers|Whatsapp Phone Numbers|Recommendations_(?:Given|Received)|"
    r"Endorsement_(?:Given|Received)_Info|Logins|SearchQueries|Ad_Targeting|Receipts(?:_v2)?"
)
ARCHIVE = Bundle(
    kind="linkedin.archive",
    platform="linkedin",
    title=_("LinkedIn archive of a member (Get a copy of your data)"),
    marker=r"(?P<root>(?:.*/)?)(?:Shares(?:_\d+)?|Connections|Invitations|Reactions(?:_\d+)?|Company Follows)\.csv",
    reads=r"Shares(?:_\d+)?\.csv",
    belongs=rf"(?:{_OTHERS}|Comments(?:_\d+)?|Profile|Profile Summary|Positions|Education|Skills|Registration|Member_Follows|"
    r"Learning|Rich_Media|Votes|InstantReposts|Saved_Items|SavedJobAlerts|Events|Causes You Care About|Ads Clicked|"
    r"Inferences_about_you|LAN Ads Engagement|Languages|Honors|Projects|Publications|Volunteering|Certifications|Courses)\.csv"
    r"|(?:Jobs|Articles|Verifications)/.*",
    private=rf"(?:{_OTHERS})\.csv",
    unopened=_(
        "Of this archive only the member's own posts (Shares.csv) are read. Connections, messages, invitations, reactions, comments "
        "and everything else in it were not opened."
    ),
)
READERS: tuple[Reader, ...] = (MemberPosts(), PrivateFiles())
BUNDLES: tuple[Bundle, ...] = (ARCHIVE,)
