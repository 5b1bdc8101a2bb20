"""Policies: which roles hold which verb, and the reason when something else stands in the way."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope

Check = Callable[[Actor, Any], Any]
"""Looks at the actor and the row; returns None when nothing stands in the way, otherwise the reason as a sentence."""


@dataclass(frozen=True)
class Rule:
    """One verb: who holds it, and the check on the row."""

    verb: str
    roles: frozenset[Role]
    check: Check | None = None


@dataclass(frozen=True)
class Decision:
    """The answer to "may I?": `reason` is empty when allowed, `outside` tells 404 from 403.

    `is_noise`: no role of the actor over the row (or of the token) holds the verb at all, so it is not worth offering.
    """

    allowed: bool
    reason: Any = ""
    outside: bool = False
    is_noise: bool = False

    def __bool__(self) -> bool:
        return self.allowed


_rules: dict[str, Rule] = {}


def allow(verb: str, roles: Iterable[Role], check: Check | None = None) -> None:
    """Declare a verb once, in the room's policy.py: `allow("duties.accept", {Role.COUNTY_REVIEWER}, check=...)`."""
    _rules[verb] = Rule(verb, frozenset(roles), check)


def rule_for(verb: str) -> Rule:
    """The rule of a verb; KeyError for a verb that no room has declared."""
    return _rules[verb]


def verbs() -> dict[str, Rule]:
    """Every declared verb."""
    return dict(_rules)


def may(actor: Actor, verb: str, row: Model | None = None) -> Decision:
    """Whether `actor` may do `verb` (to `row`), with the reason if not."""
    rule = rule_for(verb)
    if actor.limited_to is not None and verb not in actor.limited_to:
        narrow = _("This token does not include this act. Make one with the area that it needs.")
        return Decision(False, narrow, is_noise=True)
    if not actor.is_system:
        grants = [grant for grant in actor.grants if grant.role in rule.roles]
        if row is not None:
            if not actor.scope.covers(row):
                return Decision(False, _("Not found in your jurisdiction."), outside=True, is_noise=True)
            grants = [grant for grant in grants if grant.scope.covers(row)]
        if not grants:
            return Decision(False, _("Your role does not include this."), is_noise=True)
    reason = rule.check(actor, row) if rule.check and row is not None else None
    return Decision(False, reason) if reason else Decision(True)


def scope_for(actor: Actor, verb: str) -> Scope:
    """What the actor may do `verb` to: only what the roles that hold the verb cover, not what others cover."""
    return actor.scope_as(*rule_for(verb).roles)


def require(actor: Actor, verb: str, row: Model | None = None) -> None:
    """Raise Forbidden or OutOfScope unless `actor` may do `verb` (to `row`)."""
    decision = may(actor, verb, row)
    if decision.outside:
        raise OutOfScope
    if not decision:
        raise Forbidden(decision.reason)
