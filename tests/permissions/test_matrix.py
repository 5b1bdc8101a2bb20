"""Every address × every role × inside and outside, for reading and for writing."""

from typing import Any

import pytest
from django.urls import get_resolver
from django.utils import translation

from kuangan.access import kinds
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.web import PUBLIC
from kuangan.shell.api import api
from tests.house.test_urls import addresses
from tests.permissions.addresses import TABLE
from tests.permissions.asking import Answer, ask
from tests.permissions.expecting import BLOCKED, Promise, holds, promised, url_of, verb_of
from tests.permissions.table import INSIDE, Address

pytestmark = pytest.mark.usefixtures("db")
OPERATIONS = {spec.name for _path, spec in api.operations()}
"""They have a matrix of their own: test_api_matrix.py."""
VIEWS = {name: view for _route, name, view in addresses(get_resolver()) if name.removeprefix("api:") not in OPERATIONS}
HOW = (
    "say in tests/permissions/addresses/<room>.py what the address is about: Address(name, row=..., methods=..., "
    "post=...); see tests/permissions/table.py"
)


def test_every_address_stands_in_the_table():
    missing = sorted(set(VIEWS) - {line.name for line in TABLE.values()})
    assert not missing, f"without a line in the permission matrix: {missing}\n{HOW}"


def test_every_line_of_the_table_is_an_address():
    gone = sorted({line.name for line in TABLE.values()} - set(VIEWS))
    assert not gone, f"no address has these names any more, take their lines out of the table: {gone}"


@pytest.mark.parametrize("key", sorted(key for key, line in TABLE.items() if line.name in VIEWS))
def test_address_keeps_what_the_policies_promise(key, world, settings):
    address = TABLE[key]
    verb = verb_of(address.name, VIEWS[address.name])
    settings.DEMO = settings.DEMO or address.demo
    found = Findings(address, verb, world)
    for role, actor in world.actors.items():
        for method in address.looked_at:
            for side in address.sides(role, method, held=holds(verb, actor)):
                found.look(role, side, method)
    found.other_methods()
    found.visitor()
    found.conclude()
    assert not found.wrong, f"{key} ({verb}):\n" + "\n".join(found.wrong)


class Findings:
    """What was wrong with one address, and what was seen on the way."""

    def __init__(self, address: Address, verb: str, world: Any) -> None:
        self.address, self.verb, self.world = address, verb, world
        self.wrong: list[str] = []
        self.allowed: set[str] = set()
        self.outside = self.worked = 0

    def look(self, role: Role, key: str, method: str) -> None:
        """Ask as one role on one side by one method, and compare with the promise."""
        side, actor = self.world.sides[key], self.world.actors[role]
        row = self.address.row(side) if self.address.row else None
        if row is not None:
            assert type(row)._base_manager.filter(pk=row.pk).exists(), "the record has to exist to be forbidden"
        with translation.override("zh-hans"):
            promise = promised(self.address, self.verb, actor, row)
        body = self.address.post(side) if method == "POST" else None
        answer = ask(method, url_of(self.address, side), self.world.sessions[role], body)
        for complaint in self._complaints(answer, promise, method, actor):
            self.wrong.append(f"  {role.value} {method} {key}: {complaint}")
        self._count(promise, answer, method, key)

    def _complaints(self, answer: Answer, promise: Promise, method: str, actor: Any) -> list[str]:
        found = []
        if answer.status not in promise.statuses:
            wanted = "/".join(map(str, sorted(promise.statuses)))
            found.append(f"{answer.status} instead of {wanted} ({promise.why}) {answer.failure}".rstrip())
        if not promise.allows:
            found += self._of_refusal(answer, promise)
        elif method == "GET" and answer.changed:
            found.append(f"reading wrote to {answer.changed}")
        betrayed = {word: side for word, side in self.world.secrets_from(actor).items() if word in answer.text}
        if betrayed:
            found.append(f"the answer shows records outside: {betrayed}")
        return found

    def _of_refusal(self, answer: Answer, promise: Promise) -> list[str]:
        """A refusal changes nothing, gives its reason, and a missing right is in the trail."""
        found = []
        if answer.changed:
            found.append(f"refused, yet wrote to {answer.changed}")
        others = [kind for kind, _details in answer.trail if kind != kinds.REFUSED.name]
        if others:
            found.append(f"refused, yet the trail says {others}")
        if answer.status == 403 == min(promise.statuses):
            if promise.reason not in answer.text:
                found.append(f"the page does not say why: {promise.reason}")
            if [kind for kind, _details in answer.trail] != [kinds.REFUSED.name]:
                found.append("the refusal is not in the audit trail, once")
        return found

    def _count(self, promise: Promise, answer: Answer, method: str, key: str) -> None:
        if promise.allows:
            self.allowed.add(method)
            if method == "POST" and key == INSIDE:
                acted = [kind for kind, _details in answer.trail if kind != kinds.REFUSED.name]
                self.worked += bool(answer.changed or acted)
        elif promise.statuses == {404}:
            self.outside += 1

    def other_methods(self) -> None:
        """A method that the address does not answer changes nothing, whoever sends it."""
        side = self.world.sides[INSIDE]
        for method in {"GET", "POST"} - set(self.address.methods):
            for role in (Role.CITY_OFFICE, Role.SECURITY_ADMIN):
                body = self.address.post(side) if method == "POST" else None
                answer = ask(method, url_of(self.address, side), self.world.sessions[role], body)
                if answer.status >= 500 or answer.changed:
                    self.wrong.append(f"  {role.value} {method}: {answer.status} {answer.changed} {answer.failure}")

    def visitor(self) -> None:
        """Nobody passes without signing in, and nothing changes."""
        if self.verb.startswith(PUBLIC):
            return
        for method in self.address.methods:
            side = self.world.sides[INSIDE]
            body = self.address.post(side) if method == "POST" else None
            answer = ask(method, url_of(self.address, side), None, body)
            to_sign_in = answer.status == 302 and "/account/login/" in answer.headers.get("Location", "")
            refused = answer.status in {401, 403} or (self.verb == BLOCKED and answer.status == 404)
            if not (to_sign_in or refused):
                self.wrong.append(f"  visitor {method}: {answer.status} instead of the sign-in page {answer.failure}")
            if answer.changed:
                self.wrong.append(f"  visitor {method}: wrote to {answer.changed}")

    def conclude(self) -> None:
        """The line is a real one: somebody gets through, somebody stands outside, a POST does something."""
        address = self.address
        if self.verb == BLOCKED or 404 in address.told:
            return
        for method in set(address.looked_at) - self.allowed:
            self.wrong.append(f"  no role may {method} inside: mend the line, or nobody needs this address")
        if address.row and not self.outside and not address.central:
            self.wrong.append("  no role was outside: choose the side with outside=")
        if "POST" in address.looked_at and address.works and not self.worked:
            self.wrong.append("  no POST did anything: mend the body in the table, or say works=False and why")
