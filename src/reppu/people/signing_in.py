"""How people sign in: nobody makes an account by themselves, they are invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter

if TYPE_CHECKING:
    from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """allauth's account flow without open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: the first owner is made on the first visit, everybody else is invited."""
        return False
