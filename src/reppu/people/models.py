"""Who is there: organisations, persons, their membership, invitations, and the trail of who did what.

Nothing in these tables changes a number; what does (time zone, currency, seasons) is in the lake's journal.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from reppu.people.roles import Role
from reppu.vocabulary.language import LANGUAGES, _

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from reppu.vocabulary.language import Text

INVITATION_DAYS = 14  # our choice: a holiday's length, so that an invitation survives one
_ROLES = [(role.value, role.name.lower()) for role in Role]
_LANGUAGES = [(code, code) for code in LANGUAGES]


class PersonManager(BaseUserManager["Person"]):
    """Makes persons; an address is kept in small letters, so that it is one person however it is typed."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> Person:
        """A person who can sign in; without a password only by an invitation, a passkey or single sign-on."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """By e-mail address, however it is typed."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody who can sign in, once for all organisations they belong to."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=_LANGUAGES, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name, as Django and allauth ask for it."""
        return self.name


class Organisation(models.Model):
    """One organisation: its slug is its folder's name and never changes; its name may."""

    slug = models.SlugField(max_length=63, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=_LANGUAGES, default="en")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


Row = TypeVar("Row", bound=models.Model)


class OfOrganisation(models.QuerySet[Row]):
    """A table whose rows belong to one organisation each: ask for them with `.of(organisation)`."""

    def of(self, organisation: Organisation) -> Self:
        """Only this organisation's rows."""
        return self.filter(organisation=organisation)


class Member(models.Model):
    """A person in an organisation, with a role. Who leaves is deactivated, so that what they did keeps its author."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role = models.PositiveSmallIntegerField(choices=_ROLES)
    title = models.CharField(max_length=120, blank=True)
    since = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = OfOrganisation.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "person"], name="one_membership_an_organisation"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The person's name; of who has left, a number that stays the same and tells nobody who it was."""
        return self.person.name if self.left_at is None else str(_("Former member {number}", number=str(self.pk)))

    @property
    def initials(self) -> str:
        """One or two letters for the round mark."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def role_in_words(self) -> Text | str:
        """The title if there is one, else the role."""
        return self.title or Role(self.role).label


class Invitation(models.Model):
    """A link by which somebody joins with a role. Only the hash of its secret is kept."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    role = models.PositiveSmallIntegerField(choices=_ROLES)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OfOrganisation.as_manager()

    @staticmethod
    def hash_of(secret: str) -> str:
        """How a secret is kept: it has 256 random bits, so a plain hash is enough."""
        return hashlib.sha256(secret.encode()).hexdigest()

    @staticmethod
    def new_secret() -> str:
        """A secret for a link."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def expiry(now: datetime) -> datetime:
        """Until when an invitation made now can be used."""
        return now + timedelta(days=INVITATION_DAYS)

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at


class Trace(models.Model):
    """One line of the audit trail: who did what, when. Never changed; no row of it holds a secret or a number."""

    organisation = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    what = models.CharField(max_length=60)
    about = models.CharField(max_length=200, blank=True)

    objects = OfOrganisation.as_manager()

    @property
    def in_words(self) -> Text | str:
        """What the deed is called."""
        from reppu.people.trail import deeds_in_words

        return deeds_in_words(self.what)
