"""What an organisation decides about its days, money and seasons: read from its lake's journal, and written there."""

from __future__ import annotations

import logging
import sqlite3
import zoneinfo
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.functional import lazystr

from reppu.lake.facade import check_slug, kept_lake, organisations, setting
from reppu.people.facade import Found, slug_suggested
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import LANGUAGES, _, current_language

if TYPE_CHECKING:
    from reppu.lake.facade import Lake

LANGUAGE_NAMES = (("fi", "suomi"), ("sv", "svenska"), ("en", "English"))
_NO_PLACE = ("Etc/", "US/", "posix/", "right/", "SystemV/")

log = logging.getLogger(__name__)


def zone_choices() -> list[tuple[str, str]]:
    """Every time zone that is named after a place, and UTC."""
    named = sorted(one for one in zoneinfo.available_timezones() if "/" in one and not one.startswith(_NO_PLACE))
    return [("UTC", "UTC"), *((one, one.replace("_", " ")) for one in named)]


def month_choices() -> list[tuple[int, str]]:
    """The months by name in the reader's language, as a list writes them."""
    from babel.dates import get_month_names

    names = get_month_names("wide", context="stand-alone", locale=current_language())
    return [(number, name[:1].upper() + name[1:]) for number, name in names.items()]


class OrganisationForm(forms.Form):
    """The decisions with which an organisation begins; each can be changed later, as an entry of its journal."""

    name = forms.CharField(label=lazystr(_("Name of the organisation")), max_length=120)
    language = forms.ChoiceField(
        label=lazystr(_("Language of books and messages")),
        choices=LANGUAGE_NAMES,
        help_text=lazystr(_("Everyone chooses the language of their own pages.")),
    )
    time_zone = forms.ChoiceField(
        label=lazystr(_("Time zone")), choices=zone_choices, help_text=lazystr(_("Decides on which day a post falls."))
    )
    currency = forms.CharField(
        label=lazystr(_("Currency")),
        min_length=3,
        max_length=3,
        help_text=lazystr(_("Three letters, such as EUR or SEK.")),
    )
    fiscal_start_month = forms.TypedChoiceField(
        label=lazystr(_("The fiscal year begins in")), choices=month_choices, coerce=int
    )

    def clean_currency(self) -> str:
        """A currency that is or was money somewhere, in capitals."""
        from babel.numbers import list_currencies

        code: str = self.cleaned_data["currency"].upper()
        if code not in list_currencies():
            raise forms.ValidationError(str(_("There is no currency {code}.", code=code)))
        return code


class NewOrganisationForm(OrganisationForm):
    """A new organisation, with the short name that its folder and its addresses will have for good."""

    slug = forms.CharField(
        label=lazystr(_("Short name in addresses")),
        required=False,
        max_length=63,
        help_text=lazystr(_("Letters a–z, numbers and hyphens. Left empty, it is made of the name. It never changes.")),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "data-slug-of": "id_name"}),
    )
    field_order = ("name", "slug")

    def clean(self) -> dict[str, Any]:
        """With a slug that is free: the stated one, else the one that the name suggests."""
        said = super().clean() or self.cleaned_data
        said["slug"] = said.get("slug") or slug_suggested(said.get("name", ""))
        try:
            check_slug(said["slug"])
        except ReppuError as fault:
            if "name" in said and "slug" not in self.errors:
                self.add_error("slug", str(fault))
            return said
        if said["slug"] in organisations(settings.REPPU_HOME):
            self.add_error("slug", str(_("There is an organisation “{slug}” already.", slug=said["slug"])))
        return said

    def as_found(self) -> Found:
        """What people needs to know of it."""
        said = self.cleaned_data
        return Found(said["slug"], said["name"], said["language"])


# The currency that a language suggests; who means another one says so.
_CURRENCIES = {"fi": "EUR", "sv": "SEK", "en": "EUR"}


def beginning(language: str) -> dict[str, Any]:
    """What the form for a new organisation holds before anybody has typed."""
    zone = "Europe/Stockholm" if language == "sv" else "Europe/Helsinki"
    return {"language": language, "time_zone": zone, "currency": _CURRENCIES[language], "fiscal_start_month": 1}


# What of the form is a setting of the lake, in the order in which the entries are made.
_OF_THE_LAKE = ("name", "language", "time_zone", "currency", "fiscal_start_month")


def decide(lake: Lake, wanted: dict[str, Any], who: str) -> list[str]:
    """Records as entries what of `wanted` differs from what holds now; returns the names of the settings changed."""
    now = lake.settings()
    changed = [name for name in (*_OF_THE_LAKE, "seasons") if name in wanted and getattr(now, name) != wanted[name]]
    for name in changed:
        lake.record(*setting(name, wanted[name]), who)
    return changed


def found_here() -> list[Found]:
    """The organisations whose lakes lie in this home, made by the command line or a restored backup.

    One whose lake cannot be opened is left to `reppu doctor`: it must not keep the site of the others from starting.
    """
    there = []
    for slug in organisations(settings.REPPU_HOME):
        try:
            said = kept_lake(settings.REPPU_HOME, slug).settings()
        except (ReppuError, sqlite3.DatabaseError) as fault:
            log.warning("the lake of an organisation could not be opened: %s", type(fault).__name__)
            continue
        there.append(Found(slug, said.name or slug, said.language if said.language in LANGUAGES else "en"))
    return there
