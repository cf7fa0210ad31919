"""From the lake and its metrics to the content of a season's book. What is counted is counted in `metrics`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from reppu.calendar.facade import Period, period_title, previous_period, resolve_period, season_of, year_before
from reppu.metrics import facade as metrics
from reppu.reports.asked import ALL, METRICS, QUIET_DAYS, Answers, Asked, joined, season_answers
from reppu.reports.beside import (
    COMPARED_AT_DAYS,
    TOLERANCE_DAYS,
    because,
    comparable_channels,
    comparisons,
    evidence,
    finding_of,
    rows_note,
    why_not_whole,
    year_ago,
)
from reppu.reports.chapters import chapters_of
from reppu.reports.content import (
    BestPost,
    BookContent,
    ChannelPages,
    ComparisonRow,
    Figure,
    Joined,
    MetricDefinition,
    PrintedNumber,
    Series,
    Source,
)
from reppu.reports.coverage import Coverage, coverage_of, first_and_last
from reppu.reports.findings.rules import TAKING_PART, find
from reppu.reports.names import full_name, platform_name
from reppu.reports.pinned import PinnedLake
from reppu.reports.posts import (
    KINDS,
    MOST_NAMED_CURVES,
    best_of,
    best_post,
    curves_of,
    measure_title,
    post_number,
    weakest_of,
)
from reppu.reports.worked import HEAT_DAYS, worked_of
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.estimate import LEVEL, Estimate, State, stated, without_value
from reppu.vocabulary.language import Text, _, _n

if TYPE_CHECKING:
    from reppu.lake.facade import Channel, Lake

Progress = Callable[[str], None]

MOST_FIGURES, MOST_GAPS = 6, 6  # our choice: what a page carries without becoming a list
MOST_DOTS = 600  # our choice: beyond it the dots of a strip are one grey bar


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
    asked = Asked(lake, season, earlier, position, channels)
    say("metrics")
    answers = season_answers(asked)
    say("comparisons")
    whole = {each.channel_id: why_not_whole(asked, coverage[each.channel_id]) for each in channels}
    beside = {scope: comparisons(asked, scope, answers, whole) for scope in (ALL, *asked.ids)}
    rows = {scope: compared for scope, (compared, _corrected) in beside.items()}
    year_title, year_rows, year_note = year_ago(asked, answers, coverage)
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
    finding, facts = finding_of(asked, rows[ALL], answers)
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
            because=because(asked, finding, rows[ALL], facts),
            key_figures=_figures(answers, ALL, asked, compared=comparable_channels(asked, whole) == asked.ids),
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
            rows_note=joined(rows_note(asked, ALL, whole), beside[ALL][1]),
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


def _figures(answers: Answers, scope: str, asked: Asked, compared: bool = True) -> tuple[Figure, ...]:
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


def _rates(asked: Asked, answers: Answers) -> tuple[tuple[Text, tuple[tuple[str, PrintedNumber], ...]], ...]:
    """The engagement rates of the channels beside each other, for every rate that two channels or more have."""
    charts = []
    for name in TAKING_PART:
        numbers = tuple(
            (asked.short_name(channel), answers[channel.channel_id, name].printed) for channel in asked.channels
        )
        if sum(printed.value is not None for _channel, printed in numbers) > 1:
            charts.append((_("{metric}, by channel", metric=metrics.definition(name).title), numbers))
    return tuple(charts)


# A channel's pages


def _channel_pages(
    asked: Asked,
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
        best_posts = best_of(posts, ranked)
        weakest = tuple(
            best_post(asked, scope, post, ranked, columns, posts) for post in weakest_of(posts, ranked, best_posts)
        )
        best = tuple(best_post(asked, scope, post, ranked, columns, posts) for post in best_posts)
        having = [post for post in posts if post.numbers[ranked] is not None]
        if len(having) <= MOST_DOTS:
            chosen = {post.post_id for post in best_posts}
            spread = tuple((post.post_id, post_number(scope, post, ranked), post.post_id in chosen) for post in having)
    return ChannelPages(
        channel_id=scope,
        name=full_name(channel),
        platform=channel.platform,
        finding=find(evidence(asked, rows)) if rows else None,
        figures=_figures(answers, scope, asked)[:3] if rows else _figures(answers, scope, asked),
        rows=rows,
        series=_series(asked, channel, [name for name in (seen, "engagements") if name is not None][:1]),
        post_columns=tuple(measure_title(name) for name in columns),
        best_posts=best,
        ranked_by=None if ranked is None else measure_title(ranked),
        spread=spread,
        notes=_notes(asked, coverage),
        without=_without(channel, answers),
        rows_note=joined(rows_note(asked, scope, whole), corrected) if rows else None,
        worked=worked_of(asked.lake, scope, (asked.season.start, asked.season.end), asked.position, KINDS),
        weakest_posts=weakest,
        curves=curves_of(asked, scope, shown, {post.post_id for post in best_posts[:MOST_NAMED_CURVES]}, posts),
        curves_of=None if shown is None else measure_title(shown),
    )


def _left_out(asked: Asked) -> tuple[Text, ...]:
    """What corrections leave out of every number, with their reasons."""
    from reppu.lake.facade import correction_in_words

    names = {channel.channel_id: full_name(channel) for channel in asked.lake.channels(asked.position)}
    return tuple(correction_in_words(one, names.get(one.channel_id)) for one in asked.lake.corrections(asked.position))


def _series(asked: Asked, channel: Channel, names: Sequence[str]) -> tuple[Series, ...]:
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


def _weekly(asked: Asked, channel: Channel, name: str, period: Period, part: str) -> list[tuple[date, PrintedNumber]]:
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


def _notes(asked: Asked, coverage: Coverage) -> tuple[Text, ...]:
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


def _sources(asked: Asked, coverage: Mapping[str, Coverage]) -> tuple[Source, ...]:
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
    asked: Asked, channel: Channel, coverage: Coverage, imports: Mapping[str, int], refused: Mapping[str, int]
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
