"""Jobs as a Django app."""

from django.apps import AppConfig


class Jobs(AppConfig):
    """Jobs, their schedule, and the lease of the one process that runs them."""

    name = "reppu.jobs"
    label = "jobs"
