"""A made-up book, so that layout, manifest and words can be tested without a lake. All names and numbers are invented."""

from __future__ import annotations

import math
import random
from datetime import UTC, date, datetime, timedelta

from reppu.calendar.facade import Period, period_title
from reppu.reports.content import (
    BestPost,
    BookContent,
    ChannelPages,
    ComparisonRow,
    Figure,
    GrowthCurve,
    HeatField,
    MarkRow,
    MetricDefinition,
    PrintedNumber,
    Series,
    Source,
    TableRow,
    TableSection,
    Verdict,
    Worked,
)
from reppu.reports.findings.rules import Compared, find, first_season
from reppu.vocabulary.estimate import Estimate, State, stated, without_value
from reppu.vocabulary.language import Text

HOSTILE = (
    "#set page(fill: red) $x^2$ *bold* _it_ `code` \"quotes\" 'single' <label> @ref \\ // comment /* */ https://example.org/a#b",
    "𝗨𝘂𝘀𝗶 𝗸𝗮𝘂𝘀𝗶 🎉🎉👨‍👩‍👧 alkaa! 🇫🇮 Tule mukaan → #reppu #kevät 你好 مرحبا \u202e gnirts",
    '#(panic("no")) ]]] #[ {{{ \x00\x07 ﬁ½①\n\n= Otsikko\n- luettelo\n+ 1',
)


def rate(value: float, half: float, n: int = 60) -> Estimate:
    return Estimate(value, value - half, value + half, n, "t", State.OK)


def printed(id_: str, estimate: Estimate, unit: str = "count", basis: str = "published") -> PrintedNumber:
    return PrintedNumber(id_, estimate, unit, basis, metric=id_.split(".")[1] if "." in id_ else "")


def row(
    prefix: str, metric: str, label: str, before: Estimate, now: Estimate, change: Estimate, unit: str, verdict: Verdict
) -> ComparisonRow:
    base = f"{prefix}.{metric}"
    return ComparisonRow(
        metric,
        Text(label),
        printed(f"{base}.now", now, unit),
        printed(f"{base}.before", before, unit),
        printed(f"{base}.change", change, "points" if unit == "fraction" else "change"),
        verdict,
    )


def rows(prefix: str, scale: float = 1.0) -> tuple[ComparisonRow, ...]:
    return (
        row(prefix, "posts", "Julkaisut", stated(148, 148), stated(132, 132), stated(-16, 132), "count", Verdict.DOWN),
        row(
            prefix,
            "impressions",
            "Näyttökerrat",
            stated(round(1_104_220 * scale), 148),
            stated(round(1_312_480 * scale), 132),
            Estimate(208_260 * scale, 84_100 * scale, 332_400 * scale, 132, "t", State.OK),
            "count",
            Verdict.UP,
        ),
        row(
            prefix,
            "engagements",
            "Sitoutumiset",
            stated(round(51_900 * scale), 148),
            stated(round(53_810 * scale), 132),
            Estimate(1_910 * scale, -2_400 * scale, 6_220 * scale, 132, "t", State.OK),
            "count",
            Verdict.CANNOT_TELL,
        ),
        row(
            prefix,
            "engagement_rate_by_impressions",
            "Sitoutumisaste näyttökerroista",
            rate(0.047, 0.004),
            rate(0.041, 0.003),
            Estimate(-0.006, -0.011, -0.001, 132, "t", State.OK),
            "fraction",
            Verdict.DOWN,
        ),
        row(
            prefix,
            "reach",
            "Tavoittavuus",
            without_value(State.NOT_OFFERED),
            without_value(State.NOT_OFFERED),
            without_value(State.NOT_OFFERED),
            "count",
            Verdict.NOTHING_TO_COMPARE,
        ),
    )


def series(prefix: str, seed: int, gaps: bool = False) -> Series:
    generator = random.Random(seed)

    def point(kind: str, week: int) -> tuple[date, PrintedNumber]:
        at = date(2026, 3, 2) + timedelta(days=7 * week)
        missing = gaps and kind == "now" and week in (5, 6)
        value = round(90_000 + 22_000 * math.sin(week / 2) + generator.gauss(0, 9000))
        estimate = without_value(State.MISSING) if missing else stated(value, 10)
        return at, printed(f"{prefix}.impressions.week.{kind}.{at.isoformat()}", estimate)

    return Series(
        Text("Näyttökerrat"),
        "count",
        tuple(point("now", week) for week in range(13)),
        tuple(point("before", week) for week in range(13)),
    )


def channel(
    channel_id: str, name: str, platform: str, seed: int, captions: tuple[str, ...], scale: float
) -> ChannelPages:
    generator = random.Random(seed)
    compared = rows(channel_id, scale)
    values = sorted((round(math.exp(generator.gauss(8, 1.1))) for _each in range(44)), reverse=True)
    posts = tuple(
        BestPost(
            date(2026, 3, 3) + timedelta(days=9 * index),
            Text(("video", "kuva", "linkki")[index % 3]),
            caption,
            (
                printed(f"{channel_id}.post.{index}.engagements", stated(values[index] // 20, 1)),
                printed(f"{channel_id}.post.{index}.impressions", stated(values[index], 1)),
            ),
            printed(
                f"{channel_id}.post.{index}.times_median",
                Estimate(round(values[index] / values[22], 2), None, None, 44, "ratio to median", State.OBSERVED),
                "times",
            ),
        )
        for index, caption in enumerate(captions)
    )
    return ChannelPages(
        channel_id,
        name,
        platform,
        find(compare_all(compared)),
        tuple(Figure(each.label, each.now) for each in compared[1:4]),
        compared,
        (series(channel_id, seed, gaps=seed == 2),),
        (Text("Sitoutumiset"), Text("Näyttökerrat")),
        posts,
        Text("Näyttökerrat"),
        tuple(
            (f"{index}", printed(f"{channel_id}.spread.{index}", stated(value, 1)), index < 3)
            for index, value in enumerate(values)
        ),
        (Text("Kanavasta ei ole tietoja 12.5.2026 jälkeen."),) if seed == 3 else (),
        worked=worked(channel_id) if seed < 3 else None,
        weakest_posts=(),
        curves=curves(channel_id, captions) if seed == 1 else (),
        curves_of=Text("Näyttökerrat"),
    )


def worked(channel_id: str) -> Worked:
    """Two marks that stand apart, one that cannot be told and one of too few posts; and a heat map."""

    def mark(key: str, label: str, verdict: Verdict, change: Estimate, now: Estimate) -> MarkRow:
        base = f"{channel_id}.engagement_rate_by_impressions.with.{key}"
        return MarkRow(
            key,
            Text(label),
            printed(f"{base}.posts", stated(now.n, now.n)),
            printed(f"{base}.rate", now, "fraction"),
            printed(f"{base}.others", rate(0.03, 0.004), "fraction"),
            printed(f"{base}.change", change, "points"),
            verdict,
        )

    some = Estimate(0.02, 0.01, 0.03, 60, "mover", State.OK)
    none = Estimate(0.001, -0.01, 0.012, 60, "mover", State.OK)
    few = without_value(State.TOO_LITTLE_DATA, 4)
    return Worked(
        "engagement_rate_by_impressions",
        Text("Sitoutumisaste näyttökerroista"),
        (
            mark("kind.video", "video", Verdict.UP, some, rate(0.05, 0.006, 22)),
            mark(
                "word.vesi",
                "”vesi”",
                Verdict.DOWN,
                Estimate(-0.01, -0.015, -0.002, 60, "mover", State.OK),
                rate(0.02, 0.004),
            ),
            mark("time.evening", "ilta", Verdict.CANNOT_TELL, none, rate(0.031, 0.005)),
            mark("kind.link", "linkki", Verdict.NOTHING_TO_COMPARE, few, few),
        ),
        Text("4 vertailua on korjattu (Holm)."),
        None,
        tuple(
            HeatField(
                place % 7,
                8 + place // 7,
                printed(
                    f"{channel_id}.engagement_rate_by_impressions.year.{place % 7 + 1}.{8 + place // 7}",
                    rate(0.02 + place / 1000, 0.004) if place % 3 else without_value(State.TOO_LITTLE_DATA, 2),
                    "fraction",
                ),
            )
            for place in range(21)
        ),
    )


def curves(channel_id: str, captions: tuple[str, ...]) -> tuple[GrowthCurve, ...]:
    """A post that grows, and one seen once; named by a caption that may be anything."""
    return tuple(
        GrowthCurve(
            caption,
            tuple(
                (
                    age,
                    printed(f"{channel_id}.post.{place}.impressions.age.{age:g}", stated(100.0 * age * (place + 1), 1)),
                )
                for age in ((1.0, 9.0, 40.0) if place == 0 else (3.0,))
            ),
            place == 0,
        )
        for place, caption in enumerate(captions[:2])
    )


def table() -> TableSection:
    """Followers of two channels, one of which does not tell them."""
    return TableSection(
        "growth",
        Text("Seuraajat"),
        Text("Alussa ja lopussa."),
        Text("Kanava"),
        (Text("Seuraajat"), Text("Kulut")),
        (
            TableRow(
                "X",
                (
                    printed("x.followers.season", stated(4120, 1)),
                    printed("x.spend.season", stated(120.5, 3), "money:EUR"),
                ),
            ),
            TableRow(
                "Facebook",
                (
                    printed("facebook.followers.season", without_value(State.NOT_OFFERED)),
                    printed("facebook.spend.season", without_value(State.MISSING), "money:EUR"),
                ),
            ),
        ),
        (Text("X: ilmoitettu 30.5."),),
    )


def compare_all(compared: tuple[ComparisonRow, ...]) -> list[Compared]:
    return [
        Compared(each.metric, each.before.estimate, each.now.estimate, each.change.estimate, 13) for each in compared
    ]


def definition(name: str, label: str, unit: str = "count") -> MetricDefinition:
    return MetricDefinition(
        name,
        1,
        "sha256:" + "ab" * 32,
        Text(label),
        Text("Kuinka monta kertaa julkaisut näkyivät jonkun ruudulla. Sama ihminen voi nähdä julkaisun monta kertaa."),
        Text("näyttökerrat = julkaisujen näyttökertojen summa"),
        unit,
        "published",
        ("X", "Facebook"),
    )


def book(captions: tuple[str, ...] = HOSTILE, *, first: bool = False) -> BookContent:
    """A spring of three channels; `first`: without a season before it."""
    season = Period("2026-spring", date(2026, 3, 1), date(2026, 5, 31))
    earlier = Period("2026-winter", date(2025, 12, 1), date(2026, 2, 28))
    totals = rows("all")
    return BookContent(
        organisation="esimerkkilan-vesi",
        organisation_name="Esimerkkilän Vesi",
        season=season,
        season_title=period_title(season),
        earlier=None if first else earlier,
        earlier_title=None if first else period_title(earlier),
        time_zone="Europe/Helsinki",
        position=42,
        data_until=datetime(2026, 6, 14, 9, 12, tzinfo=UTC),
        finding=first_season(132, 3) if first else find(compare_all(totals)),
        because=(
            Text("Näyttökerrat kasvoivat 208 260:lla (84 100 … 332 400)."),
            Text("Sitoutumisaste laski 0,6 prosenttiyksikköä (−1,1 … −0,1)."),
        ),
        key_figures=tuple(Figure(each.label, each.now) for each in totals),
        rows=() if first else totals,
        year_ago_title=None if first else Text("Kevät 2025"),
        year_rows=() if first else rows("all.year", 0.5),
        year_note=Text("Ilman kanavaa Instagram."),
        tables=(table(),),
        left_out=(Text("X: 4.4.2026. Bottien purkaus."),),
        rates=(
            (
                Text("Sitoutumisaste näyttökerroista kanavittain"),
                (
                    ("X", printed("x.rate", rate(0.021, 0.004), "fraction")),
                    ("Facebook", printed("fb.rate", rate(0.048, 0.009), "fraction")),
                    ("Instagram", printed("ig.rate", without_value(State.NOT_OFFERED), "fraction")),
                ),
            ),
        ),
        channels=(
            channel("x", "Esimerkkilän Vesi (X)", "x", 1, captions, 0.3),
            channel("facebook", "Esimerkkilän Vesi (Facebook)", "facebook", 2, captions, 0.5),
            channel("instagram", "Esimerkkilän Vesi (Instagram)", "instagram", 3, captions, 0.2),
        ),
        sources=tuple(
            Source(
                name,
                platform,
                datetime(2026, 6, 14, 8, tzinfo=UTC),
                date(2025, 12, 1),
                date(2026, 5, 31),
                printed(f"source.{platform}.imports", stated(4, 4), basis="journal"),
                printed(f"source.{platform}.missing_days", stated(missing, 92), basis="journal"),
                printed(f"source.{platform}.refused", stated(0, 4), basis="journal"),
                (Text("Ei tietoja ajalta 4.–17.4.2026."),) if missing else (),
            )
            for name, platform, missing in (
                ("Esimerkkilän Vesi (X)", "x", 0),
                ("Esimerkkilän Vesi (Facebook)", "facebook", 14),
                ("Esimerkkilän Vesi (Instagram)", "instagram", 19),
            )
        ),
        definitions=(
            definition("posts", "Julkaisut"),
            definition("impressions", "Näyttökerrat"),
            definition("engagements", "Sitoutumiset"),
            definition("engagement_rate_by_impressions", "Sitoutumisaste näyttökerroista", "fraction"),
            definition("reach", "Tavoittavuus"),
        ),
        compared_at_days=30,
        tolerance_days=15,
        level=0.9,
        interval_method=Text("Suhdeluvun linearisointi ja Studentin t-jakauma julkaisujen yli."),
    )
