"""The page on which an owner changes what the organisation decides: each change is an entry of the lake's journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.functional import lazystr

from reppu.calendar.facade import own_seasons
from reppu.lake.facade import kept_lake
from reppu.people.facade import Role, needs, write_trace
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _
from reppu.web.site.deciding import OrganisationForm, decide

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class SettingsForm(OrganisationForm):
    """What an organisation decides, with its own seasons."""

    seasons = forms.CharField(
        label=lazystr(_("Seasons of your own")),
        required=False,
        help_text=lazystr(
            _("One a line: a name, its first and its last day (month-day), such as “lukuvuosi: 08-01..05-31”.")
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_seasons(self) -> dict[str, str]:
        """The seasons by name; a line that is none is named."""
        said: dict[str, str] = {}
        for line in self.cleaned_data["seasons"].splitlines():
            if line.strip():
                name, _colon, days = line.partition(":")
                said[name.strip()] = days.strip()
        try:
            own_seasons(said)
        except ReppuError as fault:
            raise forms.ValidationError(str(fault)) from fault
        return said


def _held(request: HttpRequest, slug: str) -> dict[str, Any]:
    organisation = request.organisation  # type: ignore[attr-defined]
    said = kept_lake(settings.REPPU_HOME, slug).settings()
    return {
        "name": organisation.name,
        "language": organisation.language,
        "time_zone": said.time_zone,
        "currency": said.currency,
        "fiscal_start_month": said.fiscal_start_month,
        "seasons": "\n".join(f"{name}: {days}" for name, days in said.seasons.items()),
    }


@needs(Role.OWNER)
def settings_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What the organisation has decided, and a form to decide otherwise."""
    form = SettingsForm(request.POST or None, initial=_held(request, slug))
    if request.method == "POST" and form.is_valid():
        member = request.member  # type: ignore[attr-defined]
        changed = decide(kept_lake(settings.REPPU_HOME, slug), form.cleaned_data, f"person:{member.person_id}")
        organisation = member.organisation
        organisation.name, organisation.language = form.cleaned_data["name"], form.cleaned_data["language"]
        organisation.save(update_fields=["name", "language"])
        if changed:
            write_trace(member, "organisation.settings_changed", ", ".join(changed))
        messages.success(request, str(_("The settings are saved.")))
        return redirect("organisation_settings", slug=slug)
    return render(request, "site/settings.html", {"form": form}, status=400 if request.method == "POST" else 200)
