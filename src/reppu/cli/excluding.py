"""`reppu exclude`: what is left out of every number, with the reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reppu.cli.keeping import channel_called
from reppu.cli.options import WHO, AsJson, Home, Organisation, open_for, read_day
from reppu.cli.showing import console, table
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _, current_language, day

if TYPE_CHECKING:
    from datetime import date

    from reppu.lake.facade import Correction, Lake

_CHANNEL = typer.Argument(help=str(_("The channel's id or name.")), show_default=False)
Reason = Annotated[str, typer.Option(help=str(_("Why; those who read the report later see it.")), show_default=False)]
Measures = Annotated[
    list[str] | None,
    typer.Option("--measure", help=str(_("Leave out only this measure, such as x.post.likes; may be repeated."))),
]


def add_commands(app: typer.Typer) -> None:
    """Add this chapter's commands to the program."""
    chapter = typer.Typer(
        help=str(_("Leave a post, a day or a burst of bots out of every number, with a reason; see what is left out.")),
        no_args_is_help=True,
    )
    app.add_typer(chapter, name="exclude")

    @chapter.command("post", help=str(_("Leave one post out.")))
    def post(
        channel: Annotated[str, _CHANNEL],
        post_id: Annotated[str, typer.Argument(help=str(_("The post's id, as the platform gives it.")))],
        reason: Reason,
        measure: Measures = None,
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        lake = open_for(home, organisation)
        known = channel_called(lake, channel).channel_id
        _exclude(lake, known, measure, reason, {"what": "post", "post_id": _post_called(lake, known, post_id)})

    @chapter.command("day", help=str(_("Leave one day's numbers out; posts published that day stay.")))
    def one_day(
        channel: Annotated[str, _CHANNEL],
        date_: Annotated[str, typer.Argument(metavar="DATE", help=str(_("The day, such as 2026-03-31.")))],
        reason: Reason,
        measure: Measures = None,
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        chosen = read_day(date_, "DATE")
        assert chosen is not None
        lake = open_for(home, organisation)
        known = channel_called(lake, channel).channel_id
        _exclude(lake, known, measure, reason, {"what": "day", "date": chosen.isoformat()})

    @chapter.command("burst", help=str(_("Leave a row of days out, with the posts published in them.")))
    def burst(
        channel: Annotated[str, _CHANNEL],
        since: Annotated[str, typer.Option(help=str(_("First day, such as 2026-03-01.")), show_default=False)],
        until: Annotated[str, typer.Option(help=str(_("Last day; it is included.")), show_default=False)],
        reason: Reason,
        measure: Measures = None,
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        first, last = read_day(since, "--since"), read_day(until, "--until")
        assert first is not None
        assert last is not None
        lake = open_for(home, organisation)
        known = channel_called(lake, channel).channel_id
        days = {"since": first.isoformat(), "until": last.isoformat()}
        _exclude(lake, known, measure, reason, {"what": "burst", **days})

    @chapter.command("list", help=str(_("List what is left out, and why.")))
    def list_(as_json: AsJson = False, home: Home = None, organisation: Organisation = None) -> None:
        lake = open_for(home, organisation)
        corrections = lake.corrections()
        if as_json:
            print(json.dumps({"exclusions": [as_document(one) for one in corrections]}, ensure_ascii=False, indent=1))
        elif not corrections:
            console.print(str(_("Nothing is left out.")))
        else:
            _show(corrections)


def as_document(correction: Correction) -> dict[str, Any]:
    """One exclusion in the shape of `reppu exclude list --json`."""
    return {
        "entry_no": correction.entry_no,
        "what": correction.what,
        "channel": correction.channel_id,
        "post": correction.post_id,
        "since": correction.since.isoformat() if correction.since else None,
        "until": correction.until.isoformat() if correction.until else None,
        "measures": list(correction.measures),
        "reason": correction.reason,
    }


def corrections_between(lake: Lake, first: date | None, last: date | None, position: int | None) -> list[Correction]:
    """What is left out at a position and may concern the days from `first` to `last`; every post, whatever its day."""
    return [
        one
        for one in lake.corrections(position)
        if (first is None or one.until is None or one.until >= first)
        and (last is None or one.since is None or one.since <= last)
    ]


def _show(corrections: list[Correction]) -> None:
    language = current_language()
    rows = []
    for one in corrections:
        days = [day(end, language) for end in (one.since, one.until) if end is not None]
        what = one.post_id or " – ".join(dict.fromkeys(days))
        rows.append([str(one.entry_no), one.channel_id, what, ", ".join(one.measures) or "–", one.reason])
    table([_("Entry"), _("Channel"), _("Post or days"), _("Only"), _("Reason")], rows, right=(0,))
    console.print(str(_("To take one back: reppu withdraw ENTRY")))


def _exclude(lake: Lake, channel_id: str, measures: list[str] | None, reason: str, payload: dict[str, str]) -> None:
    from reppu.lake.facade import correction_in_words

    chosen = [_measure_called(lake, channel_id, one) for one in measures or ()]
    said = {**payload, "channel_id": channel_id, "measures": chosen, "reason": reason.strip()}
    done = lake.record("correction", said, who=WHO)
    (correction,) = [one for one in lake.corrections() if one.entry_no == done]
    console.print(
        str(
            _(
                "Left out from now on: {what}. To undo: reppu withdraw {entry_no}",
                what=correction_in_words(correction),
                entry_no=str(done),
            )
        ),
        markup=False,
        soft_wrap=True,
    )


def _post_called(lake: Lake, channel_id: str, text: str) -> str:
    """The id under which the post is kept: itself, or the one that ends in it (Facebook puts the page's id in front)."""
    posts = lake.read("posts")
    numbers = lake.read("observations")
    numbers = numbers.filter(numbers.subject_kind.isin(["post", "video"])).select("channel_id", post_id="subject_id")
    known = posts.select("channel_id", "post_id").union(numbers)
    known = known.filter(
        (known.channel_id == channel_id) & ((known.post_id == text) | known.post_id.endswith(f"_{text}"))
    )
    ids = sorted(known.distinct().to_pyarrow().column("post_id").to_pylist(), key=lambda one: (one != text, one))
    if not ids:
        raise ReppuError(
            _("There is no post {post} in {channel}.", post=text, channel=channel_id),
            expected=_("the post's id as it stands in the export or in the post's address"),
        )
    if len(ids) > 1 and ids[0] != text:
        raise ReppuError(
            _("Several posts of {channel} end in {post}.", post=text, channel=channel_id),
            expected=_("one of: {posts}", posts=", ".join(ids[:10])),
        )
    return str(ids[0])


def _measure_called(lake: Lake, channel_id: str, text: str) -> str:
    rows = lake.read("observations")
    known = rows.filter(rows.channel_id == channel_id).select("measure").distinct().to_pyarrow()
    names = sorted(known.column("measure").to_pylist())
    if text not in names:
        raise ReppuError(
            _("There is no measure {measure} in {channel}.", measure=text, channel=channel_id),
            expected=_("one of: {measures}", measures=", ".join(names) or "–"),
        )
    return text
