"""What a view that says `@needs(Role.…)` is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from reppu.people.models import Member, Organisation


class MemberRequest(HttpRequest):
    """A request that `rights.enter` has let into an organisation. For type checks only: nothing makes one."""

    organisation: Organisation
    member: Member
    home_address: str
