"""The actor: who does something, in which roles, in charge of what. Always an argument, never ambient."""

from collections.abc import Container
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Model

from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope


@dataclass(frozen=True)
class Grant:
    """A role within a scope, as valid at this moment."""

    role: Role
    scope: Scope
    organisation: str = ""


SYSTEM = "system"
"""The name under which the trail keeps the system's own work; pages show it in the reader's words."""


@dataclass(frozen=True)
class Actor:
    """Somebody acting now. `name` and `organisation` are text facts that the audit trail keeps for ever.

    `limited_to` is set for who acts through a token: of all the verbs that the roles hold, only these; `token` is the
    token's name for the audit trail.
    """

    user_id: int | None
    name: str
    organisation: str = ""
    grants: tuple[Grant, ...] = ()
    address: str = ""
    is_system: bool = False
    authority_ids: frozenset[int] = field(default_factory=frozenset)
    limited_to: frozenset[str] | None = None
    token: str = ""

    @classmethod
    def system(cls, name: str = SYSTEM) -> "Actor":
        """The system's own work (derivation, nightly jobs): may do everything, and is named in the audit trail."""
        return cls(user_id=None, name=name, is_system=True)

    @classmethod
    def nobody(cls, address: str = "") -> "Actor":
        """A visitor who has not signed in: holds no role and sees no row."""
        return cls(user_id=None, name="", address=address)

    @cached_property
    def scope(self) -> Scope:
        """Everything that any of the roles covers: what this actor can see at all."""
        return Scope.everywhere() if self.is_system else Scope.union(grant.scope for grant in self.grants)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held, wherever: for what a page begins with. Who may do what to a row is asked of `holds`."""
        return frozenset(grant.role for grant in self.grants)

    @cached_property
    def as_told(self) -> dict[str, int | str | None]:
        """Who this is, as every record of the audit trail keeps it: by the names of its columns, in their lengths."""
        return {
            "actor_id": self.user_id,
            "actor_name": self.name[:100],
            "actor_organisation": self.organisation[:200],
            "actor_roles": ",".join(sorted(self.roles))[:200],
            "address": self.address[:45],
        }

    def holds(self, roles: Container[Role], row: Model) -> bool:
        """Whether one of `roles` is held over this very row: what is held elsewhere counts for nothing here.

        The system holds all of them everywhere.
        """
        return self.is_system or any(grant.role in roles and grant.scope.covers(row) for grant in self.grants)

    def scope_as(self, *roles: Role) -> Scope:
        """What the actor is in charge of in these roles only."""
        if self.is_system:
            return Scope.everywhere()
        return Scope.union(grant.scope for grant in self.grants if grant.role in roles)
