"""The owner's settings page: every change is an entry of the journal."""

from __future__ import annotations

from reppu.people.models import Organisation, Trace

SAID = {
    "name": "Karhula",
    "language": "en",
    "time_zone": "Europe/Helsinki",
    "currency": "EUR",
    "fiscal_start_month": "1",
    "seasons": "",
}


def test_only_what_changes_is_recorded(owner, cast):
    owner.post("/o/karhula/settings/", SAID)
    before = cast.lake.position
    owner.post("/o/karhula/settings/", SAID)
    assert cast.lake.position == before
    owner.post("/o/karhula/settings/", {**SAID, "currency": "sek", "seasons": "lukuvuosi: 08-01..05-31\n"})
    said = cast.lake.settings()
    assert (said.currency, said.seasons, cast.lake.position) == ("SEK", {"lukuvuosi": "08-01..05-31"}, before + 2)
    assert cast.lake.settings(before).currency == "EUR"
    assert Trace.objects.latest("pk").about == "currency, seasons"
    assert "lukuvuosi: 08-01..05-31" in owner.get("/o/karhula/settings/").content.decode()


def test_the_name_is_changed_where_people_see_it_and_where_books_are_made(owner, cast):
    owner.post("/o/karhula/settings/", {**SAID, "name": "Karhula ja Kymi"})
    assert Organisation.objects.get(slug="karhula").name == cast.lake.settings().name == "Karhula ja Kymi"


def test_a_season_that_is_none_is_named_and_nothing_is_recorded(owner, cast):
    page = owner.post("/o/karhula/settings/", {**SAID, "seasons": "lukuvuosi: soon", "currency": "SEK"})
    assert page.status_code == 400 and "“lukuvuosi: soon” is not a season." in page.content.decode()
    assert cast.lake.position == 0
