"""How an installation and its organisations begin: the first visit makes the first owner; found lakes are adopted.

Lakes lie below nothing that people may import, so who calls says which were found, and what each is called.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from reppu.people.models import Member, Organisation, Person
from reppu.people.roles import Role
from reppu.people.trail import write_trace
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SLUG_LENGTH = 63


@dataclass(frozen=True, slots=True)
class Found:
    """An organisation to begin with: slug, its name as people know it, and its language (fi, sv or en)."""

    slug: str
    name: str
    language: str


def nobody_yet() -> bool:
    """Whether this is still the first visit: no person exists."""
    return not Person.objects.exists()


def slug_suggested(name: str) -> str:
    """The slug that a name suggests: "Lahden Vesi Oy" → "lahden-vesi-oy"; empty when nothing of it can be one."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LENGTH].strip("-")


def make_first_owner(*, email: str, name: str, password: str, language: str, organisations: Sequence[Found]) -> Person:
    """The first person, who owns `organisations`. Raises ReppuError once there is a person: then one is invited."""
    with transaction.atomic():
        # Two first visits at once: the second one waits here for the first (on SQLite every transaction does) and fails.
        list(ContentType.objects.select_for_update().filter(app_label="people", model="person"))
        if not nobody_yet():
            raise ReppuError(
                _("This installation has its first owner already."),
                advice=_("Sign in, or ask an owner of your organisation for an invitation."),
            )
        person = Person.objects.create_user(email, password, name=name, language=language)
        for found in organisations:
            found_organisation(found, person)
    return person


def found_organisation(found: Found, owner: Person) -> Member:
    """A new organisation and its owner. Raises ReppuError when the slug is taken."""
    with transaction.atomic():
        if Organisation.objects.filter(slug=found.slug).exists():
            raise ReppuError(
                _("There is an organisation “{slug}” already.", slug=found.slug), advice=_("Choose another short name.")
            )
        organisation = Organisation.objects.create(slug=found.slug, name=found.name, language=found.language)
        member = Member.objects.create(organisation=organisation, person=owner, role=Role.OWNER)
        write_trace(member, "organisation.founded", found.slug)
    return member


def adopt(found: Iterable[Found]) -> list[Organisation]:
    """Gives every found organisation that has none its row; returns the new ones, which the first owner owns.

    Before the first visit nothing happens: who comes then becomes the owner of all.
    """
    first_owner = Person.objects.filter(is_active=True).order_by("pk").first()
    if first_owner is None:
        return []
    known = set(Organisation.objects.values_list("slug", flat=True))
    return [found_organisation(one, first_owner).organisation for one in found if one.slug not in known]
