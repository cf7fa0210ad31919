"""Groups in which nothing was published or stated, and which days the imported exports hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from reppu.lake.facade import Channel, Lake
from reppu.metrics.answers import Key, Row, named, offers, why_not_offered
from reppu.metrics.facts import exported_periods, known_days
from reppu.metrics.question import CALENDAR, WHO, Question
from reppu.metrics.splitting import as_day, bucket_of, days_of_bucket
from reppu.vocabulary.estimate import State, stated, without_value
from reppu.vocabulary.language import _


class EmptyGroups:
    """Groups in which nothing was published: channels and platforms without posts, and for `posts` the gaps in time.

    Nothing published is zero where the channel's exports cover the days, and missing where they do not. Covered is
    what an import said it holds, and every day between the channel's first and last known post.
    """

    def __init__(self, lake: Lake, question: Question) -> None:
        self._lake, self._question = lake, question
        self._known: dict[str, list[tuple[date, date]]] | None = None

    def keys(self, found: Sequence[Key]) -> list[Key]:
        """The keys that no post has made."""
        question = self._question
        if set(question.by) <= set(WHO):
            every = dict.fromkeys(self.key_of(one) for one in question.channels)
            return [key for key in every if key not in set(found)]
        calendar = [word for word in question.by if word in CALENDAR]
        if question.definition.kind != "count" or len(calendar) != 1 or set(question.by) - {*WHO, *calendar}:
            return []
        word, place = calendar[0], question.by.index(calendar[0])
        there = {key[place] for key in found if key[place] is not None}
        first, last = self._span(word, [label for label in there if label is not None])
        if first is None or last is None:
            return []
        labels, day = [], first
        while day <= last:
            label = bucket_of(word, as_day(day), question.seasons)[0]
            if label is None:
                break
            labels.append(label)
            day = days_of_bucket(word, label, question.seasons)[1] + timedelta(days=1)
        made = set(found)
        wanted = dict.fromkeys(self.key_of(one, {place: label}) for one in question.channels for label in labels)
        return [key for key in wanted if key not in made]

    def row(self, key: Key) -> Row:
        """The answer of an empty group."""
        question = self._question
        here = [one for one in question.channels if self.in_group(one, key)]
        if not any(offers(question, one) for one in here):
            return Row(named(question, key), without_value(State.NOT_OFFERED), why_not_offered(question, here), ())
        offering = [one for one in here if offers(question, one)]
        start, end = self.days(key)
        covered = [one for one in offering if self.covers(one, start, end)]
        if not covered:
            reason = _("No imported export covers these days.")
            return Row(named(question, key), without_value(State.MISSING), reason, ())
        left_out = tuple(one.channel_id for one in here if one not in covered)
        if question.definition.kind in ("count", "total", "per_week"):
            return Row(named(question, key), stated(0, 0), _("Nothing was published."), left_out)
        return Row(named(question, key), without_value(State.TOO_LITTLE_DATA), _("Nothing was published."), left_out)

    def not_covered(self, key: Key, except_for: set[str]) -> set[str]:
        """Channels of a group that have no posts in it, and no export that says that there were none."""
        question = self._question
        silent = [one for one in question.channels if self.in_group(one, key) and one.channel_id not in except_for]
        if not silent:
            return set()
        start, end = self.days(key)
        return {one.channel_id for one in silent if not offers(question, one) or not self.covers(one, start, end)}

    def in_order(self, answers: Mapping[Key, Row]) -> list[Key]:
        """All keys as they are shown: channels and platforms as they were made, everything else by its label."""
        question = self._question
        channels = {one.channel_id: place for place, one in enumerate(question.channels)}
        platforms = {one.platform: place for place, one in reversed(list(enumerate(question.channels)))}

        def rank(key: Key) -> list[tuple[bool, int, str]]:
            ranks = []
            for word, label in zip(question.by, key, strict=True):
                place = 0
                if label is not None and word in WHO:
                    place = (channels if word == "channel" else platforms).get(label, len(channels))
                elif label is not None and word == "season":
                    place = as_day(days_of_bucket(word, label, question.seasons)[0])
                ranks.append((label is None, place, label or ""))
            return ranks

        return sorted(answers, key=rank)

    def key_of(self, channel: Channel, others: Mapping[int, str] | None = None) -> Key:
        """The key of a channel's group; others: labels by place in the split."""
        words = {"channel": channel.channel_id, "platform": channel.platform}
        return tuple(
            others[place] if others and place in others else words.get(word)
            for place, word in enumerate(self._question.by)
        )

    def in_group(self, channel: Channel, key: Key) -> bool:
        """Is the channel one of the group's?"""
        own = {"channel": channel.channel_id, "platform": channel.platform}
        return all(own[word] == label for word, label in zip(self._question.by, key, strict=True) if word in own)

    def days(self, key: Key) -> tuple[date | None, date | None]:
        """The first and last day of a group: those asked for, inside the days of its labels."""
        question = self._question
        start, end = question.since, question.until
        for word, label in zip(question.by, key, strict=True):
            if word in CALENDAR and label is not None:
                first, last = days_of_bucket(word, label, question.seasons)
                start = first if start is None else max(start, first)
                end = last if end is None else min(end, last)
        return start, end

    def _span(self, word: str, labels: Sequence[str]) -> tuple[date | None, date | None]:
        question = self._question
        starts = [days_of_bucket(word, label, question.seasons)[0] for label in labels]
        ends = [days_of_bucket(word, label, question.seasons)[1] for label in labels]
        return question.since or min(starts, default=None), question.until or max(ends, default=None)

    def covers(self, channel: Channel, start: date | None, end: date | None) -> bool:
        """Do the imported exports hold all of these days of the channel's posts?"""
        if self._known is None:
            self._known = exported_periods(self._lake, self._question)
            for one, span in known_days(self._lake, self._question).items():
                self._known.setdefault(one, []).append(span)
        spans = sorted(self._known.get(channel.channel_id, ()))
        if not spans:
            return False
        if start is None or end is None:
            return start is None and end is None
        reached = start
        for first, last in spans:
            if first <= reached:
                reached = max(reached, last + timedelta(days=1))
        return reached > end
