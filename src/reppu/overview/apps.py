"""The overview as a Django app."""

from django.apps import AppConfig


class Overview(AppConfig):
    """The landing page: where the organisation stands."""

    name = "reppu.overview"
    label = "overview"
