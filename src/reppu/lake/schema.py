"""The fact tables: their columns and types, as they lie in the Parquet files."""

from __future__ import annotations

import pyarrow as pa

MOMENT = pa.timestamp("us", tz="UTC")
NO_CHANNEL = ""  # channel_id of an observation that is of no channel: the result of another medium

# entry_no is written by the lake itself; sources append tables without it.
POSTS = pa.schema(
    [
        ("channel_id", pa.string()),
        ("post_id", pa.string()),
        ("published_at", MOMENT),
        ("kind", pa.string()),  # text photo video reel carousel story link reply other; null: not told
        ("text", pa.string()),
        ("link", pa.string()),
        ("language", pa.string()),
        ("is_paid", pa.bool_()),
        ("is_repost", pa.bool_()),
        ("in_reply_to", pa.string()),
        ("as_of", MOMENT),
    ]
)
OBSERVATIONS = pa.schema(
    [
        ("channel_id", pa.string()),
        ("subject_kind", pa.string()),  # account post video campaign ad_set ad competitor medium
        ("subject_id", pa.string()),  # the post's id; "account" for the channel itself; a medium's name
        ("measure", pa.string()),  # stable id such as meta.content.views, never a localised header
        ("window", pa.string()),  # lifetime day period
        ("period_start", pa.date32()),  # null for lifetime
        ("period_end", pa.date32()),  # inclusive; equal to period_start for a day
        ("clock", pa.string()),  # whose days: utc pacific organisation unknown
        ("breakdown", pa.string()),  # "key=value;key=value", keys sorted; "" for none
        ("value", pa.float64()),  # null: the cell was there and blank
        ("unit", pa.string()),  # count fraction seconds hours money
        ("currency", pa.string()),  # ISO 4217 for money, else null
        ("as_of", MOMENT),
    ]
)
INTERACTIONS = pa.schema(
    [
        ("channel_id", pa.string()),
        ("interaction_id", pa.string()),
        ("kind", pa.string()),  # comment reply mention share
        ("direction", pa.string()),  # in out
        ("actor_key", pa.string()),  # keyed hash, never an identity
        ("at", MOMENT),
        ("in_reply_to", pa.string()),
        ("as_of", MOMENT),
    ]
)
INTERACTION_TEXTS = pa.schema(
    [("channel_id", pa.string()), ("interaction_id", pa.string()), ("text", pa.string()), ("expires", pa.date32())]
)
AUDIENCE = pa.schema(
    [
        ("channel_id", pa.string()),
        ("dimension", pa.string()),  # age_gender city country page
        ("bucket", pa.string()),
        ("value", pa.float64()),
        ("unit", pa.string()),  # count share (0 to 1)
        ("as_of", MOMENT),
    ]
)
INPUTS = pa.schema(
    [
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("channel_id", pa.string()),
        ("medium", pa.string()),
        ("function", pa.string()),
        ("hours", pa.float64()),
        ("amount", pa.float64()),
        ("currency", pa.string()),
        ("kind", pa.string()),
        ("as_of", MOMENT),
    ]
)
# Columns in which few words stand again and again. They are written as a list of the words and pointers to it, which takes half
# the time; whoever reads the files sees plain text.
FEW_WORDS = frozenset(
    ("channel_id", "subject_kind", "subject_id", "measure", "window", "clock", "breakdown", "unit", "currency", "kind",
     "language", "direction", "dimension", "medium", "function")
)  # fmt: skip
# Their least and greatest word tells no reader which rows to pass over, so it is not noted.
NOT_TELLING = frozenset(("subject_kind", "window", "clock", "breakdown", "unit", "currency"))
TABLES: dict[str, pa.Schema] = {
    "posts": POSTS,
    "observations": OBSERVATIONS,
    "interactions": INTERACTIONS,
    "interaction_texts": INTERACTION_TEXTS,
    "audience": AUDIENCE,
    "inputs": INPUTS,
}
