"""Joining and leaving: invitations by link, changes of role, and what stays of who leaves.

An organisation always has an owner: the last one can neither leave nor be given a lower role.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from reppu.people.models import Invitation, Member, Organisation, Person
from reppu.people.roles import Role
from reppu.people.trail import write_trace
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable


def invite(by: Member, email: str, role: Role, now: datetime) -> tuple[Invitation, str]:
    """An invitation and the secret of its link, which is kept nowhere. Raises ReppuError for who is a member already.

    An earlier invitation of the same address is withdrawn: one link works, and it is the newest.
    """
    email = email.strip().lower()
    if Member.objects.of(by.organisation).filter(person__email=email, left_at=None).exists():
        raise ReppuError(_("{email} is a member already.", email=email), advice=_("Change the role in the list."))
    secret = Invitation.new_secret()
    with transaction.atomic():
        invitations_open(by.organisation, now).filter(email=email).update(withdrawn_at=now)
        made = Invitation.objects.create(
            organisation=by.organisation,
            email=email,
            role=role,
            secret_hash=Invitation.hash_of(secret),
            invited_by=by,
            at=now,
            expires_at=Invitation.expiry(now),
        )
        write_trace(by, "person.invited", Role(role).name.lower())
    return made, secret


def invitations_open(organisation: Organisation, now: datetime):  # type: ignore[no-untyped-def]  # a QuerySet
    """The organisation's invitations that can still be accepted."""
    return Invitation.objects.of(organisation).filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)


def invitation_with(secret: str, now: datetime) -> Invitation | None:
    """The invitation that a link opens, if it still does."""
    found = (
        Invitation.objects.filter(secret_hash=Invitation.hash_of(secret))
        .select_related("organisation", "invited_by__person")
        .first()
    )
    return found if found is not None and found.is_open(now) else None


def accept(invitation: Invitation, person: Person, now: datetime) -> Member:
    """Makes the person a member. Raises ReppuError when the invitation was used or withdrawn meanwhile."""
    with transaction.atomic():
        held = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not held.is_open(now):
            raise ReppuError(_("This invitation can no longer be used."), advice=_("Ask for a new one."))
        Invitation.objects.filter(pk=held.pk).update(accepted_at=now)
        member, _made = Member.objects.update_or_create(
            organisation=invitation.organisation, person=person, defaults={"role": held.role, "left_at": None}
        )
        write_trace(member, "person.joined", Role(held.role).name.lower())
    return member


def withdraw_invitation(by: Member, number: int, now: datetime) -> None:
    """The link stops working. Nothing happens to one that was used."""
    if invitations_open(by.organisation, now).filter(pk=number).update(withdrawn_at=now):
        write_trace(by, "person.invitation_withdrawn")


def change_role(by: Member, member: Member, role: Role) -> None:
    """Gives a role. Raises ReppuError for the last owner."""
    with transaction.atomic():
        _keep_an_owner(member, stays=role == Role.OWNER)
        Member.objects.filter(pk=member.pk).update(role=role)
        write_trace(by, "person.role_changed", f"{member.pk}: {role.name.lower()}")


def let_go(by: Member, member: Member, now: datetime) -> None:
    """Ends a membership; who belongs to nothing any more is forgotten, and only what they did stays.

    Raises ReppuError for the last owner.
    """
    with transaction.atomic():
        _keep_an_owner(member, stays=False)
        Member.objects.filter(pk=member.pk).update(left_at=now, title="")
        write_trace(by, "person.left", str(member.pk))
        Invitation.objects.of(member.organisation).filter(email=member.person.email).update(
            email=_no_address(member.person)
        )
        if not Member.objects.filter(person=member.person, left_at=None).exists():
            _forget(member.person)


def _keep_an_owner(member: Member, *, stays: bool) -> None:
    # The lock makes two owners who demote each other at once wait for one another.
    Organisation.objects.select_for_update().get(pk=member.organisation_id)
    owners = Member.objects.of(member.organisation).filter(role=Role.OWNER, left_at=None)
    if not stays and list(owners.values_list("pk", flat=True)) == [member.pk]:
        raise ReppuError(
            _("The last owner cannot leave or be given a lower role."), advice=_("Make somebody else an owner first.")
        )


def _no_address(person: Person) -> str:
    return f"former-{person.pk}@removed.invalid"  # RFC 2606: nobody can ever have an address under .invalid


def _forget(person: Person) -> None:
    """Takes away everything that tells who it was, and every way of signing in."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount

    ways: Iterable[type] = (EmailAddress, Authenticator, SocialAccount)
    for way in ways:
        way.objects.filter(user=person).delete()  # type: ignore[attr-defined]
    person.name, person.email, person.is_active = f"former {person.pk}", _no_address(person), False
    person.set_unusable_password()
    person.save()


def members_of(organisation: Organisation) -> list[Member]:
    """Who belongs to it now, owners first."""
    there = Member.objects.of(organisation).filter(left_at=None).select_related("person", "organisation")
    return list(there.order_by("-role", "person__name"))


def invited_by_mail(email: str) -> list[Invitation]:
    """The open invitations of an address, in any organisation."""
    now = timezone.now()
    waiting = Invitation.objects.filter(email=email.lower(), accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    return list(waiting.select_related("organisation", "invited_by__person"))
