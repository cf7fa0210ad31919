"""This season beside the last, and beside the same season a year ago: rows, verdicts, and the finding that they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from reppu.calendar.facade import Period, period_title, year_before
from reppu.metrics import facade as metrics
from reppu.reports.asked import ALL, METRICS, QUIET_DAYS, Answers, Asked, joined
from reppu.reports.content import ComparisonRow, PrintedNumber, Verdict
from reppu.reports.coverage import Coverage, first_and_last
from reppu.reports.findings.rules import SEEN, SMALL_CHANGE, TAKING_PART, Compared, Finding, find, first_season
from reppu.vocabulary.estimate import Estimate, State, stated, without_value
from reppu.vocabulary.language import Text, _, _n

# Lifetime figures of two seasons are compared at the same age; 16 days so that an export a calendar month leaves no
# post out (31 days between two exports put one within 15.5 days of any age).
COMPARED_AT_DAYS, TOLERANCE_DAYS = 30, 16
MOST_REASONS = 5  # our choice: what a page carries without becoming a list


def why_not_whole(asked: Asked, coverage: Coverage) -> Text | None:
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


def comparable_channels(asked: Asked, whole: Mapping[str, Text | None]) -> list[str]:
    """The channels whose two seasons are whole; all of them when none is."""
    return [each for each in asked.ids if whole[each] is None] or asked.ids


def rows_note(asked: Asked, scope: str, whole: Mapping[str, Text | None]) -> Text | None:
    """What must be known of all rows: why nothing is concluded, or which channels are left out."""
    if asked.earlier is None:
        return None
    if scope != ALL:
        return whole[scope]
    comparable = comparable_channels(asked, whole)
    left_out = [each for each in asked.channels if each.channel_id not in comparable]
    if left_out:
        return _(
            "Without {channels}, whose exports do not hold both seasons whole.",
            channels=", ".join(asked.short_name(each) for each in left_out),
        )
    return whole[comparable[0]]


def comparisons(
    asked: Asked, scope: str, answers: Answers, whole: Mapping[str, Text | None]
) -> tuple[tuple[ComparisonRow, ...], Text | None]:
    """A row for every metric that has a value in either season, and how they were corrected for being many; no rows at all
    in a first season.

    whole: why a channel's seasons cannot be compared. Such channels are left out of the comparison of all, and in their
    own table nothing is concluded.
    """
    if asked.earlier is None:
        return (), None
    comparable = comparable_channels(asked, whole)
    not_whole = whole[scope] if scope != ALL else whole[comparable[0]]
    names = [
        name for name in METRICS if scope == ALL or answers[scope, name].printed.estimate.state is not State.NOT_OFFERED
    ]
    earlier = (asked.earlier.start, asked.earlier.end)
    return _beside(asked, scope, names, earlier, comparable if scope == ALL else [scope], not_whole, "")


def _beside(
    asked: Asked,
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


def year_ago(
    asked: Asked, answers: Answers, coverage: Mapping[str, Coverage]
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
    return period_title(period), rows, joined(without, how)


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


def finding_of(
    asked: Asked, rows: Sequence[ComparisonRow], answers: Answers
) -> tuple[Finding, tuple[PrintedNumber, ...]]:
    """What the comparison of all channels comes to, and the numbers in its words."""
    if asked.earlier is None:
        posts = answers[ALL, "posts"].printed
        count = PrintedNumber("finding.channels", stated(len(asked.channels), len(asked.channels)), "count", "journal")
        return first_season(round(posts.value or 0), len(asked.channels)), (count,)
    finding = find(evidence(asked, rows))
    facts: tuple[PrintedNumber, ...] = ()
    if finding.more_weeks is not None:
        estimate = Estimate(float(finding.more_weeks), None, None, _weeks(asked.season), "square_root", State.OBSERVED)
        facts = (PrintedNumber("finding.more_weeks", estimate, "count", "projection"),)
    return finding, facts


def evidence(asked: Asked, rows: Sequence[ComparisonRow]) -> list[Compared]:
    """The rows as the rules of findings want them."""
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


def because(
    asked: Asked, finding: Finding, rows: Sequence[ComparisonRow], facts: Sequence[PrintedNumber]
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
