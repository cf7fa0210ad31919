"""An organisation is erased whole, and nothing of another."""

from __future__ import annotations

from datetime import UTC, datetime

from reppu.people.erasing import _tables_of_organisations, erase_organisation
from reppu.people.membership import invite
from reppu.people.models import Member, Organisation, Person
from reppu.people.roles import Role
from reppu.people.trail import write_trace


def test_nothing_of_it_is_left_and_all_of_the_other_stays(cast):
    owner = cast.member(cast.owner)
    invite(owner, "uusi@karhula.example", Role.VIEWER, datetime.now(UTC))
    write_trace(owner, "import.undone", "7")
    Member.objects.create(organisation=cast.other, person=cast.steward, role=Role.VIEWER)
    assert erase_organisation("karhula") > 0
    for table in _tables_of_organisations():
        assert not table._base_manager.filter(organisation_id=cast.organisation.pk).exists(), table
    assert {person.name for person in Person.objects.all()} == {"Bertil", "Eemeli"}, "the steward works elsewhere too"
    assert Organisation.objects.get().slug == "sunila"
    assert Member.objects.of(cast.other).count() == 2


def test_what_the_site_does_not_know_is_nothing_to_erase(cast):
    assert erase_organisation("nowhere") == 0
    assert Person.objects.count() == 5


def test_the_tables_that_hold_something_of_organisations_are_found():
    names = {table.__name__ for table in _tables_of_organisations()}
    assert {"Member", "Invitation", "Trace", "Job", "Schedule", "ImportRun", "Book"} <= names
