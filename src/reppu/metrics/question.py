"""What is asked of a metric, checked before anything is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reppu.lake.facade import Channel, Lake, Settings
from reppu.metrics.definitions import Definition, definition_of
from reppu.metrics.formulas import definition_in
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

WHO = ("channel", "platform")
CALENDAR = ("day", "week", "month", "season", "year")
OF_A_POST = ("kind", "language", "paid", "hour")
BY = ("channel", "platform", "day", "week", "month", "season", "year", "kind", "language", "paid", "hour", "weekday")


@dataclass(frozen=True, slots=True)
class Question:
    """A metric, its split, its days (both ends included; None: all time) and the state of the data it is asked of."""

    definition: Definition
    by: tuple[str, ...]
    since: date | None
    until: date | None
    position: int | None
    as_of: datetime | None
    age_days: float | None
    tolerance_days: float | None
    channels: tuple[Channel, ...]  # those that count, in the order of their making
    settings: Settings

    @property
    def seasons(self) -> dict[str, str] | None:
        """The organisation's own seasons, as the calendar wants them."""
        return {str(name): str(days) for name, days in self.settings.seasons.items()} or None


def splits_allowed(definition: Definition) -> tuple[str, ...]:
    """The words by which a metric can be split."""
    if definition.parts:
        every = [splits_allowed(definition_of(part)) for part in definition.parts]
        return tuple(word for word in BY if all(word in one for one in every))
    if definition.basis == "published":
        return BY
    if definition.kind == "voice":
        return ("channel", "competitor")
    return (*WHO, *CALENDAR, *(("weekday",) if definition.kind == "flow" else ()))


def ask(
    lake: Lake,
    name: str,
    *,
    by: Sequence[str],
    since: date | None,
    until: date | None,
    position: int | None,
    as_of: datetime | None,
    age_days: float | None,
    tolerance_days: float | None = None,
    channels: Sequence[str] | None,
    split_by_default: bool = False,
) -> Question:
    """The question, or a ReppuError that says what it should have been.

    split_by_default: split as the definition says when `by` is empty.
    `channels` are channel ids; those of merged channels stand for the channel that carries their facts now.
    """
    definition = definition_in(lake, name, position)
    split = tuple(dict.fromkeys(by)) or (definition.default_by if split_by_default else ())
    allowed = splits_allowed(definition)
    for word in split:
        if word not in allowed:
            raise ReppuError(
                _("“{metric}” cannot be split by “{word}”.", metric=name, word=word),
                expected=_("one or more of {words}", words=", ".join(allowed)),
            )
    if since is not None and until is not None and until < since:
        raise ReppuError(
            _("The period ends ({until}) before it begins ({since}).", since=since, until=until),
            expected=_("the earlier day first"),
        )
    known = lake.channels(position)
    living = tuple(one for one in known if one.merged_into is None)
    if channels is not None:
        survivors = {one.channel_id: one.merged_into or one.channel_id for one in known}
        for one in channels:
            if one not in survivors:
                raise ReppuError(
                    _("There is no channel {channel}.", channel=one),
                    expected=_("one of: {channels}", channels=", ".join(sorted(survivors)) or "–"),
                    advice=_("See them with “reppu channels list”."),
                )
        wanted = {survivors[one] for one in channels}
        living = tuple(one for one in living if one.channel_id in wanted)
    return Question(
        definition, split, since, until, position, as_of, age_days, tolerance_days, living, lake.settings(position)
    )
