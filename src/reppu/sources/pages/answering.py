"""Reads what a person said of single files from the form of an upload."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from reppu.sources.asked import slug_of
from reppu.sources.pages.working import IMPORTED, OPEN
from reppu.sources.unsettled import FileAnswer
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reppu.sources.pages.looked import File, Part

NEW = "+"  # the choice "another channel", whose name stands beside it


def read_form(
    form: Mapping[str, str], files: Sequence[File], before: Mapping[str, FileAnswer], *, leave_open: bool
) -> tuple[dict[str, FileAnswer], list[Text]]:
    """(answers by the names of files, what is wrong in words). leave_open: what is still not answered is left out.

    before: what was said earlier, which stays where the form says nothing else.
    """
    answers = dict(before)
    problems: list[Text] = []
    for file in files:
        earlier = before.get(file.name, FileAnswer())
        channels = _channels(form, file, problems)
        as_of = _moment(form.get(f"day-{file.number}", ""), file, problems)
        # a file that was left out is shown without the box, so that the form says nothing of it
        offered = file.state in (OPEN, IMPORTED)
        leave_out = f"leave-{file.number}" in form if offered else earlier.leave_out
        given = FileAnswer(channels or earlier.channels, as_of or earlier.as_of, leave_out)
        unanswered = file.state == OPEN and not (channels or as_of)
        if unanswered and leave_open and not given.leave_out:
            given = FileAnswer(given.channels, given.as_of, leave_out=True)
        if given != FileAnswer() or file.name in answers:
            answers[file.name] = given
    return answers, problems


def _channels(form: Mapping[str, str], file: File, problems: list[Text]) -> tuple[str, ...]:
    said = []
    for part in file.parts:
        chosen = form.get(part.field, "")
        if chosen == NEW:
            name = form.get(f"{part.field}-name", "").strip()
            if not name:
                problems.append(_("{file}: write the name of the new channel.", file=file.name))
                continue
            said.append(_new_channel(form, part, name))
        elif chosen in {choice.channel_id for choice in part.choices} and chosen != part.chosen:
            said.append(chosen)
    settled = tuple((file.asked or {}).get("settled", ()))
    return (*settled, *said) if said else ()


def _new_channel(form: Mapping[str, str], part: Part, name: str) -> str:
    wanted = form.get(f"{part.field}-platform", "")
    platform = wanted if wanted in part.platforms else part.platforms[0]
    return slug_of(platform, name)


def _moment(words: str, file: File, problems: list[Text]) -> datetime | None:
    words = words.strip()
    if not words:
        return None
    day = read_day(words)
    if day is None or day > datetime.now(UTC).date():
        problems.append(
            _("{file}: write the day on which it was downloaded as {example}.", file=file.name, example="31.3.2026")
        )
        return None
    if file.not_before is not None and day < file.not_before:
        problems.append(
            _("{file}: it speaks of {day}, so it was downloaded then or later.", file=file.name, day=file.not_before)
        )
        return None
    return datetime.combine(day, time(23, 59, 59), UTC)  # the day's end, as for a day given to the command


def read_day(words: str) -> date | None:
    """A day as people here write it: 31.3.2026, 31/3/2026 or 2026-03-31; None for anything else."""
    for form in ("%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007  a day, of no zone
        except ValueError:
            continue
    return None
