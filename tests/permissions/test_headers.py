"""Every address answers with the headers that guard the browser, to whoever may read it and to visitors."""

import pytest
from django.urls import get_resolver

from kuangan.foundation.authority.roles import Role
from kuangan.foundation.ui.headers import PERMISSIONS
from tests.house.test_urls import addresses
from tests.permissions.addresses import TABLE
from tests.permissions.asking import Answer, ask
from tests.permissions.expecting import holds, url_of, verb_of
from tests.permissions.table import INSIDE

# Asked on one database: headers are the same whatever the database.
pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.embedded]
VIEWS = {name: view for _route, name, view in addresses(get_resolver())}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Reporting-Endpoints": 'csp="/csp-report"',
}
POLICY = (
    "default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
    "report-uri /csp-report", "report-to csp",
)  # fmt: skip
SANDBOX = "sandbox; default-src 'none'"
"""The policy of files that somebody uploaded: stricter than that of pages."""


def _missing(answer: Answer, *, somebodys: bool) -> list[str]:
    said = answer.headers
    found = [f"{name}: {said.get(name)}" for name, value in ALWAYS.items() if said.get(name) != value]
    policy = answer.headers.get("Content-Security-Policy", "")
    if policy != SANDBOX:
        found += [part for part in POLICY if part not in policy] + [bad for bad in ("unsafe", "*") if bad in policy]
    if somebodys and not _not_stored(answer):
        found.append(f"Cache-Control: {answer.headers.get('Cache-Control')}")
    return found


def _not_stored(answer: Answer) -> bool:
    kept = answer.headers.get("Cache-Control", "")
    preview = answer.headers.get("Content-Type") == "image/jpeg"  # re-drawn, under a hash, for the same browser only
    return "no-store" in kept or (preview and kept.startswith("private"))


@pytest.mark.parametrize("key", sorted(TABLE))
def test_address_answers_with_every_header(key, world):
    line = TABLE[key]
    side, verb = world.sides[INSIDE], verb_of(line.name, VIEWS[line.name])
    url = url_of(line, side)
    allowed = next((role for role in Role if holds(verb, world.actors[role])), Role.CITY_OFFICE)
    wrong = _missing(ask("GET", url, world.sessions[allowed]), somebodys=True)
    assert not wrong, f"{allowed.value} {url}: {wrong}"
    wrong = _missing(ask("GET", url, None), somebodys=False)
    assert not wrong, f"visitor {url}: {wrong}"


def test_address_that_does_not_exist_answers_with_every_header(world):
    assert not _missing(ask("GET", "/no/such/page", world.sessions[Role.CITY_OFFICE]), somebodys=True)
    assert not _missing(ask("GET", "/no/such/page", None), somebodys=False)
