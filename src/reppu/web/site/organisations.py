"""The API's organisations: where the caller may go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ninja import Field, Router, Schema

from reppu.people.facade import Role, signed_in
from reppu.web.kit.facade import FAULTS

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["Organisations"])


class OrganisationOut(Schema):
    """An organisation that the caller belongs to."""

    slug: str = Field(description="Its id in every address; never changes.")
    name: str
    language: str = Field(description="fi, sv or en.")
    role: str = Field(description="The caller's: viewer, contributor, steward or owner.")
    may_write: bool = Field(
        description="Whether this token or session may also change something, as far as the role allows."
    )


class Organisations(Schema):
    """The caller's organisations, by name."""

    organisations: list[OrganisationOut]


@router.get(
    "/organisations", auth=signed_in(), response={200: Organisations, **FAULTS}, summary="The caller's organisations"
)
def organisations(request: HttpRequest) -> dict[str, Any]:
    """The organisations that this token or session opens: a token's one, or all of a person's."""
    who = request.auth  # type: ignore[attr-defined]
    return {
        "organisations": [
            {
                "slug": one.organisation.slug,
                "name": one.organisation.name,
                "language": one.organisation.language,
                "role": Role(one.role).name.lower(),
                "may_write": who.token is None or who.token.may_write,
            }
            for one in who.memberships()
        ]
    }
