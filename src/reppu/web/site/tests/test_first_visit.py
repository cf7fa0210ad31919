"""The first visit: it makes the first owner and the organisation, once, and for no stranger."""

from __future__ import annotations

import pytest

from reppu.lake.facade import kept_lake, open_lake, setting
from reppu.people.models import Member, Organisation, Person
from reppu.people.roles import Role
from reppu.vocabulary.errors import ReppuError
from reppu.web.site import first_visit, serving

SAID = {
    "person_name": "Aino Karhu",
    "email": "Aino@Karhula.example",
    "password": "a long way to the lake",
    "name": "Karhulan kaupunki",
    "slug": "",
    "language": "fi",
    "time_zone": "Europe/Stockholm",
    "currency": "sek",
    "fiscal_start_month": "4",
}


@pytest.fixture
def home(db, own_home, settings):
    settings.REPPU_HOME = own_home
    return own_home


@pytest.fixture
def near(home, monkeypatch):
    """A site that only this machine reaches."""
    door = first_visit.Door()
    assert door.open_for("127.0.0.1") is None
    monkeypatch.setattr(first_visit, "DOOR", door)


def test_the_front_page_of_an_empty_installation_leads_to_the_first_visit(client, near):
    assert client.get("/").headers["Location"] == "/welcome/"
    page = client.get("/welcome/").content.decode()
    assert "Welcome to Reppu" in page and 'name="word"' not in page


def test_the_first_visit_makes_owner_organisation_and_the_settings_of_the_lake(client, near, home):
    assert client.post("/welcome/", SAID).headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/o/karhulan-kaupunki/"
    member = Member.objects.get()
    assert (member.role, member.person.email, member.name) == (Role.OWNER, "aino@karhula.example", "Aino Karhu")
    assert (member.organisation.slug, member.organisation.language) == ("karhulan-kaupunki", "fi")
    said = kept_lake(home, "karhulan-kaupunki").settings()
    assert (said.name, said.language, said.time_zone, said.currency, said.fiscal_start_month) == (
        "Karhulan kaupunki",
        "fi",
        "Europe/Stockholm",
        "SEK",
        4,
    )


def test_the_first_visit_works_only_until_there_is_somebody(client, near):
    client.post("/welcome/", SAID)
    client.logout()
    assert client.get("/welcome/").status_code == 302
    assert client.post("/welcome/", {**SAID, "email": "late@karhula.example", "slug": "late"}).status_code == 302
    assert Person.objects.count() == 1
    assert client.get("/").headers["Location"] == "/account/login/"


def test_who_comes_second_at_the_same_moment_is_refused(near):
    first_visit.make_first_owner(email="a@a.example", name="A", password="x", language="fi", organisations=[])
    with pytest.raises(ReppuError, match="has its first owner already"):
        first_visit.make_first_owner(email="b@b.example", name="B", password="x", language="fi", organisations=[])


@pytest.mark.parametrize(
    ("host", "address", "hosts"),
    [("0.0.0.0", "", None), ("127.0.0.1", "https://reppu.example", None), ("127.0.0.1", "", "reppu.example")],
)
def test_a_site_that_others_reach_asks_for_the_word_of_the_terminal(
    client, home, monkeypatch, settings, host, address, hosts
):
    settings.PUBLIC_ADDRESS = address
    if hosts:
        monkeypatch.setenv("REPPU_HOSTS", hosts)
    door = first_visit.Door()
    monkeypatch.setattr(first_visit, "DOOR", door)
    word = door.open_for(host)
    assert word and len(word) == 14
    for wrong in ("", "abcd-efgh-jkmn"):
        page = client.post("/welcome/", {**SAID, "word": wrong})
        assert page.status_code == 400 and not Person.objects.exists()
    assert "This is not the word that the terminal shows." in page.content.decode()
    assert client.post("/welcome/", {**SAID, "word": f" {word.upper()} "}).status_code == 302
    assert Person.objects.count() == 1


def test_started_in_an_unknown_way_the_site_trusts_nobody(client, home, monkeypatch):
    monkeypatch.setattr(first_visit, "DOOR", first_visit.Door())
    assert 'name="word"' in client.get("/welcome/").content.decode()
    assert client.post("/welcome/", SAID).status_code == 400


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "short"}, "at least 12 characters"),
        ({"email": "aino"}, "Enter a valid email address"),
        ({"currency": "XYZ"}, "There is no currency XYZ."),
        ({"slug": "Karhula!"}, "1 to 64 of the characters"),
        ({"name": "北京"}, "1 to 64 of the characters"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(client, near, change, words):
    page = client.post("/welcome/", {**SAID, **change})
    text = page.content.decode()
    assert page.status_code == 400 and words in text
    assert 'value="Aino Karhu"' in text and not Person.objects.exists() and not Organisation.objects.exists()


def test_lakes_of_the_command_line_are_shown_and_become_the_first_owners(client, near, home):
    open_lake(home, "harbour").record(*setting("name", "Harbour Oy"), "test")
    open_lake(home, "quay").record(*setting("language", "sv"), "test")
    page = client.get("/welcome/").content.decode()
    assert "Harbour Oy" in page and "quay" in page and 'name="currency"' not in page
    assert client.post("/welcome/", SAID).status_code == 302
    owned = Member.objects.filter(role=Role.OWNER).values_list("organisation__slug", "organisation__name")
    assert sorted(owned) == [("harbour", "Harbour Oy"), ("quay", "quay")]
    assert Organisation.objects.get(slug="quay").language == "sv"


def test_a_lake_made_later_is_adopted_when_the_site_starts(client, near, home):
    open_lake(home, "harbour").record(*setting("currency", "SEK"), "test")
    serving.adopt_lakes()
    assert not Organisation.objects.exists()  # nobody is there who could own it
    client.post("/welcome/", SAID)
    open_lake(home, "quay").record(*setting("currency", "SEK"), "test")
    serving.adopt_lakes()
    serving.adopt_lakes()
    assert sorted(Organisation.objects.values_list("slug", flat=True)) == ["harbour", "quay"]


def test_a_damaged_lake_keeps_no_other_from_being_found(own_home, settings):
    from reppu.lake.facade import open_lake
    from reppu.web.site.deciding import found_here

    settings.REPPU_HOME = own_home
    for slug in ("ehja", "rikki"):
        open_lake(own_home, slug).close()
    for file in (own_home / "organisations" / "rikki" / "lake").glob("catalog.sqlite*"):
        file.write_bytes(b"no database" * 500)
    assert [one.slug for one in found_here()] == ["ehja"]
