"""People as a Django app."""

from django.apps import AppConfig


class People(AppConfig):
    """Organisations, persons, members, invitations and the audit trail."""

    name = "reppu.people"
    label = "people"
