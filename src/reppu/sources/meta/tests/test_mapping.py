"""Header words in each language, kinds of posts, titles of charts."""

from __future__ import annotations

import pytest

from reppu.sources.meta.audience import share_of
from reppu.sources.meta.charts import TITLES
from reppu.sources.meta.content import columns_of, target_of
from reppu.sources.meta.headers import ALIASES, KINDS, POST_PARTS, UNITS
from reppu.sources.meta.mapping import READERS
from reppu.sources.tables import norm

# What an importer needs at least to place a post, per language: (post id, time, link or None, kind).
POSTS = {
    "en": ("Post ID", "Publish time", "Permalink", "Post type"),
    "sv": ("Publicerings-id", "Publiceringstid", "Permalänk", "Inläggstyp"),
    "es": ("Identificador de la publicación", "Hora de publicación", "Enlace permanente", "Tipo de publicación"),
    "fr": ("Identifiant de la publication", "Heure de publication", "Permalien", "Type de publication"),
    "pt": ("Identificação da publicação", "Horário de publicação", "Link permanente", "Tipo de publicação"),
    "de": ("Beitrags-ID", "Veröffentlichungszeitpunkt", "Permalink", "Beitragstyp"),
}
# The same measure in each language (formats as exported).
MEASURES = {
    "meta.content.views": ("Views", "Visningar", "Visualizaciones", "Vues", "Aufrufe"),
    "meta.content.reach": ("Reach", "Räckvidd", "Alcance", "Couverture", "Reichweite"),
    "meta.content.interactions": (
        "Reactions, Comments and Shares",
        "Reaktioner, kommentarer och delningar",
        "Reacciones, comentarios y veces que se compartió",
        "Réactions, commentaires et partages",
    ),
    "meta.content.comments": ("Comments", "Kommentarer", "Comentarios", "Commentaires", "Kommentare"),
    "meta.content.shares": ("Shares", "Delningar", "Veces que se compartió", "Partages", "Geteilte Inhalte"),
    "meta.content.likes": ("Likes", "Gilla-markeringar", "Me gusta", "„Gefällt mir“-Angaben"),
    "meta.content.saves": ("Saves", "Sparade objekt", "Veces que se guardó", "Gespeicherte Beiträge"),
    "meta.content.follows": ("Follows", "Följer"),
    "meta.content.clicks": ("Total clicks", "Totalt antal klick", "Total de clics", "Total des clics"),
    "meta.content.link_clicks": ("Link Clicks", "Länkklick", "Clics en el enlace", "Clics sur un lien"),
    "meta.content.impressions": ("Impressions", "Intryck"),
}


@pytest.mark.parametrize("language", POSTS)
def test_a_post_can_be_placed_in_every_language(language: str) -> None:
    assert [target_of(header)[0] for header in POSTS[language]] == ["post_id", "published", "link", "post_type"]


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_is_the_same_in_every_language(measure: str) -> None:
    assert {target_of(header)[0] for header in MEASURES[measure]} == {measure}


def test_no_header_means_two_things() -> None:
    meanings: dict[str, set[str]] = {}
    for words in ALIASES.values():
        for header, target in words.items():
            meanings.setdefault(norm(header), set()).add(target)
    assert {header: found for header, found in meanings.items() if len(found) > 1} == {}


def test_every_target_is_a_part_of_the_post_or_a_measure_of_content() -> None:
    targets = {target for words in ALIASES.values() for target in words.values()} - {""}
    assert {target for target in targets if "." not in target} == POST_PARTS
    assert all(target.startswith("meta.content.") for target in targets - POST_PARTS)
    assert set(UNITS) <= targets


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Estimated earnings (EUR)", ("meta.content.earnings", "EUR")),
        ("ESTIMATED EARNINGS (sek)", ("meta.content.earnings", "SEK")),
        ("Ingresos estimados (USD)", ("meta.content.earnings", "USD")),
        ("Ad CPM (USD)", ("meta.content.ad_cpm", "USD")),
        ("Reactions, comments and shares", ("meta.content.interactions", None)),
        ("Reaktioner, kommentarer & delningar", ("meta.content.interactions", None)),
        ("Link\u00a0Clicks ", ("meta.content.link_clicks", None)),
        ("Per\u00admalink", ("link", None)),
        ("Duration (sec)", ("", None)),
        ("Views (EUR)", (None, None)),
        ("Näyttökerrat", (None, None)),
        ("Reactions", ("meta.content.reactions", None)),
    ],
)
def test_headers_are_matched_as_they_may_be_written(header: str, expected: tuple[str | None, str | None]) -> None:
    assert target_of(header) == expected


def test_of_two_columns_with_one_name_the_first_is_taken_and_of_two_languages_both() -> None:
    columns = columns_of(("Post ID", "Views", "Reach", "Views", "Visningar", "Jotain", ""))
    assert [(column.target, column.unit) for column in columns] == [
        ("exported_id", None),
        ("meta.content.views", "count"),
        ("meta.content.reach", "count"),
        ("also 2 meta.content.views", "count"),
    ]


def test_kinds_are_those_of_the_lake() -> None:
    assert set(KINDS.values()) <= {"text", "photo", "video", "reel", "carousel", "story", "link", "reply", "other"}
    for words, kind in (("photos foton fotos image", "photo"), ("status text", "text"), ("länkar links", "link")):
        assert {KINDS[word] for word in words.split()} == {kind}


def test_a_title_names_a_measure_of_the_page_and_the_platforms_it_may_be_of() -> None:
    assert TITLES["reach"].platforms == ("instagram",)
    assert TITLES["facebook reach"].platforms == ("facebook",)
    assert TITLES["views"].platforms == ("facebook", "instagram")
    for title, chart in TITLES.items():
        assert chart.measure.startswith("meta.page.")
        assert title == norm(title)
        for platform in ("facebook", "instagram"):
            if platform in title:
                assert chart.platforms == (platform,)


@pytest.mark.parametrize(
    ("cell", "share"), [("10.6", 0.106), ("10,6", 0.106), ("0.7", 0.007), ("100", 1.0), ("4.5%", 0.045), ("", None)]
)
def test_percents_become_shares_to_the_last_digit(cell: str, share: float | None) -> None:
    assert share_of(cell) == share


@pytest.mark.parametrize("cell", ["3.huhti", "17.юни", "Jan-10", "-1", "101", "nan%x", "Infinity"])
def test_what_is_no_percentage_raises(cell: str) -> None:
    with pytest.raises(ValueError):
        share_of(cell)


def test_kinds_of_exports_are_unique_and_say_what_they_are_in_three_languages() -> None:
    kinds = [reader.kind for reader in READERS]
    assert len(set(kinds)) == len(kinds)
    for reader in READERS:
        for text in (reader.title, reader.declined):
            for language in ("en", "fi", "sv"):
                assert text is None or text.in_language(language)
