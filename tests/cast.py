"""The one cast of all tests of the site: an organisation, its members by role, and an outsider who owns another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from reppu.lake.facade import Lake
    from reppu.people.models import Member, Organisation, Person

PASSWORD = "a long way to the lake"


@dataclass(frozen=True)
class Cast:
    """Who is there. lake: the organisation's, empty until a test imports something."""

    organisation: Organisation
    other: Organisation
    owner: Person
    steward: Person
    contributor: Person
    viewer: Person
    outsider: Person
    lake: Lake

    def member(self, person: Person) -> Member:
        """The person's membership in the organisation."""
        from reppu.people.models import Member

        return Member.objects.get(organisation=self.organisation, person=person)


@pytest.fixture
def cast(db: None, own_home: Path, settings: object) -> Cast:
    """Karhula, a made-up town's communications office; the outsider owns Sunila."""
    from reppu.lake.facade import kept_lake
    from reppu.people.models import Member, Organisation, Person
    from reppu.people.roles import Role

    settings.REPPU_HOME = own_home
    karhula = Organisation.objects.create(slug="karhula", name="Karhula")
    sunila = Organisation.objects.create(slug="sunila", name="Sunila")

    def person(name: str, organisation: Organisation, role: Role) -> Person:
        made = Person.objects.create_user(
            f"{name.lower()}@{organisation.slug}.example", PASSWORD, name=name, language="en"
        )
        Member.objects.create(organisation=organisation, person=made, role=role)
        return made

    return Cast(
        organisation=karhula,
        other=sunila,
        owner=person("Aino", karhula, Role.OWNER),
        steward=person("Bertil", karhula, Role.STEWARD),
        contributor=person("Cecilia", karhula, Role.CONTRIBUTOR),
        viewer=person("Daavid", karhula, Role.VIEWER),
        outsider=person("Eemeli", sunila, Role.OWNER),
        lake=kept_lake(own_home, "karhula"),
    )


@pytest.fixture
def viewer(cast: Cast, client: Client) -> Client:
    """A browser in which the viewer is signed in."""
    client.force_login(cast.viewer)
    return client


@pytest.fixture
def contributor(cast: Cast, client: Client) -> Client:
    """A browser in which the contributor is signed in."""
    client.force_login(cast.contributor)
    return client


@pytest.fixture
def steward(cast: Cast, client: Client) -> Client:
    """A browser in which the steward is signed in."""
    client.force_login(cast.steward)
    return client


@pytest.fixture
def owner(cast: Cast, client: Client) -> Client:
    """A browser in which the owner is signed in."""
    client.force_login(cast.owner)
    return client
