"""Taking an organisation out of the site: everything that was kept for it, and whoever belonged to no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.db.models import ProtectedError

from reppu.people.models import Member, Organisation, Person

if TYPE_CHECKING:
    from django.db.models import Model


def erase_organisation(slug: str) -> int:
    """Erases an organisation's rows in every table of the site and the persons who belong to no other; returns how many
    rows that were. 0 when the site does not know it. It cannot be undone.
    """
    with transaction.atomic():
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            return 0
        persons = set(Member.objects.of(organisation).values_list("person_id", flat=True))
        gone = _erase_rows(organisation)
        gone += organisation.delete()[0]
        elsewhere = set(Member.objects.filter(person_id__in=persons).values_list("person_id", flat=True))
        gone += Person.objects.filter(pk__in=persons - elsewhere).delete()[0]
        return gone


def _tables_of_organisations() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if any(field.related_model is Organisation and field.many_to_one for field in model._meta.get_fields())
        and model is not Organisation
    ]


def _erase_rows(organisation: Organisation) -> int:
    """Tables point at each other and protect what they point at: those that nobody points at go first."""
    gone, waiting = 0, _tables_of_organisations()
    while waiting:
        left = []
        for model in waiting:
            name = next(
                field.name
                for field in model._meta.get_fields()
                if field.related_model is Organisation and field.many_to_one
            )
            try:
                with transaction.atomic():
                    gone += model._base_manager.filter(**{name: organisation}).delete()[0]
            except ProtectedError:
                left.append(model)
        if len(left) == len(waiting):
            raise RuntimeError(f"tables protect each other in a circle: {[model.__name__ for model in left]}")
        waiting = left
    return gone
