"""What other capabilities may ask of the people."""

from reppu.people.asking import MemberRequest
from reppu.people.calling import Caller, admit, caller, refusal, signed_in
from reppu.people.erasing import erase_organisation
from reppu.people.founding import Found, adopt, found_organisation, make_first_owner, nobody_yet, slug_suggested
from reppu.people.models import Member
from reppu.people.rights import enter, membership, needs, needs_sign_in
from reppu.people.roles import Role
from reppu.people.throttling import throttle
from reppu.people.tokens import token_of
from reppu.people.trail import name_deeds, write_trace

__all__ = [
    "Caller",
    "Found",
    "Member",
    "MemberRequest",
    "Role",
    "admit",
    "adopt",
    "caller",
    "enter",
    "erase_organisation",
    "found_organisation",
    "make_first_owner",
    "membership",
    "name_deeds",
    "needs",
    "needs_sign_in",
    "nobody_yet",
    "refusal",
    "signed_in",
    "slug_suggested",
    "throttle",
    "token_of",
    "write_trace",
]
