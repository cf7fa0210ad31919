"""The pages of sources as a Django application."""

from django.apps import AppConfig


class SourcesPagesConfig(AppConfig):
    """Imports in the browser."""

    name = "reppu.sources.pages"
    label = "sources_pages"
