"""The first visit: who opens a new installation becomes its first owner and makes the organisation.

A stranger could be faster. So the page asks for a word that `reppu serve` prints on the terminal, unless only this
machine can reach the site; and it is gone once somebody is there.
"""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.auth import login, password_validation
from django.shortcuts import redirect, render
from django.utils.functional import lazystr

from reppu.lake.facade import kept_lake
from reppu.people.facade import make_first_owner, nobody_yet
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _, current_language
from reppu.web.kit.facade import open_to_all
from reppu.web.site.deciding import NewOrganisationForm, beginning, decide, found_here

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from reppu.people.facade import Found

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another one
_NEAR = ("127.0.0.1", "::1", "localhost")


class Door:
    """What the first visit asks for. Shut from the beginning: started in an unknown way, the site trusts nobody."""

    def __init__(self) -> None:
        self.word = "-".join("".join(secrets.choice(_LETTERS) for _i in range(4)) for _j in range(3))  # 59 bits

    def open_for(self, host: str) -> str | None:
        """Sets the door for a site that listens on `host`; returns the word to print, or None where none is asked.

        Behind a stated address or host name there is a proxy, and behind it the world.
        """
        if host in _NEAR and not settings.PUBLIC_ADDRESS and "REPPU_HOSTS" not in os.environ:
            self.word = ""
        return self.word or None

    def opens_with(self, stated: str) -> bool:
        """Whether `stated` is the word, however it is typed."""
        return secrets.compare_digest(stated.strip().lower().encode(), self.word.encode())


DOOR = Door()


class FirstOwnerForm(forms.Form):
    """Who the first owner is."""

    word = forms.CharField(
        label=lazystr(_("Word from the terminal")),
        help_text=lazystr(_("`reppu serve` printed it when it started: it shows that this installation is yours.")),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    person_name = forms.CharField(
        label=lazystr(_("Your name")), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(label=lazystr(_("E-mail")), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=lazystr(_("Password")),
        help_text=lazystr(_("At least 12 characters: three or four words that only you would put together.")),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if not DOOR.word:
            del self.fields["word"]

    def clean_word(self) -> str:
        """The word, if it is the right one."""
        stated: str = self.cleaned_data["word"]
        if not DOOR.opens_with(stated):
            raise forms.ValidationError(str(_("This is not the word that the terminal shows.")))
        return stated

    def clean(self) -> dict[str, Any]:
        """A password that the rules allow for this person."""
        said = super().clean() or self.cleaned_data
        if "password" in said:
            from django.contrib.auth import get_user_model

            someone = get_user_model()(email=said.get("email", ""), name=said.get("person_name", ""))
            try:
                password_validation.validate_password(said["password"], someone)
            except forms.ValidationError as fault:
                self.add_error("password", fault)
        return said


@open_to_all
def welcome(request: HttpRequest) -> HttpResponse:
    """Makes the first owner, and the organisation unless the home holds some already; then shows where they stand."""
    if not nobody_yet():
        return redirect("people:front")
    found = found_here()
    posted = request.POST if request.method == "POST" else None
    owner = FirstOwnerForm(posted)
    organisation = None if found else NewOrganisationForm(posted, initial=beginning(current_language()))
    fault = None
    right = [form.is_valid() for form in (owner, organisation) if form is not None]  # both say what is wrong
    if all(right):
        try:
            return _begin(request, owner.cleaned_data, found, organisation)
        except ReppuError as refused:
            fault = refused
    shown = {"owner": owner, "organisation": organisation, "found": found, "fault": fault}
    return render(request, "site/first_visit.html", shown, status=200 if posted is None else 400)


def _begin(
    request: HttpRequest, said: dict[str, Any], found: list[Found], organisation: NewOrganisationForm | None
) -> HttpResponse:
    first = found if organisation is None else [organisation.as_found()]
    person = make_first_owner(
        email=said["email"],
        name=said["person_name"],
        password=said["password"],
        language=current_language(),
        organisations=first,
    )
    if organisation is not None:
        slug = first[0].slug
        decide(kept_lake(settings.REPPU_HOME, slug), organisation.cleaned_data, f"person:{person.pk}")
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("people:front")
