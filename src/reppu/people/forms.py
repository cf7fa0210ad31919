"""What people type about themselves and about whom they invite."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth import password_validation
from django.utils.functional import lazystr

from reppu.people.models import Person
from reppu.people.roles import Role
from reppu.vocabulary.language import LANGUAGES, _

LANGUAGE_NAMES = {"fi": "suomi", "sv": "svenska", "en": "English"}


def role_choices() -> list[tuple[int, str]]:
    """The roles by name."""
    return [(role.value, str(role.label)) for role in Role]


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=lazystr(_("E-mail")))
    role = forms.TypedChoiceField(
        label=lazystr(_("Role")), choices=role_choices, coerce=lambda stated: Role(int(stated))
    )


class RoleForm(forms.Form):
    """A role of a member."""

    role = forms.TypedChoiceField(choices=role_choices, coerce=lambda stated: Role(int(stated)))


class JoiningForm(forms.Form):
    """Name and password of somebody new."""

    name = forms.CharField(
        label=lazystr(_("Your name")), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=lazystr(_("Password")),
        help_text=lazystr(_("At least 12 characters: three or four words that only you would put together.")),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *arguments: Any, email: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.email = email

    def clean_password(self) -> str:
        """A password that the rules allow for this person."""
        stated: str = self.cleaned_data["password"]
        password_validation.validate_password(stated, Person(email=self.email, name=self.cleaned_data.get("name", "")))
        return stated


class SignInForm(LoginForm):
    """allauth's form without its link to a new password, which our page offers only where mail can be sent."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["password"].help_text = ""


class AccountForm(forms.ModelForm[Person]):
    """One's own name, and the language of one's pages."""

    language = forms.ChoiceField(
        label=lazystr(_("Language of your pages")), choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES]
    )

    class Meta:
        model = Person
        fields = ("name", "language")
        labels = {"name": lazystr(_("Your name"))}  # noqa: RUF012
