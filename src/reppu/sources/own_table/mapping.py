"""Our own tables. `channel,date,followers`: how many followed a channel on a day, written down by hand."""

from __future__ import annotations

import polars as pl

from reppu.sources.own_table.explanations import OF_FOLLOWERS, ExplainedTable
from reppu.sources.own_table.inputs import INPUTS_TABLE
from reppu.sources.reader import Context, Reader
from reppu.sources.wide_table import attribute, measure
from reppu.vocabulary.language import _

NO_DAY = _("This is not a date. Expected: 2021-03-31 (year, month, day) or 31.3.2021 (day, month, year).")
NO_CHANNEL = _("The row names no channel.")
BAD_COUNT = _("A channel cannot have fewer than no followers.")


def channel_and_day(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """account "channel:<what stands in the row>", which the frame looks up among the channels; and the day."""
    channel = pl.col("channel").str.strip_chars()
    text = pl.col("date").str.strip_chars()
    days = pl.coalesce(text.str.strptime(pl.Date, form, strict=False) for form in ("%Y-%m-%d", "%d.%m.%Y"))
    frame = frame.with_columns(account=pl.lit("channel:") + pl.when(channel != "").then(channel), day=days)
    return frame.with_columns(
        refuse=pl.when(pl.col("account").is_null())
        .then(pl.lit("no_channel"))
        .when(pl.col("day").is_null())
        .then(pl.lit("no_day"))
        .when(pl.col("hand.account.followers") < 0)
        .then(pl.lit("bad_count"))
    )


FOLLOWERS = ExplainedTable(
    kind="hand.followers",
    platform="channel",
    version=1,
    title=_("Followers written down by hand"),
    subject="account",
    columns=(
        attribute("channel", "channel", fi=["kanava"], sv=["kanal"], required=True),
        attribute("date", "date", fi=["päivä", "pvm", "päivämäärä"], sv=["datum"], required=True),
        measure("hand.account.followers", "followers", fi=["seuraajat", "seuraajia"], sv=["följare"], required=True),
    ),
    hooks=(channel_and_day,),
    reasons={
        "no_channel": ("channel", NO_CHANNEL),
        "no_day": ("date", NO_DAY),
        "bad_count": ("hand.account.followers", BAD_COUNT),
    },
    clock="organisation",
    explanations=OF_FOLLOWERS,
)

READERS: tuple[Reader, ...] = (FOLLOWERS, INPUTS_TABLE)
