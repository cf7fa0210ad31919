"""The kit as a Django app, so that its templates, tags and files are found."""

from django.apps import AppConfig


class Kit(AppConfig):
    """Frame, tags and files of every page."""

    name = "reppu.web.kit"
    label = "kit"
