"""Personal tokens: what a program shows instead of a person's password, with the person's rights at most.

A token is of one member, and so of one organisation. Its secret is shown once and kept as a hash only.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

from reppu.people.models import OfOrganisation
from reppu.people.trail import write_trace
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from datetime import datetime

    from reppu.people.models import Member, Person

# By this beginning a secret that was left in a repository or a log is found; the scanners of code sites look for such.
PREFIX = "reppu_"
LIFETIMES_DAYS = (30, 90, 365)  # our choice: a trial, a season, a year; none lives for ever
MOST_TOKENS = 50  # of one member, our choice: more than anybody keeps an eye on


class AccessToken(models.Model):
    """A personal token. may_write: else it only reads, whatever the member's role. last_used_on: a day, UTC."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    may_write = models.BooleanField(default=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = OfOrganisation.as_manager()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def works(self, now: datetime) -> bool:
        """Whether it opens anything: neither run out nor revoked, and its person still a member."""
        member = self.member
        alive = self.revoked_at is None and now < self.expires_at
        return alive and member.left_at is None and member.person.is_active


def _hash_of(secret: str) -> str:
    # 256 random bits cannot be guessed from their hash, so that no slow one is needed.
    return hashlib.sha256(secret.encode()).hexdigest()


def make_token(member: Member, name: str, *, may_write: bool, days: int) -> tuple[AccessToken, str]:
    """A new token and its secret, which is nowhere afterwards. days: how long it works, one of LIFETIMES_DAYS."""
    if days not in LIFETIMES_DAYS:
        raise ValueError(f"a token lives for one of {LIFETIMES_DAYS} days, not {days}")
    now = timezone.now()
    if AccessToken.objects.filter(member=member, revoked_at=None, expires_at__gt=now).count() >= MOST_TOKENS:
        raise ReppuError(
            _("You have {count} tokens already.", count=MOST_TOKENS), advice=_("Revoke one that is not used any more.")
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        organisation=member.organisation,
        member=member,
        name=name,
        may_write=may_write,
        secret_hash=_hash_of(secret),
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    write_trace(member, "token.made", name)
    return token, secret


def token_of(secret: str, now: datetime | None = None) -> AccessToken | None:
    """The token that a secret opens with, if it works now; notes the day of its use."""
    moment = now or timezone.now()
    token = (
        AccessToken.objects.filter(secret_hash=_hash_of(secret))
        .select_related("organisation", "member", "member__person", "member__organisation")
        .first()
    )
    if token is None or not token.works(moment):
        return None
    if token.last_used_on != moment.date():
        token.last_used_on = moment.date()
        token.save(update_fields=["last_used_on"])
    return token


def tokens_of(person: Person) -> list[AccessToken]:
    """A person's tokens in all of their organisations, the newest first; revoked and run-out ones too."""
    found = AccessToken.objects.filter(member__person=person)
    return list(found.select_related("organisation", "member", "member__person"))


def revoke(token: AccessToken) -> None:
    """From now on the token opens nothing. One that is revoked already stays so."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        write_trace(token.member, "token.revoked", token.name)
