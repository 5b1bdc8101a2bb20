"""The vocabulary of rights: every verb is used and held, and the roles that only look hold no verb that writes."""

import re
from pathlib import Path

import pytest
from django.urls import get_resolver

from kuangan.foundation.authority.policy import verbs
from kuangan.foundation.authority.roles import ADMIN_ROLES, READ_ONLY_ROLES, Role
from tests.house.test_urls import addresses

ROOT = Path(__file__).parents[2] / "kuangan"
READING = frozenset(
    {
        "duties.board", "duties.export", "duties.read", "duties.see_derivation",
        "governance.read",
        "hazards.export", "hazards.read", "hazards.see_settings", "hazards.see_supervision",
        "inspections.read",
        "integrity.read_audit", "integrity.read_history", "integrity.verify",
        "plan.preview", "plan.read", "plan.read_receipts",
        "registry.export", "registry.read", "registry.read_contacts",
        "shell.administer", "shell.progress_map", "shell.search",
        "standards.read",
    }
)  # fmt: skip
"""Verbs that change no record. A new verb is taken for a writing one until it is listed here."""
OF_ADMINISTRATION = frozenset({"access", "exchange", "integrity", "notices", "shell"})
"""Rooms whose verbs run the system; those of all others belong to the campaign."""

OF_THE_SYSTEM = frozenset({"integrity.compare", "integrity.seal", "integrity.sweep"})
"""Verbs that no person holds: the worker's own."""


@pytest.fixture
def declared() -> dict[str, frozenset[Role]]:
    """The verbs of the rooms with their roles; verbs that tests invent are left out."""
    return {name: rule.roles for name, rule in verbs().items() if ".test_" not in name}


def _uses() -> set[str]:
    """Every verb named outside the policies: by a page, an action, a query, a menu."""
    named = {getattr(view, "verb", "") for _route, _name, view in addresses(get_resolver())}
    for path in ROOT.rglob("*.py"):
        if path.name != "policy.py" and "tests" not in path.parts:
            named |= set(re.findall(r'"([a-z]+\.[a-z_]+)"', path.read_text(encoding="utf-8")))
    return named


def test_every_verb_is_used_by_a_page_or_an_action(declared):
    unused = sorted(set(declared) - _uses())
    assert not unused, f"nothing asks for {unused}: take them out of policy.py, or require() them"


def test_every_verb_is_held_by_somebody(declared):
    assert {name for name, roles in declared.items() if not roles} == OF_THE_SYSTEM


def test_administrators_hold_no_verb_of_the_campaign(declared):
    held = {
        name: sorted(roles & ADMIN_ROLES)
        for name, roles in declared.items()
        if roles & ADMIN_ROLES and name.split(".")[0] not in OF_ADMINISTRATION
    }
    assert not held, f"administrators run the system and see no campaign record: {held}"


def test_no_two_administrations_share_a_verb_that_writes(declared):
    shared = {
        name: sorted(roles & ADMIN_ROLES)
        for name, roles in declared.items()
        if len(roles & ADMIN_ROLES) > 1 and name not in READING
    }
    assert not shared, f"the three administrations are kept apart: {shared}"


@pytest.mark.parametrize("role", sorted(READ_ONLY_ROLES))
def test_who_only_reads_holds_no_verb_that_writes(role, declared):
    writing = sorted(name for name, roles in declared.items() if role in roles and name not in READING)
    assert not writing, f"{role} only reads; list the verb in READING if it changes no record: {writing}"


def test_verbs_listed_as_reading_are_declared(declared):
    assert not sorted(READING - set(declared))


def test_every_role_may_do_something(declared):
    assert not [role.value for role in Role if not any(role in roles for roles in declared.values())]
