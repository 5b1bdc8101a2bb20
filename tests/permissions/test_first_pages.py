"""Whoever has to choose a password or set up the second factor first reaches nothing else."""

from typing import Any

import pytest

from kuangan.access.models import User
from kuangan.access.web.library import FIRST_PASSWORD_PAGES, FIRST_SECOND_FACTOR_PAGES
from kuangan.foundation.authority.roles import MINE_ROLES, OFFICIAL_ROLES, Role
from kuangan.foundation.authority.web import PUBLIC
from tests.permissions.addresses import TABLE
from tests.permissions.asking import ask
from tests.permissions.expecting import BLOCKED, url_of, verb_of
from tests.permissions.table import INSIDE
from tests.permissions.test_matrix import VIEWS

pytestmark = pytest.mark.usefixtures("db")
MUST_CHANGE, MUST_SET_UP = "/account/password/change/", "/account/mfa/totp/activate/"


def _strays(world: Any, role: Role, free: frozenset[str], first: str) -> list[str]:
    """Addresses that did not lead to the page that has to be passed first."""
    side, found = world.sides[INSIDE], []
    for line in TABLE.values():
        verb = verb_of(line.name, VIEWS[line.name])
        if line.name in free or verb == BLOCKED or line.name == "api:nowhere":  # programs bring tokens: 401
            continue
        for method in line.methods:
            body = line.post(side) if method == "POST" else None
            answer = ask(method, url_of(line, side), world.sessions[role], body)
            if answer.status != 302 or answer.headers["Location"] != first:
                found.append(f"{method} {line.name}: {answer.status} {answer.failure}")
            if answer.changed:
                found.append(f"{method} {line.name}: wrote to {answer.changed}")
    return found


@pytest.mark.parametrize("role", [Role.CITY_OFFICE, Role.MINE_PRINCIPAL])
def test_temporary_password_opens_nothing_but_its_change(role, world):
    User.objects.filter(pk=world.users[role].pk).update(must_change_password=True)
    assert not _strays(world, role, FIRST_PASSWORD_PAGES, MUST_CHANGE)


def test_official_without_second_factor_reaches_nothing_but_its_set_up(world, settings):
    settings.KUANGAN_MFA_REQUIRED = True
    assert not _strays(world, Role.CITY_OFFICE, FIRST_SECOND_FACTOR_PAGES, MUST_SET_UP)


@pytest.mark.parametrize("role", sorted(OFFICIAL_ROLES))
def test_every_official_is_sent_to_set_up_the_second_factor(role, world, settings):
    settings.KUANGAN_MFA_REQUIRED = True
    assert ask("GET", "/", world.sessions[role]).headers["Location"] == MUST_SET_UP


@pytest.mark.parametrize("role", sorted(MINE_ROLES | {Role.AGENCY_STAFF}))
def test_mines_and_agencies_work_without_second_factor(role, world, settings):
    settings.KUANGAN_MFA_REQUIRED = True
    assert ask("GET", "/help", world.sessions[role]).status == 200


def test_pages_open_to_visitors_are_the_known_ones():
    """A new page that needs no sign-in is a decision: it is written down here."""
    known = {
        "access:accept_invitation", "access:identity_callback", "access:identity_start", "account_inactive",
        "account_login", "account_logout", "api:nowhere", "mfa_authenticate", "shell:csp_report", "shell:favicon",
        "shell:healthz", "shell:metrics", "shell:readyz", "shell:robots", "ui:language", "ui:large",
    }  # fmt: skip
    assert {name for name, view in VIEWS.items() if verb_of(name, view).startswith(PUBLIC)} == known
