"""What other capabilities may ask of the people."""

from reppu.people.asking import MemberRequest
from reppu.people.founding import Found, adopt, found_organisation, make_first_owner, nobody_yet, slug_suggested
from reppu.people.models import Member
from reppu.people.rights import enter, membership, needs, needs_sign_in
from reppu.people.roles import Role
from reppu.people.trail import write_trace

__all__ = [
    "Found",
    "Member",
    "MemberRequest",
    "Role",
    "adopt",
    "enter",
    "found_organisation",
    "make_first_owner",
    "membership",
    "needs",
    "needs_sign_in",
    "nobody_yet",
    "slug_suggested",
    "write_trace",
]
