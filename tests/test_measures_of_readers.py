"""Every measure that a reader can state is in the Rosetta table or on the list of facts that no metric uses."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import reppu.sources
from reppu.metrics.rosetta import KEPT_AS_FACT, measures_used, why_kept
from reppu.sources.meta.insights_words import PAGE_NAMES, PAGE_SLICES, POST_NAMES, POST_SLICES
from reppu.sources.own_table.measures import MEASURES as OWN_TABLE
from reppu.sources.own_table.measures import OWN, SUBJECTS
from reppu.sources.platforms import READERS
from reppu.sources.tests.samples import all_samples, read_with

MEASURE = re.compile(
    r"(?:(?:x|meta|linkedin|youtube|tiktok|mastodon|bluesky|sprout|hootsuite|table|hand|viewers)"
    r"\.(?:post|account|content|video|page|ads|competitor|insights\.post|insights\.page)|ga4)\.[a-z0-9_]+"
)
# Words of this form that are kinds of exports, not measures
KINDS = {reader.kind for reader in READERS} | {
    part.kind for reader in READERS for part in getattr(reader, "parts", ()) if hasattr(part, "kind")
}
# No export states them yet; the platforms' programming interfaces do
OF_INTERFACES = {
    "bluesky.account.followers",
    "mastodon.account.followers",
    "meta.page.followers",
    "tiktok.account.viewers",
    "x.account.followers",
    "youtube.account.subscribers",
}


def declared() -> set[str]:
    """The targets of all columns of all declarations, without slices ("|country=FI") and windows ("@28")."""
    columns = {
        column.target
        for reader in READERS
        for part in (reader, *getattr(reader, "parts", ()))
        for column in getattr(part, "columns", ())
        if column.unit is not None and "." in (column.target or "")
    }
    return {re.split(r"[|@]", target)[0] for target in columns if target}


def of_word_tables() -> set[str]:
    """Measures that readers put together from words: Insights of 2012-22, and tables of one's own."""
    insights = {
        f"meta.insights.{subject}.{measure}"
        for subject, names, slices in (("post", POST_NAMES, POST_SLICES), ("page", PAGE_NAMES, PAGE_SLICES))
        for measure in (
            *names.values(),
            *(measure for measure, _key in slices.values()),
            "negative_feedback",
            "negative_feedback_users",
        )
    }
    twice = {f"meta.insights.post.{name}_users" for name in POST_NAMES.values() if name.startswith("video_views")}
    own = {f"{subject}.{one.name}" for subject in SUBJECTS.values() for one in OWN_TABLE}
    return insights | twice | own | {f"{subject}.{OWN}downloads" for subject in SUBJECTS.values()}


def written_out() -> set[str]:
    """Measure ids that stand in the readers' code as they are."""
    found = set()
    for source in Path(reppu.sources.__path__[0]).rglob("*.py"):
        if {"tests", "samples"} & set(source.parts):
            continue
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words = re.split(r"[|@]", node.value)[0]
                if MEASURE.fullmatch(words):
                    found.add(words)
    return found - KINDS


@cache
def in_samples() -> frozenset[str]:
    """Measures of every sample of every reader."""
    return frozenset(
        fact["measure"]
        for sample in all_samples()
        if not {"declined", "raises"} & set(sample.expected)
        for fact in read_with(sample.reader, sample.content, sample.path.name).observations
    )


def every_measure() -> set[str]:
    return {name for name in declared() | of_word_tables() | written_out() | in_samples() if not name.endswith("_")}


def test_every_measure_of_every_reader_is_used_or_kept_for_a_reason() -> None:
    measures = every_measure()
    assert len(measures) > 400, "the readers' measures were not found"
    forgotten = sorted(name for name in measures - measures_used() if why_kept(name) is None)
    assert not forgotten, "put each into reppu.metrics.rosetta, or on its list kept_as_fact with a reason"


def test_no_measure_is_both_used_and_kept_as_a_fact_that_no_metric_uses() -> None:
    assert not {name for name in measures_used() if why_kept(name) is not None}


def test_the_list_of_facts_names_nothing_twice_and_nothing_that_no_reader_states() -> None:
    listed = Counter(name for kept in KEPT_AS_FACT for name in kept.measures)
    assert not [name for name, times in listed.items() if times > 1]
    measures = every_measure()
    for name in listed:
        stated = any(one.startswith(name[:-1]) for one in measures) if name.endswith("*") else name in measures
        assert stated, f"no reader states {name}"


def test_every_measure_of_the_rosetta_table_is_stated_by_a_reader_or_an_interface() -> None:
    assert measures_used() - every_measure() == OF_INTERFACES
