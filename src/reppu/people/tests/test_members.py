"""Joining, roles and leaving, asked as a browser asks."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from reppu.people import membership
from reppu.people.models import Invitation, Member, Person, Trace
from reppu.people.roles import Role
from reppu.people.trail import write_trace
from reppu.vocabulary.errors import ReppuError

NEW = "frida@karhula.example"


def link_for(owner, email: str = NEW, role: Role = Role.CONTRIBUTOR) -> str:
    page = owner.post("/o/karhula/people/invite/", {"email": email, "role": int(role)}).content.decode()
    return re.search(r"http://testserver(/invitation/[^\"]+/)", page)[1]


def test_the_link_of_an_invitation_is_shown_once_and_only_its_hash_is_kept(owner):
    link = link_for(owner)
    assert link not in owner.get("/o/karhula/people/").content.decode()
    assert link.split("/")[2] not in Invitation.objects.get().secret_hash


def test_somebody_new_joins_by_the_link_with_the_role_of_the_invitation_once(owner, client):
    link = link_for(owner)
    client.logout()
    assert "frida@karhula.example" in client.get(link).content.decode()
    answer = client.post(link, {"name": "Frida", "password": "a boat under the stars"})
    assert answer.headers["Location"] == "/o/karhula/"
    member = Member.objects.get(person__email=NEW)
    assert (member.role, member.name) == (Role.CONTRIBUTOR, "Frida")
    assert client.get("/o/karhula/").status_code == 200
    assert client.get(link).status_code == 410


def test_a_weak_password_is_refused_beside_the_field(owner, client):
    link = link_for(owner)
    client.logout()
    page = client.post(link, {"name": "Frida", "password": "short"})
    assert page.status_code == 400 and "at least 12 characters" in page.content.decode()
    assert not Person.objects.filter(email=NEW).exists()


def test_an_invitation_to_a_known_address_is_accepted_only_by_its_owner(owner, client, cast):
    link = link_for(owner, "eemeli@sunila.example", Role.VIEWER)
    client.logout()
    assert client.post(link, {"name": "X", "password": "a boat under the stars"}).status_code == 400
    client.force_login(cast.viewer)
    assert client.post(link).status_code == 400
    client.force_login(cast.outsider)
    assert client.post(link).headers["Location"] == "/o/karhula/"
    assert Member.objects.get(organisation=cast.organisation, person=cast.outsider).role == Role.VIEWER
    assert client.get("/").status_code == 200  # two organisations: the choice between them


@pytest.mark.parametrize("how", ["withdrawn", "expired", "replaced"])
def test_a_link_that_was_withdrawn_replaced_or_is_too_old_opens_nothing(owner, how):
    link = link_for(owner)
    if how == "withdrawn":
        owner.post(f"/o/karhula/people/invitations/{Invitation.objects.get().pk}/withdraw/")
    elif how == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        link_for(owner)
    assert owner.get(link).status_code == 410


def test_the_invitation_is_mailed_when_mail_is_set(owner, settings, mailoutbox):
    link_for(owner, "gunilla@karhula.example")
    assert mailoutbox == []
    settings.MAIL_IS_SET = True
    link = link_for(owner)
    assert mailoutbox[0].to == [NEW] and link in mailoutbox[0].body and "Karhula" in mailoutbox[0].subject


def test_a_role_is_changed_and_the_trail_says_so(owner, cast):
    number = cast.member(cast.viewer).pk
    owner.post(f"/o/karhula/people/{number}/role/", {"role": int(Role.STEWARD)})
    assert cast.member(cast.viewer).role == Role.STEWARD
    trace = Trace.objects.of(cast.organisation).latest("pk")
    assert (trace.what, trace.about, trace.member.person) == ("person.role_changed", f"{number}: steward", cast.owner)


@pytest.mark.parametrize("deed", ["role", "leave"])
def test_the_last_owner_cannot_leave_or_be_demoted(owner, cast, deed):
    number = cast.member(cast.owner).pk
    page = owner.post(f"/o/karhula/people/{number}/{deed}/", {"role": int(Role.VIEWER)})
    assert page.status_code == 400 and "The last owner cannot leave" in page.content.decode()
    membership.change_role(cast.member(cast.owner), cast.member(cast.steward), Role.OWNER)
    assert owner.post(f"/o/karhula/people/{number}/{deed}/", {"role": int(Role.VIEWER)}).status_code == 302
    assert cast.member(cast.owner).left_at is not None or cast.member(cast.owner).role == Role.VIEWER


def test_who_leaves_is_forgotten_but_what_they_did_keeps_a_stable_author(owner, cast):
    member = cast.member(cast.viewer)
    write_trace(member, "person.joined")
    owner.post(f"/o/karhula/people/{member.pk}/leave/")
    page = owner.get("/o/karhula/trail/").content.decode()
    assert f"Former member {member.pk}" in page and "Daavid" not in page
    person = Person.objects.get(pk=cast.viewer.pk)
    assert not person.is_active and not person.has_usable_password()
    assert "daavid" not in f"{person.name} {person.email}".lower()


def test_who_leaves_one_of_two_organisations_keeps_the_account(owner, cast):
    Member.objects.create(organisation=cast.other, person=cast.viewer, role=Role.VIEWER)
    owner.post(f"/o/karhula/people/{cast.member(cast.viewer).pk}/leave/")
    person = Person.objects.get(pk=cast.viewer.pk)
    assert person.is_active and person.name == "Daavid"
    assert cast.member(cast.viewer).name.startswith("Former member")


def test_members_of_another_organisation_are_out_of_reach(owner, cast):
    number = Member.objects.get(organisation=cast.other).pk
    assert owner.post(f"/o/karhula/people/{number}/leave/").status_code == 404
    assert owner.post(f"/o/karhula/people/{number}/role/", {"role": 10}).status_code == 404


def test_a_member_is_not_invited_again(cast):
    with pytest.raises(ReppuError, match="is a member already"):
        membership.invite(cast.member(cast.owner), "DAAVID@karhula.example", Role.OWNER, timezone.now())


def test_the_trail_is_filtered_by_person_and_by_deed(owner, cast):
    link_for(owner)
    write_trace(cast.member(cast.steward), "person.joined")
    number = cast.member(cast.steward).pk
    rows = owner.get(f"/o/karhula/trail/?who={number}").content.decode().partition("<tbody>")[2]
    assert "Joined" in rows and "Invited somebody" not in rows
    rows = owner.get("/o/karhula/trail/?what=person.invited").content.decode().partition("<tbody>")[2]
    assert "Invited somebody" in rows and "Bertil" not in rows


def test_an_own_name_and_language_are_changed_on_the_account_page(viewer, cast):
    viewer.post("/account/", {"name": "Daavid K.", "language": "sv"})
    person = Person.objects.get(pk=cast.viewer.pk)
    assert (person.name, person.language) == ("Daavid K.", "sv")
    assert "Ditt konto" in viewer.get("/account/").content.decode()
