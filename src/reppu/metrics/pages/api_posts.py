"""Posts in the API: search, filter, sort, page by page; one post with everything that was stated of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.conf import settings
from django.http import Http404
from ninja import Field, Path, Query, Router, Schema

from reppu.lake.facade import kept_lake
from reppu.metrics import facade as metrics
from reppu.people.facade import Role, caller
from reppu.web.kit.facade import FAULTS, SinceDay, UntilDay, remembered, words_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reppu.lake.facade import Lake
    from reppu.metrics.facade import PostNumbers

router = Router(tags=["Posts"])

# What a list of posts shows of each, as canonical measures; a platform that does not state one leaves it null.
NUMBERS = ("impressions", "views", "post_reach", "engagements", "likes", "comments", "shares", "saves", "link_clicks")
MOST_POSTS = 200  # of one answer, our choice: about 100 kB
Sort = Literal[
    "published_at", "impressions", "views", "post_reach", "engagements", "likes", "comments", "shares", "saves", "link_clicks"
]  # fmt: skip


class PostNumbersOut(Schema):
    """What the platform stated of the post up to now (lifetime); null where it stated nothing."""

    impressions: float | None
    views: float | None
    post_reach: float | None = Field(description="People or accounts; never summed over posts.")
    engagements: float | None
    likes: float | None
    comments: float | None
    shares: float | None
    saves: float | None
    link_clicks: float | None


class PostOut(Schema):
    """One post of one's own."""

    channel: str
    post: str = Field(description="The platform's id of it.")
    published_at: datetime = Field(description="UTC.")
    kind: str | None
    text: str | None
    link: str | None
    numbers: PostNumbersOut


class PostsOut(Schema):
    """A page of posts. next_offset: where the next page begins; null on the last."""

    position: int
    total: int = Field(description="How many posts fit, on all pages.")
    offset: int
    next_offset: int | None
    posts: list[PostOut]


@router.get(
    "/organisations/{slug}/posts",
    auth=caller(Role.VIEWER),
    response={200: PostsOut, **FAULTS},
    summary="Posts: search, filter, sort",
)
def posts(
    request: HttpRequest,
    slug: str,
    search: Annotated[
        str, Query("", max_length=200, description="Words that the post's text holds, all of them, in any order.")
    ],
    channels: Annotated[str, Query("", max_length=2000, description="Only these channels, by id with commas.")],
    kind: Annotated[str, Query("", max_length=64, description="Only this kind of post, such as video.")],
    since: SinceDay,
    until: UntilDay,
    sort: Annotated[Sort, Query("published_at", description="What decides the order; posts without it come last.")],
    descending: Annotated[bool, Query(True, description="The newest or largest first.")],
    offset: Annotated[int, Query(0, ge=0, le=2**53, description="How many posts to skip.")],
    limit: Annotated[int, Query(50, ge=1, le=MOST_POSTS, description="How many posts at most.")],
) -> dict[str, Any]:
    """Posts published in the days asked for, both included. Posts that only pass on somebody else's are left out."""
    return posts_document(
        kept_lake(settings.REPPU_HOME, slug),
        search=search,
        channels=channels,
        kind=kind,
        since=since,
        until=until,
        sort=sort,
        descending=descending,
        offset=offset,
        limit=limit,
    )


@router.get(
    "/organisations/{slug}/posts/{channel}/{path:post}",
    auth=caller(Role.VIEWER),
    response={200: PostOut, **FAULTS},
    summary="One post",
)
def post(
    request: HttpRequest,
    slug: str,
    channel: Annotated[str, Path(max_length=64, description="Channel id.")],
    post: Annotated[str, Path(max_length=500, description="The platform's id of the post.")],
) -> dict[str, Any]:
    """One post with its numbers. 404 where the channel has none of that id."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    for one in _all(lake, None, None, ()):
        if one.channel_id == channel and one.post_id == post:
            return _post(one)
    raise Http404


def posts_document(
    lake: Lake,
    *,
    search: str = "",
    channels: str = "",
    kind: str = "",
    since: date | None = None,
    until: date | None = None,
    sort: str = "published_at",
    descending: bool = True,
    offset: int = 0,
    limit: int = 50,
) -> dict[str, Any]:
    """A page of posts as `PostsOut` has it. Raises ReppuError for a channel that does not exist."""
    wanted = [word.casefold() for word in search.split()]
    found = [
        one
        for one in _all(lake, since, until, words_of(channels))
        if (not kind or one.kind == kind) and all(word in (one.text or "").casefold() for word in wanted)
    ]
    with_it = [one for one in found if _sorted_by(one, sort) is not None]
    without = [one for one in found if _sorted_by(one, sort) is None]
    with_it.sort(key=lambda one: (_sorted_by(one, sort), one.channel_id, one.post_id), reverse=descending)
    page = [*with_it, *without][offset : offset + limit]
    return {
        "position": lake.position,
        "total": len(found),
        "offset": offset,
        "next_offset": offset + limit if offset + limit < len(found) else None,
        "posts": [_post(one) for one in page],
    }


def _all(lake: Lake, since: date | None, until: date | None, channels: tuple[str, ...]) -> tuple[PostNumbers, ...]:
    return remembered(
        lake.organisation,
        lake.position,
        "api posts",
        (since, until, channels),
        lambda: metrics.each_post(lake, NUMBERS, since=since, until=until, channels=channels or None),
    )


def _sorted_by(one: PostNumbers, sort: str) -> Any:
    return one.published_at if sort == "published_at" else one.numbers[sort]


def _post(one: PostNumbers) -> dict[str, Any]:
    return {
        "channel": one.channel_id,
        "post": one.post_id,
        "published_at": one.published_at,
        "kind": one.kind,
        "text": one.text,
        "link": one.link,
        "numbers": dict(one.numbers),
    }
