"""The sign-in of the made-up organisation: made anew each time, so that nobody need remember it."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from reppu.web.site.preparing import prepare

if TYPE_CHECKING:
    from pathlib import Path

EMAIL = "demo@reppu.example"  # .example belongs to nobody (RFC 2606)


def sign_in_of_demo(home: Path, slug: str, name: str, language: str) -> tuple[str, str]:
    """E-mail and password of the made-up owner of the made-up organisation, who is made when absent.

    The database is always the demo's own, whatever DATABASE_URL says: a made-up person has no business in a real one.
    """
    os.environ.pop("DATABASE_URL", None)
    prepare(home)
    from reppu.people.facade import Found, make_first_owner, nobody_yet

    password = "-".join(secrets.token_hex(2) for _word in range(4))  # 64 bits, in four words of four
    if nobody_yet():
        make_first_owner(
            email=EMAIL, name="Demo", password=password, language=language, organisations=[Found(slug, name, language)]
        )
    else:
        from django.contrib.auth import get_user_model

        person = get_user_model().objects.get(email=EMAIL)
        person.set_password(password)
        person.save(update_fields=["password"])
    return EMAIL, password
