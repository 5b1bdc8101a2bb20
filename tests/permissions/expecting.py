"""The answer that the policies promise, derived without looking at the view."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from kuangan.access.web.library import LIBRARY_VERBS
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may, rule_for
from kuangan.foundation.authority.web import PUBLIC, SIGNED_IN
from tests.permissions.table import Address

BLOCKED = "blocked"


@dataclass(frozen=True)
class Promise:
    """Which statuses are right, why, and which reason a refusal has to give."""

    statuses: frozenset[int]
    why: str
    reason: str = ""

    @property
    def allows(self) -> bool:
        """Whether the person has the right."""
        return not self.statuses & {403, 404}


def verb_of(name: str, view: Any) -> str:
    """The verb that an address declares."""
    return getattr(view, "verb", None) or LIBRARY_VERBS.get(name, "")


def holds(verb: str, actor: Actor) -> bool:
    """Whether one of the actor's roles holds the verb at all."""
    return verb in {SIGNED_IN, BLOCKED} or verb.startswith(PUBLIC) or bool(actor.roles & rule_for(verb).roles)


def url_of(address: Address, side: Any) -> str:
    """The address on a side of the world."""
    return reverse(address.name, kwargs=address.arguments(side)) + address.query


def _refusal(status: int, why: str, reason: Any = "") -> Promise:
    return Promise(frozenset({status}), why, str(reason))


def promised(address: Address, verb: str, actor: Actor, row: Any) -> Promise:
    """What a person with this actor is promised for a record (None: the address is about none)."""
    if verb == BLOCKED:
        return _refusal(404, "this page of the library is not offered")
    if not holds(verb, actor):
        return _refusal(403, f"the role lacks {verb}", may(actor, verb).reason)
    if row is not None and not address.sees(actor, row):
        return _refusal(address.unseen, "the record lies outside")
    if row is not None and not address.reads:
        return _on_row(address, verb, actor, row)
    return Promise(address.told, "the right is there")


def _on_row(address: Address, verb: str, actor: Actor, row: Any) -> Promise:
    if verb == SIGNED_IN or verb.startswith(PUBLIC):
        return Promise(address.told, "the page is the person's own")
    for needed in address.acts or (verb,):
        decision = may(actor, needed, row)
        if decision.outside:
            return _refusal(404, f"{needed} is about a record outside")
        if not decision:
            return _refusal(403, f"{needed}: {decision.reason}", decision.reason)
    return Promise(address.told, "the right is there on the record")


__all__ = ["BLOCKED", "Promise", "holds", "promised", "url_of", "verb_of"]
