"""The metrics' pages as a Django app."""

from django.apps import AppConfig


class Metrics(AppConfig):
    """Definitions and answers in the browser; it keeps no table."""

    name = "reppu.metrics.pages"
    label = "metrics"
