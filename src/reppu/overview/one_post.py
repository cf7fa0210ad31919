"""One post: its numbers, where it lies among its channel's posts of the same age and kind, how it grew, who stated what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from reppu.charts.facade import Curve, Mark, growth, strip
from reppu.lake.facade import correction_in_words, entry_in_words
from reppu.metrics import facade as metrics
from reppu.reports.facade import kind_name
from reppu.vocabulary.language import Text, _, _n, current_language, percent

if TYPE_CHECKING:
    from reppu.charts.facade import Chart
    from reppu.lake.facade import Correction, Lake

AGE_DAYS, TOLERANCE_DAYS = 30, 16  # as everywhere in Reppu: an export a month leaves no post out
_AROUND_DAYS = 365  # our choice: posts of a year before and after are of the same channel as it was then
FEWEST_OF_A_KIND = 10  # our choice: among fewer a rank says nothing; then all kinds are beside it
RANKED = ("seen", "engagements", "rate")
_TITLES = {"seen": _("Seen, times"), "engagements": _("Engagements"), "rate": _("Engagement rate")}


@dataclass(frozen=True, slots=True)
class Rank:
    """The post's place in one number. below: the share of the others that lie below it (ties counted half)."""

    name: str
    value: float
    others: tuple[float, ...]
    below: float

    @property
    def words(self) -> Text:
        """ "Seen more than 83 % of 42 posts." """
        share = percent(self.below, digits=0)
        n = len(self.others)
        if self.name == "seen":
            return _n("Seen more than {share} of {n} post.", "Seen more than {share} of {n} posts.", n, share=share)
        if self.name == "rate":
            return _n("A higher rate than {share} of {n} post.", "A higher rate than {share} of {n} posts.", n, share=share)  # fmt: skip
        return _n("More engagements than {share} of {n} post.", "More engagements than {share} of {n} posts.", n, share=share)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """The post among others. same_age: all numbers are of about AGE_DAYS, else they are the newest, of different ages.

    kind: the kind that all have, None where they are of all kinds (too few are of the post's own)."""

    ranks: tuple[Rank, ...]
    same_age: bool
    kind: str | None


@dataclass(frozen=True, slots=True)
class Stated:
    """A number as an import stated it, with the import in words."""

    statement: metrics.Statement
    file: Text | None


@dataclass(frozen=True, slots=True)
class OnePost:
    """All that is known of a post. left_out: the corrections that keep it, or numbers of it, out of every metric."""

    channel_id: str
    post_id: str
    published_at: datetime | None
    kind: str | None
    text: str | None
    link: str | None
    numbers: tuple[metrics.NumberOfPost, ...]
    evidence: Evidence | None
    seen_as: str | None
    growth: tuple[tuple[float, float], ...]
    stated: tuple[Stated, ...]
    left_out: tuple[Text, ...]


def look_at_post(lake: Lake, channel_id: str, post_id: str) -> OnePost | None:
    """The post; None where no import tells of it. Costs a read of the channel's facts; a page keeps the answer."""
    told = _told(lake, channel_id, post_id)
    if told is None:
        return None
    published = told["published_at"]
    numbers: tuple[metrics.NumberOfPost, ...] = ()
    evidence, seen_as = None, None
    grown: tuple[tuple[float, float], ...] = ()
    corrections = []
    if isinstance(published, datetime):
        day = published.astimezone(ZoneInfo(lake.settings().time_zone)).date()
        numbers = metrics.numbers_of_post(lake, channel_id, post_id, day)
        evidence, seen_as = _evidence(lake, channel_id, post_id)
        if seen_as is not None:
            grown = metrics.growth_of_post(lake, seen_as, channel_id, post_id, published)
        corrections = [one for one in lake.corrections() if _concerns(one, channel_id, post_id, day.isoformat())]
    files = {entry.entry_no: entry_in_words(entry) for entry in lake.entries(kinds=("import", "input"))}
    return OnePost(
        channel_id=channel_id,
        post_id=post_id,
        published_at=published if isinstance(published, datetime) else None,
        kind=_word(told["kind"]),
        text=_word(told["text"]),
        link=_word(told["link"]),
        numbers=numbers,
        evidence=evidence,
        seen_as=seen_as,
        growth=grown,
        stated=tuple(
            Stated(one, files.get(one.entry_no)) for one in metrics.statements_of_post(lake, channel_id, post_id)
        ),
        left_out=tuple(correction_in_words(one) for one in corrections),
    )


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _told(lake: Lake, channel_id: str, post_id: str) -> dict[str, object] | None:
    """What the imports say the post is, the newest word for each; also of posts that a correction leaves out."""
    posts = lake.read("posts")
    posts = posts.filter((posts.channel_id == channel_id) & (posts.post_id == post_id))
    rows = posts.select("published_at", "kind", "text", "link", "as_of", "entry_no").to_pyarrow().to_pylist()
    if not rows:
        return None
    rows.sort(key=lambda row: (row["as_of"], row["entry_no"]), reverse=True)
    return {
        name: next((row[name] for row in rows if row[name] is not None), None)
        for name in ("published_at", "kind", "text", "link")
    }


def _concerns(one: Correction, channel_id: str, post_id: str, day: str) -> bool:
    if one.channel_id != channel_id:
        return False
    if one.what == "post":
        return one.post_id == post_id
    return one.since is not None and one.until is not None and one.since.isoformat() <= day <= one.until.isoformat()


# The posts of four channels are kept in memory, so that the next post of the same channel costs nothing.
@lru_cache(maxsize=4)
def _of_channel(lake: Lake, position: int, channel_id: str, age_days: int | None) -> pa.Table:
    tolerance = TOLERANCE_DAYS if age_days is not None else None
    return metrics.table_of_posts(lake, channels=[channel_id], age_days=age_days, tolerance_days=tolerance)


def _evidence(lake: Lake, channel_id: str, post_id: str) -> tuple[Evidence | None, str | None]:
    """Where the post lies, and which measure says how often it was seen."""
    for age in (AGE_DAYS, None):
        table = _of_channel(lake, lake.position, channel_id, age)
        own = table.filter(pc.equal(table["post_id"], post_id)).to_pylist()
        if not own or all(own[0][name] is None for name in RANKED):
            continue
        post = own[0]
        around = timedelta(days=_AROUND_DAYS)
        near = pc.and_(
            pc.greater_equal(table["published_at"], pa.scalar(post["published_at"] - around, table["published_at"].type)),
            pc.less_equal(table["published_at"], pa.scalar(post["published_at"] + around, table["published_at"].type)),
        )  # fmt: skip
        others = table.filter(pc.and_(near, pc.not_equal(table["post_id"], post_id)))
        kind = post["kind"]
        of_kind = others.filter(pc.fill_null(pc.equal(others["kind"], kind), False)) if kind else others.slice(0, 0)
        if of_kind.num_rows >= FEWEST_OF_A_KIND:
            others = of_kind
        else:
            kind = None
        ranks = []
        for name in RANKED:
            values = [value for value in others[name].to_pylist() if value is not None]
            if post[name] is not None and len(values) >= FEWEST_OF_A_KIND:
                ranks.append(Rank(name, post[name], tuple(values), metrics.percent_rank(values, post[name])))
        return (Evidence(tuple(ranks), age is not None, kind) if ranks else None), post["seen_as"]
    return None, None


def title_of_rank(name: str) -> Text:
    """What a ranked number is called."""
    return _TITLES[name]


def strips(post: OnePost) -> dict[str, Chart]:
    """The post among the others: a strip for how often it was seen and one for engagements."""
    if post.evidence is None:
        return {}
    label = (post.text or post.post_id)[:40]
    language = current_language()
    return {
        rank.name: strip(
            [Mark(label, rank.value, highlighted=True), *(Mark("", value) for value in rank.others)],
            title=_("{metric}: this post and {n} others", metric=_TITLES[rank.name], n=len(rank.others)),
            unit="count",
            language=language,
        )
        for rank in post.evidence.ranks
        if rank.name != "rate"
    }


def growth_chart(post: OnePost) -> Chart | None:
    """How the post grew from export to export; None where it was exported but once."""
    if len(post.growth) < 2 or post.seen_as is None:
        return None
    title = _("{metric} as the exports saw it grow", metric=metrics.title_of_measure(post.seen_as))
    curve = Curve((post.text or post.post_id)[:40], post.growth, highlighted=True)
    return growth([curve], title=title, unit="count", language=current_language())


def finding(post: OnePost) -> Text:
    """The page's title: what stands out of the post's numbers, else which post it is."""
    if post.evidence is None:
        return _("A post without others to lay beside")
    rank = post.evidence.ranks[0]
    if rank.below >= 0.9:
        return _("Among the most seen of its channel") if rank.name == "seen" else _("Among the best of its channel")
    if rank.below <= 0.1:
        return (
            _("Among the least seen of its channel") if rank.name == "seen" else _("Among the weakest of its channel")
        )
    return _("Seen about as usual") if rank.name == "seen" else _("About as usual")


def beside_what(evidence: Evidence) -> Text:
    """Which posts it is laid beside."""
    kind = kind_name(evidence.kind) if evidence.kind else _("all kinds")
    if evidence.same_age:
        return _("Beside the channel’s posts ({kind}) of a year before and after, each as it was about 30 days old.", kind=kind)  # fmt: skip
    return _(
        "Beside the channel’s posts ({kind}) of a year before and after, as the newest exports state them: there is no "
        "export from when this post was about 30 days old, so older posts have had more time.",
        kind=kind,
    )
