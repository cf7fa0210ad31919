"""From the lake and its metrics to the content of a season's book. What is counted is counted in `metrics`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING, cast

from reppu.calendar.facade import (
    Period,
    period_title,
    previous_period,
    resolve_period,
    season_of,
    year_before,
    zone_named,
)
from reppu.metrics import facade as metrics
from reppu.reports.chapters import chapters_of
from reppu.reports.content import (
    BestPost,
    BookContent,
    ChannelPages,
    ComparisonRow,
    Figure,
    GrowthCurve,
    Joined,
    MetricDefinition,
    PrintedNumber,
    Series,
    Source,
    Verdict,
)
from reppu.reports.coverage import Coverage, coverage_of, first_and_last
from reppu.reports.findings.rules import SEEN, SMALL_CHANGE, TAKING_PART, Compared, Finding, find, first_season
from reppu.reports.names import full_name, platform_name
from reppu.reports.pinned import PinnedLake
from reppu.reports.worked import HEAT_DAYS, worked_of
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.estimate import LEVEL, Estimate, State, stated, twelve_digits, without_value
from reppu.vocabulary.language import Text, _, _n

if TYPE_CHECKING:
    from reppu.lake.facade import Channel, Lake

Progress = Callable[[str], None]

# The order of the book: what was done, what was seen, who took part, who follows.
METRICS = (
    "posts",
    "impressions",
    "views",
    "reach",
    "engagements",
    "engagement_rate_by_impressions",
    "engagement_rate_by_views",
    "engagement_rate_by_reach",
    "amplification",
    "applause",
    "conversation",
    "followers",
    "net_follower_growth",
)
# Lifetime figures of two seasons are compared at the same age; 16 days so that an export a calendar month leaves no
# post out (31 days between two exports put one within 15.5 days of any age).
COMPARED_AT_DAYS, TOLERANCE_DAYS = 30, 16
BEST_POSTS = 5  # our choice: fits a page beside the chart
FEWEST_FOR_MEDIAN = 10  # our choice: the middle of fewer posts says too little to measure one of them against
MOST_FIGURES, MOST_REASONS, MOST_GAPS = 6, 5, 6  # our choice: what a page carries without becoming a list
MOST_DOTS = 600  # our choice: beyond it the dots of a strip are one grey bar
WEAKEST_POSTS = 3  # our choice: enough to learn from, not a pillory
MOST_CURVES, FEWEST_CURVES, MOST_NAMED_CURVES = 40, 5, 3  # our choice: more lines are a thicket
QUIET_DAYS = 14  # our choice: a channel that has been silent for two weeks at the season's end has "stopped"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every number of one book has in common."""

    lake: Lake
    season: Period
    earlier: Period | None
    position: int
    channels: tuple[Channel, ...]

    def short_name(self, channel: Channel) -> str:
        """The platform's name where it says which channel it is, else the full name."""
        alone = sum(each.platform == channel.platform for each in self.channels) == 1
        return platform_name(channel.platform) if alone else full_name(channel)

    @property
    def ids(self) -> list[str]:
        """The ids of the book's channels."""
        return [channel.channel_id for channel in self.channels]


def resolve_season(
    lake: Lake, name: str, position: int | None = None, covered: Mapping[str, Coverage] | None = None
) -> tuple[Period, Period | None]:
    """The season's days and those of the season before it, or None when nothing was published or stated before it.

    covered: what `coverage_of` says at the position, where it has been asked already. Raises ReppuError that lists the seasons with data when this one has none.
    """
    settings = lake.settings(position)
    own = {str(key): str(days) for key, days in settings.seasons.items()} or None
    season = resolve_period(name, own)
    coverage = coverage_of(lake, position) if covered is None else covered
    if not any(each.has_between(season.start, season.end) for each in coverage.values()):
        raise _no_data(season, coverage, own)
    earlier = previous_period(season, own)
    had = any(each.has_between(earlier.start, earlier.end) for each in coverage.values())
    return season, earlier if had else None


def _no_data(season: Period, coverage: Mapping[str, Coverage], own: Mapping[str, str] | None) -> ReppuError:
    names = list(dict.fromkeys(season_of(day, own) for day in sorted({d for c in coverage.values() for d in c.days})))
    if not names:
        return ReppuError(
            _("There is no data yet, so there is no season to pack."),
            advice=_("Import exports first: reppu import FOLDER."),
        )
    return ReppuError(
        _("There is no data of {season}.", season=season.name),
        expected=_("one of the seasons that have data: {names}", names=", ".join(names)),
        advice=_("Choose one of them, or import the exports of that season first."),
    )


def gather(
    lake: Lake,
    season: Period,
    earlier: Period | None,
    position: int,
    progress: Progress | None = None,
    covered: Mapping[str, Coverage] | None = None,
) -> BookContent:
    """The content of the season's book at a position of the journal; the same position gives the same content.

    earlier: the season to lay beside it, or None for a first season. progress: called with the name of each part.
    covered: as in `resolve_season`.
    """
    asked_from = [season.start, year_before(season).start, season.end - timedelta(days=HEAT_DAYS)]
    asked_from += [] if earlier is None else [earlier.start]
    # the channels' own past decides which intervals are printed
    first_day = min(asked_from) - timedelta(days=metrics.EARLIER_DAYS)
    with PinnedLake(lake, position, first_day, season.end) as pinned:
        return _gather(
            cast("Lake", pinned),
            season,
            earlier,
            position,
            progress or (lambda _part: None),
            coverage_of(lake, position) if covered is None else covered,
        )


def _gather(
    lake: Lake,
    season: Period,
    earlier: Period | None,
    position: int,
    say: Progress,
    coverage: Mapping[str, Coverage],
) -> BookContent:
    settings = lake.settings(position)
    periods = [season] if earlier is None else [season, earlier]
    channels = tuple(
        channel
        for channel in lake.channels(position)
        if channel.merged_into is None
        and channel.channel_id in coverage
        and any(coverage[channel.channel_id].has_between(each.start, each.end) for each in periods)
    )
    asked = _Asked(lake, season, earlier, position, channels)
    say("metrics")
    answers = _season_answers(asked)
    say("comparisons")
    whole = {each.channel_id: _why_not_whole(asked, coverage[each.channel_id]) for each in channels}
    beside = {scope: _comparisons(asked, scope, answers, whole) for scope in (ALL, *asked.ids)}
    rows = {scope: compared for scope, (compared, _corrected) in beside.items()}
    year_title, year_rows, year_note = _year_ago(asked, answers, coverage)
    say("posts")
    pages = tuple(
        _channel_pages(
            asked,
            channel,
            answers,
            rows[channel.channel_id],
            coverage[channel.channel_id],
            whole,
            beside[channel.channel_id][1],
        )
        for channel in channels
    )
    finding, facts = _finding(asked, rows[ALL], answers)
    return _with_definitions(
        BookContent(
            organisation=lake.organisation,
            organisation_name=settings.name or lake.organisation,
            season=season,
            season_title=period_title(season),
            earlier=earlier,
            earlier_title=None if earlier is None else period_title(earlier),
            time_zone=settings.time_zone,
            position=position,
            data_until=lake.entries(position)[-1].at,
            finding=finding,
            because=_because(asked, finding, rows[ALL], facts),
            key_figures=_figures(answers, ALL, asked, compared=_comparable(asked, whole) == asked.ids),
            rows=rows[ALL],
            rates=_rates(asked, answers),
            channels=pages,
            sources=_sources(asked, coverage),
            definitions=(),
            compared_at_days=COMPARED_AT_DAYS,
            tolerance_days=TOLERANCE_DAYS,
            level=LEVEL,
            interval_method=_(
                "the rate of all posts together is the sum of what people did divided by the sum of how often the posts were "
                "shown; how much the posts' own rates vary gives the interval, by Student's t. The interval of a change joins "
                "those of its two seasons."
            ),
            rows_note=_joined(_rows_note(asked, ALL, whole), beside[ALL][1]),
            year_ago_title=year_title,
            year_rows=year_rows,
            year_note=year_note,
            tables=chapters_of(
                asked.lake,
                [(channel.channel_id, full_name(channel)) for channel in channels],
                (season.start, season.end),
                position,
            ),
            left_out=_left_out(asked),
            facts=facts,
        )
    )


def _with_definitions(content: BookContent) -> BookContent:
    """The content with the definition of every metric of which it prints a number, in the order of the library."""
    printed = {number.metric for number in content.numbers() if number.value is not None}
    wanted = [each.name for each in metrics.definitions() if each.name in printed]
    return replace(content, definitions=tuple(_definition(name) for name in wanted))


def _joined(*notes: Text | None) -> Text | None:
    """The notes that there are, one after the other."""
    there = [note for note in notes if note is not None]
    if len(there) < 2:
        return there[0] if there else None
    return _("{first} {second}", first=there[0], second=there[1])


# The season's numbers: one answer per scope ("all", or a channel's id) and metric

ALL = "all"


@dataclass(frozen=True, slots=True)
class _Answer:
    """One metric's season total of one scope."""

    printed: PrintedNumber
    note: Text | None

    @property
    def value(self) -> float | None:
        return self.printed.value


Answers = dict[tuple[str, str], _Answer]


def _season_answers(asked: _Asked) -> Answers:
    answers: Answers = {}
    names = {channel.channel_id: asked.short_name(channel) for channel in asked.channels}
    for name in METRICS:
        definition = metrics.definition(name)
        for by in ((), ("channel",)):
            table = metrics.compute(
                asked.lake,
                name,
                by=by,
                since=asked.season.start,
                until=asked.season.end,
                position=asked.position,
                channels=asked.ids,
            )
            for row in table.rows:
                scope = row.keys.get("channel") or ALL if by else ALL
                printed = PrintedNumber(
                    f"{scope}.{name}.season", row.estimate, definition.unit, definition.basis, name, row.reason
                )
                left_out = [names[each] for each in row.left_out if each in names] if scope == ALL else []
                answers[scope, name] = _Answer(printed, _note(row, left_out))
        for scope in (ALL, *asked.ids):
            nothing = PrintedNumber(
                f"{scope}.{name}.season", without_value(State.MISSING), definition.unit, definition.basis, name
            )
            answers.setdefault((scope, name), _Answer(nothing, None))
    return answers


def _note(row: metrics.Row, left_out: Sequence[str]) -> Text | None:
    if row.estimate.value is None:
        return row.reason
    if left_out and row.reason is not None:
        return _("{reason} Without {channels}.", reason=row.reason, channels=", ".join(left_out))
    if left_out:
        return _("Without {channels}.", channels=", ".join(left_out))
    return row.reason


def _figures(answers: Answers, scope: str, asked: _Asked, compared: bool = True) -> tuple[Figure, ...]:
    """Up to six key figures that have a value, in the order of the book."""
    having = [(name, answers[scope, name]) for name in METRICS if answers[scope, name].value is not None]
    if scope == ALL and len(asked.channels) > 1:
        # What platforms count in different ways is not shown as one big figure on the first page, only in the tables.
        alike = [each for each in having if metrics.definition(each[0]).alike]
        having = alike + [each for each in having if each not in alike]
    return tuple(
        Figure(metrics.definition(name).title, answer.printed, answer.note, compared)
        for name, answer in having[:MOST_FIGURES]
    )


def _rates(asked: _Asked, answers: Answers) -> tuple[tuple[Text, tuple[tuple[str, PrintedNumber], ...]], ...]:
    """The engagement rates of the channels beside each other, for every rate that two channels or more have."""
    charts = []
    for name in TAKING_PART:
        numbers = tuple(
            (asked.short_name(channel), answers[channel.channel_id, name].printed) for channel in asked.channels
        )
        if sum(printed.value is not None for _channel, printed in numbers) > 1:
            charts.append((_("{metric}, by channel", metric=metrics.definition(name).title), numbers))
    return tuple(charts)


# This season beside the last


def _why_not_whole(asked: _Asked, coverage: Coverage) -> Text | None:
    """Why a channel's seasons cannot be laid side by side, or None: then its exports hold both of them.

    Half a season beside a whole one would look like a fall. A season that is still going on ends with its newest export.
    """
    newest = coverage.newest_export
    if newest is not None and newest.date() < asked.season.end:
        return _("The exports end on {day}, before the season does.", day=newest.date())
    span = first_and_last(coverage)
    if asked.earlier is not None and span is not None and (span[0] - asked.earlier.start).days > QUIET_DAYS:
        return _("The data begin on {day}, after the earlier season did.", day=span[0])
    return None


def _comparable(asked: _Asked, whole: Mapping[str, Text | None]) -> list[str]:
    """The channels whose two seasons are whole; all of them when none is."""
    return [each for each in asked.ids if whole[each] is None] or asked.ids


def _rows_note(asked: _Asked, scope: str, whole: Mapping[str, Text | None]) -> Text | None:
    """What must be known of all rows: why nothing is concluded, or which channels are left out."""
    if asked.earlier is None:
        return None
    if scope != ALL:
        return whole[scope]
    comparable = _comparable(asked, whole)
    left_out = [each for each in asked.channels if each.channel_id not in comparable]
    if left_out:
        return _(
            "Without {channels}, whose exports do not hold both seasons whole.",
            channels=", ".join(asked.short_name(each) for each in left_out),
        )
    return whole[comparable[0]]


def _comparisons(
    asked: _Asked, scope: str, answers: Answers, whole: Mapping[str, Text | None]
) -> tuple[tuple[ComparisonRow, ...], Text | None]:
    """A row for every metric that has a value in either season, and how they were corrected for being many; no rows at all
    in a first season.

    whole: why a channel's seasons cannot be compared. Such channels are left out of the comparison of all, and in their
    own table nothing is concluded.
    """
    if asked.earlier is None:
        return (), None
    comparable = _comparable(asked, whole)
    not_whole = whole[scope] if scope != ALL else whole[comparable[0]]
    names = [
        name for name in METRICS if scope == ALL or answers[scope, name].printed.estimate.state is not State.NOT_OFFERED
    ]
    earlier = (asked.earlier.start, asked.earlier.end)
    return _beside(asked, scope, names, earlier, comparable if scope == ALL else [scope], not_whole, "")


def _beside(
    asked: _Asked,
    scope: str,
    names: Sequence[str],
    earlier: tuple[date, date],
    channels: Sequence[str],
    not_whole: Text | None,
    prefix: str,
) -> tuple[tuple[ComparisonRow, ...], Text | None]:
    """The season beside other days, metric by metric. not_whole: why nothing may be concluded. prefix: of the ids' parts."""
    compared = [
        metrics.compare(
            asked.lake,
            name,
            earlier,
            (asked.season.start, asked.season.end),
            channels=channels,
            age_days=COMPARED_AT_DAYS,
            tolerance_days=TOLERANCE_DAYS,
            position=asked.position,
        )
        for name in names
    ]
    corrected, how = metrics.correct_for_many(compared)
    rows = []
    for each in corrected:
        if each.first.value is None and each.second.value is None:
            continue
        definition = metrics.definition(each.metric)

        def printed(part: str, estimate: Estimate, unit: str, name: str = definition.name) -> PrintedNumber:
            return PrintedNumber(f"{scope}.{name}.{prefix}{part}", estimate, unit, definition.basis, name)  # noqa: B023

        verdict, reason, difference = _verdict(each), each.reason, each.difference
        if verdict is Verdict.NOTHING_TO_COMPARE:
            # The two numbers say it themselves, one of them being a dash.
            reason, difference = None, without_value(State.MISSING)
        elif not_whole is not None:
            verdict, reason = Verdict.CANNOT_TELL, None
            if difference.value is not None:
                difference = Estimate(difference.value, None, None, difference.n, difference.method, State.OBSERVED)
        rows.append(
            ComparisonRow(
                definition.name,
                definition.title,
                printed("now", each.second, definition.unit),
                printed("before", each.first, definition.unit),
                printed("change", difference, "points" if definition.unit == "fraction" else "change"),
                verdict,
                reason,
            )
        )
    return tuple(rows), how if not_whole is None else None


def _year_ago(
    asked: _Asked, answers: Answers, coverage: Mapping[str, Coverage]
) -> tuple[Text | None, tuple[ComparisonRow, ...], Text | None]:
    """The same season a year ago, for the channels whose exports hold it; nothing when none does."""
    period = year_before(asked.season)
    if asked.earlier is not None and (period.start, period.end) == (asked.earlier.start, asked.earlier.end):
        return None, (), None
    holding = [
        channel
        for channel in asked.channels
        if (span := first_and_last(coverage[channel.channel_id])) is not None
        and (span[0] - period.start).days <= QUIET_DAYS
        and coverage[channel.channel_id].has_between(period.start, period.end)
    ]
    if not holding:
        return None, (), None
    names = [name for name in METRICS if answers[ALL, name].value is not None]
    days = (period.start, period.end)
    rows, how = _beside(asked, ALL, names, days, [each.channel_id for each in holding], None, "year.")
    left_out = [asked.short_name(each) for each in asked.channels if each not in holding]
    without = (
        _("Without {channels}, whose exports do not reach back that far.", channels=", ".join(left_out))
        if left_out
        else None
    )
    return period_title(period), rows, _joined(without, how)


def _verdict(compared: metrics.Comparison) -> Verdict:
    if compared.first.value is None or compared.second.value is None:
        return Verdict.NOTHING_TO_COMPARE
    if compared.verdict == "not_comparable":
        return Verdict.CANNOT_TELL
    verdict = Verdict(compared.verdict)
    change, before = compared.difference, compared.first.value
    if verdict in (Verdict.UP, Verdict.DOWN) and change.low == change.high and before and change.value is not None:
        # An exact total that hardly moved has not "grown": the finding's rule holds for the table too.
        verdict = Verdict.SAME if abs(change.value) < SMALL_CHANGE * abs(before) else verdict
    return verdict


def _finding(
    asked: _Asked, rows: Sequence[ComparisonRow], answers: Answers
) -> tuple[Finding, tuple[PrintedNumber, ...]]:
    if asked.earlier is None:
        posts = answers[ALL, "posts"].printed
        count = PrintedNumber("finding.channels", stated(len(asked.channels), len(asked.channels)), "count", "journal")
        return first_season(round(posts.value or 0), len(asked.channels)), (count,)
    finding = find(_evidence(asked, rows))
    facts: tuple[PrintedNumber, ...] = ()
    if finding.more_weeks is not None:
        estimate = Estimate(float(finding.more_weeks), None, None, _weeks(asked.season), "square_root", State.OBSERVED)
        facts = (PrintedNumber("finding.more_weeks", estimate, "count", "projection"),)
    return finding, facts


def _evidence(asked: _Asked, rows: Sequence[ComparisonRow]) -> list[Compared]:
    weeks = _weeks(asked.season)
    posts = next((row.now.value or 0.0 for row in rows if row.metric == "posts"), 0.0)

    def share(row: ComparisonRow) -> float:
        return row.now.estimate.n / posts if row.now.basis == "published" and posts else 1.0

    return [
        Compared(row.metric, row.before.estimate, row.now.estimate, row.change.estimate, weeks, row.label, share(row))
        for row in rows
    ]


def _weeks(period: Period) -> int:
    return max(1, round(period.days / 7))


def _because(
    asked: _Asked, finding: Finding, rows: Sequence[ComparisonRow], facts: Sequence[PrintedNumber]
) -> tuple[Text, ...]:
    """The numbers behind the finding, a sentence each, and how long it takes to tell what cannot be told yet."""
    sentences: list[Text] = []
    for row in rows:
        if row.metric not in (*SEEN, *TAKING_PART) or asked.earlier is None:
            continue
        if row.verdict in (Verdict.UP, Verdict.DOWN, Verdict.SAME):
            sentences.append(
                _(
                    "{metric}: {now} ({earlier}: {before}), change {change}.",
                    metric=row.label,
                    now=row.now.text(),
                    earlier=period_title(asked.earlier),
                    before=row.before.text(),
                    change=row.change.whole(),
                )
            )
        elif row.verdict is Verdict.CANNOT_TELL and row.reason is not None:
            sentences.append(_("{metric}: {why}", metric=row.label, why=row.reason))
    if facts and finding.more_weeks is not None:
        sentences.append(
            _n(
                "About {n} more week like these would tell, if the difference stays as it is.",
                "About {n} more weeks like these would tell, if the difference stays as it is.",
                finding.more_weeks,
            )
        )
    return tuple(sentences[:MOST_REASONS])


# A channel's pages


def _channel_pages(
    asked: _Asked,
    channel: Channel,
    answers: Answers,
    rows: tuple[ComparisonRow, ...],
    coverage: Coverage,
    whole: Mapping[str, Text | None],
    corrected: Text | None,
) -> ChannelPages:
    scope = channel.channel_id
    posts = metrics.each_post(
        asked.lake,
        ("engagements", "impressions", "views"),
        since=asked.season.start,
        until=asked.season.end,
        position=asked.position,
        channels=[scope],
    )
    seen = next((name for name in ("impressions", "views") if any(post.numbers[name] for post in posts)), None)
    ranked = next((name for name in ("engagements", seen) if name and any(post.numbers[name] for post in posts)), None)
    columns = [name for name in ("engagements", seen) if name is not None]
    shown = seen or ranked
    spread: tuple[tuple[str, PrintedNumber, bool], ...] = ()
    best: tuple[BestPost, ...] = ()
    weakest: tuple[BestPost, ...] = ()
    best_posts: list[metrics.PostNumbers] = []
    if ranked is not None:
        best_posts = _best(posts, ranked)
        weakest = tuple(
            _best_post(asked, scope, post, ranked, columns, posts) for post in _weakest(posts, ranked, best_posts)
        )
        best = tuple(_best_post(asked, scope, post, ranked, columns, posts) for post in best_posts)
        having = [post for post in posts if post.numbers[ranked] is not None]
        if len(having) <= MOST_DOTS:
            chosen = {post.post_id for post in best_posts}
            spread = tuple((post.post_id, _post_number(scope, post, ranked), post.post_id in chosen) for post in having)
    return ChannelPages(
        channel_id=scope,
        name=full_name(channel),
        platform=channel.platform,
        finding=find(_evidence(asked, rows)) if rows else None,
        figures=_figures(answers, scope, asked)[:3] if rows else _figures(answers, scope, asked),
        rows=rows,
        series=_series(asked, channel, [name for name in (seen, "engagements") if name is not None][:1]),
        post_columns=tuple(_measure_title(name) for name in columns),
        best_posts=best,
        ranked_by=None if ranked is None else _measure_title(ranked),
        spread=spread,
        notes=_notes(asked, coverage),
        without=_without(channel, answers),
        rows_note=_joined(_rows_note(asked, scope, whole), corrected) if rows else None,
        worked=worked_of(asked.lake, scope, (asked.season.start, asked.season.end), asked.position, _KINDS),
        weakest_posts=weakest,
        curves=_curves(asked, scope, shown, {post.post_id for post in best_posts[:MOST_NAMED_CURVES]}, posts),
        curves_of=None if shown is None else _measure_title(shown),
    )


def _measure_title(name: str) -> Text:
    return metrics.definition(name).title


def _best(posts: Sequence[metrics.PostNumbers], measure: str) -> list[metrics.PostNumbers]:
    having = [post for post in posts if post.numbers[measure]]
    return sorted(having, key=lambda post: (-(post.numbers[measure] or 0), post.published_at, post.post_id))[
        :BEST_POSTS
    ]


def _weakest(
    posts: Sequence[metrics.PostNumbers], measure: str, best: Sequence[metrics.PostNumbers]
) -> list[metrics.PostNumbers]:
    """The posts with least, where there are enough to have a middle; never one that is among the best."""
    having = [post for post in posts if post.numbers[measure] is not None]
    if len(having) < FEWEST_FOR_MEDIAN:
        return []
    rest = [post for post in having if post not in best]
    return sorted(rest, key=lambda post: (post.numbers[measure] or 0, post.published_at, post.post_id))[:WEAKEST_POSTS]


def _curves(
    asked: _Asked, scope: str, measure: str | None, named: set[str], posts: Sequence[metrics.PostNumbers]
) -> tuple[GrowthCurve, ...]:
    """How the posts grew from export to export; none when hardly any post was exported twice."""
    if measure is None:
        return ()
    grown = metrics.growth_of_posts(
        asked.lake,
        measure,
        since=asked.season.start,
        until=asked.season.end,
        position=asked.position,
        channels=[scope],
    )
    twice = [post_id for (_channel, post_id), points in grown.items() if len(points) > 1]
    if len(twice) < FEWEST_CURVES:
        return ()
    chosen = [one for one in twice if one in named] + [one for one in twice if one not in named]
    texts = {post.post_id: " ".join((post.text or "").split()) for post in posts}
    return tuple(
        GrowthCurve(
            texts.get(post_id) or post_id,
            tuple(
                (
                    age,
                    PrintedNumber(
                        f"{scope}.post.{post_id}.{measure}.age.{age:g}", stated(value, 1), "count", "published", measure
                    ),
                )
                for age, value in grown[scope, post_id]
            ),
            post_id in named,
        )
        for post_id in chosen[:MOST_CURVES]
    )


def _left_out(asked: _Asked) -> tuple[Text, ...]:
    """What corrections leave out of every number, with their reasons."""
    from reppu.lake.facade import correction_in_words

    names = {channel.channel_id: full_name(channel) for channel in asked.lake.channels(asked.position)}
    return tuple(correction_in_words(one, names.get(one.channel_id)) for one in asked.lake.corrections(asked.position))


def _post_number(scope: str, post: metrics.PostNumbers, measure: str) -> PrintedNumber:
    value = post.numbers[measure]
    estimate = without_value(State.MISSING) if value is None else stated(value, 1)
    return PrintedNumber(f"{scope}.post.{post.post_id}.{measure}", estimate, "count", "published", measure)


def _best_post(
    asked: _Asked,
    scope: str,
    post: metrics.PostNumbers,
    ranked: str,
    columns: Sequence[str],
    posts: Sequence[metrics.PostNumbers],
) -> BestPost:
    values = [value for each in posts if (value := each.numbers[ranked]) is not None]
    middle = median(values)
    value = post.numbers[ranked]
    # A median of zero has no multiple; too few posts have no median worth the name.
    few = len(values) < FEWEST_FOR_MEDIAN
    times = without_value(State.TOO_LITTLE_DATA if few else State.MISSING, len(values))
    if not few and middle > 0 and value is not None:
        ratio = twelve_digits(value / middle)
        times = Estimate(ratio, None, None, len(values), "ratio_to_median", State.OBSERVED)
    zone = zone_named(asked.lake.settings(asked.position).time_zone)
    return BestPost(
        published=post.published_at.astimezone(zone).date(),
        kind=_KINDS.get(post.kind or ""),
        text=post.text,
        figures=tuple(_post_number(scope, post, name) for name in columns),
        times_median=PrintedNumber(f"{scope}.post.{post.post_id}.times_median", times, "times", "published", ranked),
    )


_KINDS: dict[str, Text] = {
    "text": _("text"),
    "photo": _("photo"),
    "video": _("video"),
    "reel": _("reel"),
    "carousel": _("carousel"),
    "story": _("story"),
    "link": _("link"),
    "reply": _("reply"),
}


def _series(asked: _Asked, channel: Channel, names: Sequence[str]) -> tuple[Series, ...]:
    """Week by week, for posts published in the week; a week without posts is zero where the exports cover it."""
    series = []
    for name in names:
        definition = metrics.definition(name)
        points = _weekly(asked, channel, name, asked.season, "now")
        if not any(printed.value is not None for _at, printed in points):
            continue
        earlier: list[tuple[date, PrintedNumber]] = []
        if asked.earlier is not None:
            before = _weekly(asked, channel, name, asked.earlier, "before")
            days = [at for at, _printed in points]
            earlier = [(day, printed) for day, (_at, printed) in zip(days, before, strict=False)]
            if not any(printed.value is not None for _at, printed in earlier):
                earlier = []
        series.append(Series(definition.title, definition.unit, tuple(points), tuple(earlier)))
    return tuple(series)


def _weekly(asked: _Asked, channel: Channel, name: str, period: Period, part: str) -> list[tuple[date, PrintedNumber]]:
    definition = metrics.definition(name)

    def by_week(metric: str) -> dict[str | None, metrics.Row]:
        table = metrics.compute(
            asked.lake,
            metric,
            by=("week",),
            since=period.start,
            until=period.end,
            position=asked.position,
            channels=[channel.channel_id],
        )
        return {row.keys["week"]: row for row in table.rows}

    rows, posts = by_week(name), by_week("posts")
    points = []
    monday = period.start - timedelta(days=period.start.weekday())
    while monday <= period.end:
        year, week, _day = monday.isocalendar()
        label = f"{year}-W{week:02}"
        at = max(monday, period.start)
        published = posts.get(label)
        if label in rows:
            estimate = rows[label].estimate
        elif published is not None and published.estimate.value == 0:
            estimate = stated(0, 0)
        else:
            estimate = without_value(State.MISSING)
        id_ = f"{channel.channel_id}.{name}.week.{part}.{at.isoformat()}"
        points.append((at, PrintedNumber(id_, estimate, definition.unit, definition.basis, name)))
        monday += timedelta(days=7)
    return points


def _notes(asked: _Asked, coverage: Coverage) -> tuple[Text, ...]:
    """What must be known before the channel's figures are read: that it stopped, or that its exports are old."""
    notes: list[Text] = []
    end = asked.season.end
    posted = [day for day in coverage.posted if day <= end]
    last = max(posted, default=None)
    if last is None or last < asked.season.start:
        notes.append(_("Nothing was published in this channel during the season, or its exports are missing."))
    elif (end - last).days >= QUIET_DAYS:
        notes.append(_("The last post in the data is of {day}; after it the channel is silent.", day=last))
    if coverage.newest_export is not None and coverage.newest_export.date() <= end:
        notes.append(
            _(
                "The newest export is of {day}, before the season ended: what came later is not in this book.",
                day=coverage.newest_export.date(),
            )
        )
    return tuple(notes)


def _without(channel: Channel, answers: Answers) -> tuple[Text, ...]:
    """What the channel has no figure for: not offered by the platform, or missing from the exports, kept apart."""
    sentences: list[Text] = []
    platform = platform_name(channel.platform)

    def titles(state: State) -> Joined | None:
        names = [name for name in METRICS if answers[channel.channel_id, name].printed.estimate.state is state]
        return Joined(tuple(metrics.definition(name).title for name in names), small=True) if names else None

    not_offered, missing = titles(State.NOT_OFFERED), titles(State.MISSING)
    if not_offered is not None:
        sentences.append(_("Not offered by {platform}: {metrics}.", platform=platform, metrics=not_offered))
    if missing is not None:
        sentences.append(_("Missing from the imported exports: {metrics}.", metrics=missing))
    return tuple(sentences)


# Sources and definitions


def _sources(asked: _Asked, coverage: Mapping[str, Coverage]) -> tuple[Source, ...]:
    entries = asked.lake.entries(asked.position, ["import"])
    channels = asked.lake.channels_of_all(entries, asked.position)
    imports: dict[str, int] = {}
    refused: dict[str, int] = {}
    for entry in entries:
        if entry.withdrawn_by is not None:
            continue
        for channel_id in channels[entry.entry_no]:
            imports[channel_id] = imports.get(channel_id, 0) + 1
            refused[channel_id] = refused.get(channel_id, 0) + int(entry.payload.get("refused_total") or 0)
    return tuple(_source(asked, channel, coverage[channel.channel_id], imports, refused) for channel in asked.channels)


def _source(
    asked: _Asked, channel: Channel, coverage: Coverage, imports: Mapping[str, int], refused: Mapping[str, int]
) -> Source:
    scope = channel.channel_id
    runs = coverage.missing_between(asked.season.start, asked.season.end)
    missing = sum((last - first).days + 1 for first, last in runs)
    days = stated(missing, asked.season.days) if coverage.states_days_in(asked.season) else without_value(State.MISSING)
    span = first_and_last(coverage)
    gaps: list[Text] = [
        _("No daily figures for {day}.", day=first)
        if first == last
        else _("No daily figures for {first} – {last}.", first=first, last=last)
        for first, last in runs[:MOST_GAPS]
    ]
    if len(runs) > MOST_GAPS:
        gaps.append(_n("{n} more gap.", "{n} more gaps.", len(runs) - MOST_GAPS))

    def count(part: str, estimate: Estimate) -> PrintedNumber:
        return PrintedNumber(f"{scope}.source.{part}", estimate, "count", "journal")

    return Source(
        channel=full_name(channel),
        platform=channel.platform,
        stated_at=coverage.newest_export,
        first_day=span[0] if span else None,
        last_day=span[1] if span else None,
        imports=count("imports", stated(imports.get(scope, 0), imports.get(scope, 0))),
        missing_days=count("missing_days", days),
        refused=count("refused", stated(refused.get(scope, 0), imports.get(scope, 0))),
        gaps=(*gaps, *_notes(asked, coverage)),
    )


def _definition(name: str) -> MetricDefinition:
    definition = metrics.definition(name)
    return MetricDefinition(
        name=name,
        version=definition.version,
        digest=definition.hash,
        label=definition.title,
        definition=definition.definition,
        formula=None,
        unit=definition.unit,
        basis=definition.basis,
        offered_by=tuple(platform_name(each) for each in definition.platforms),
    )
