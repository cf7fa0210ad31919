"""The books' pages as a Django app."""

from django.apps import AppConfig


class Books(AppConfig):
    """Books that were packed from the site, and the pages about them."""

    name = "reppu.reports.pages"
    label = "books"
