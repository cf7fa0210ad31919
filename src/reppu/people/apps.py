"""People as a Django app."""

from django.apps import AppConfig


class People(AppConfig):
    """Organisations, persons, members, invitations and the audit trail."""

    name = "reppu.people"
    label = "people"

    def ready(self) -> None:
        """Makes the tables known that lie beside models.py."""
        from reppu.people import tokens  # noqa: F401
