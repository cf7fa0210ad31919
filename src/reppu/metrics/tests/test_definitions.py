from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reppu.metrics import page, rosetta
from reppu.metrics.definitions import DEFINITIONS, definition_of, hash_of
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import LANGUAGES, _

PINNED = Path(__file__).parent.parent / "definition_hashes.json"
PAGE = Path(__file__).resolve().parents[4] / "docs" / "metrics.md"


def test_a_changed_definition_has_a_new_version() -> None:
    """definition_hashes.json holds, for each metric, the hash of every version there has been."""
    pinned = json.loads(PINNED.read_text(encoding="utf-8"))
    assert set(pinned) == {one.name for one in DEFINITIONS}
    for one in DEFINITIONS:
        versions = pinned[one.name]
        assert versions.get(str(one.version)) == one.hash, (
            f"{one.name}: the definition or its translation to platforms has changed. Raise its version and add "
            f'"{one.version + 1}": "{one.hash}" to definition_hashes.json; a new metric is added with its version 1.'
        )
        assert max(int(version) for version in versions) == one.version


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("formula", "something else"),
        ("unit", "fraction"),
        ("basis", "activity"),
        ("numerator", "impressions"),
        ("definition", _("Posts")),
    ],
)
def test_the_hash_sees_every_change_of_meaning(field: str, value: object) -> None:
    posts = definition_of("posts")
    assert hash_of(replace(posts, **{field: value})) != posts.hash


def test_the_hash_sees_a_change_in_what_the_platforms_call_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = definition_of("views").hash
    changed = replace(rosetta.MEASURES["views"], spellings={})
    monkeypatch.setitem(rosetta.MEASURES, "views", changed)
    assert definition_of("views").hash != before


def test_each_definition_is_told_in_three_languages() -> None:
    for one in DEFINITIONS:
        assert len({one.definition.in_language(language) for language in LANGUAGES}) == 3, one.name
        assert len({one.title.in_language(language) for language in LANGUAGES}) == 3, one.name
    assert definition_of("engagement_rate_by_reach").title.in_language("fi") == "Sitoutumisaste tavoittavuudesta"


def test_platforms_follow_from_the_measures() -> None:
    assert definition_of("views").platforms == ("facebook", "instagram", "tiktok", "youtube")
    assert definition_of("save_rate").platforms == ("instagram", "tiktok")
    assert definition_of("paid_share_of_views").platforms == ("facebook",)
    assert {"facebook", "instagram", "linkedin", "x"} <= set(definition_of("posts").platforms)


def test_there_are_at_least_forty_metrics_each_with_all_that_a_definition_needs() -> None:
    assert len({one.name for one in DEFINITIONS}) == len(DEFINITIONS) >= 40
    for one in DEFINITIONS:
        assert one.formula and one.source and one.unit and one.level and one.platforms, one.name


def test_every_absence_has_a_reason_with_the_platforms_name() -> None:
    platforms = {platform for one in rosetta.MEASURES.values() for platform in one.spellings}
    for name, measure in rosetta.MEASURES.items():
        assert not set(measure.spellings) & set(measure.absent), name
        for platform in platforms - set(measure.spellings):
            assert rosetta.why_absent(name, platform) is not None
    why = rosetta.why_absent("spend", "youtube")
    assert why is not None and "Google Ads" in why.in_language("fi")


def test_an_unknown_metric_is_answered_with_the_list() -> None:
    with pytest.raises(ReppuError) as caught:
        definition_of("sorrow")
    assert "“sorrow”" in caught.value.in_language("en")
    assert "engagement_rate_by_reach" in caught.value.in_language("fi")


def test_the_committed_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page.definitions_page(), (
        "run: python -m reppu.metrics.page > docs/metrics.md"
    )
