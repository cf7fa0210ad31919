"""What other capabilities may ask of the people."""

from reppu.people.rights import enter, membership, needs, needs_sign_in
from reppu.people.roles import Role
from reppu.people.trail import write_trace

__all__ = ["Role", "enter", "membership", "needs", "needs_sign_in", "write_trace"]
