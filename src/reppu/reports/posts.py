"""A channel's posts in the book: the best, the weakest, and how posts grew from export to export."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from reppu.calendar.facade import zone_named
from reppu.metrics import facade as metrics
from reppu.reports.asked import Asked
from reppu.reports.content import BestPost, GrowthCurve, PrintedNumber
from reppu.vocabulary.estimate import Estimate, State, stated, twelve_digits, without_value
from reppu.vocabulary.language import Text, _

BEST_POSTS = 5  # our choice: fits a page beside the chart
FEWEST_FOR_MEDIAN = 10  # our choice: the middle of fewer posts says too little to measure one of them against
WEAKEST_POSTS = 3  # our choice: enough to learn from, not a pillory
MOST_CURVES, FEWEST_CURVES, MOST_NAMED_CURVES = 40, 5, 3  # our choice: more lines are a thicket
KINDS: dict[str, Text] = {
    "text": _("text"),
    "photo": _("photo"),
    "video": _("video"),
    "reel": _("reel"),
    "carousel": _("carousel"),
    "story": _("story"),
    "link": _("link"),
    "reply": _("reply"),
}


def kind_name(kind: str | None) -> Text:
    """A kind of post in words; a kind that a platform has newly made is shown as it calls it."""
    return KINDS.get(kind or "") or Text(kind or "–")


def measure_title(name: str) -> Text:
    """What a measure of posts is called: as the metric that adds it up."""
    return metrics.definition(name).title


def best_of(posts: Sequence[metrics.PostNumbers], measure: str) -> list[metrics.PostNumbers]:
    """The posts with most, the highest first."""
    having = [post for post in posts if post.numbers[measure]]
    return sorted(having, key=lambda post: (-(post.numbers[measure] or 0), post.published_at, post.post_id))[
        :BEST_POSTS
    ]


def weakest_of(
    posts: Sequence[metrics.PostNumbers], measure: str, best: Sequence[metrics.PostNumbers]
) -> list[metrics.PostNumbers]:
    """The posts with least, where there are enough to have a middle; never one that is among the best."""
    having = [post for post in posts if post.numbers[measure] is not None]
    if len(having) < FEWEST_FOR_MEDIAN:
        return []
    rest = [post for post in having if post not in best]
    return sorted(rest, key=lambda post: (post.numbers[measure] or 0, post.published_at, post.post_id))[:WEAKEST_POSTS]


def curves_of(
    asked: Asked, scope: str, measure: str | None, named: set[str], posts: Sequence[metrics.PostNumbers]
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


def post_number(scope: str, post: metrics.PostNumbers, measure: str) -> PrintedNumber:
    """One post's number as the book prints it."""
    value = post.numbers[measure]
    estimate = without_value(State.MISSING) if value is None else stated(value, 1)
    return PrintedNumber(f"{scope}.post.{post.post_id}.{measure}", estimate, "count", "published", measure)


def best_post(
    asked: Asked,
    scope: str,
    post: metrics.PostNumbers,
    ranked: str,
    columns: Sequence[str],
    posts: Sequence[metrics.PostNumbers],
) -> BestPost:
    """A post as a line of the book. posts: all of the channel's season, whose middle one it is measured against."""
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
        kind=KINDS.get(post.kind or ""),
        text=post.text,
        figures=tuple(post_number(scope, post, name) for name in columns),
        times_median=PrintedNumber(f"{scope}.post.{post.post_id}.times_median", times, "times", "published", ranked),
    )
