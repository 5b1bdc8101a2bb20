"""Every operation of the API × every role × inside and outside, with tokens; and tokens that lack the area."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from kuangan.access import kinds, rules
from kuangan.access.models import ApiToken
from kuangan.foundation.api import areas, limits
from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.web import SIGNED_IN
from kuangan.foundation.kernel import clock
from kuangan.shell.api import api
from tests.permissions.asking import Answer, ask
from tests.permissions.calling import call, changed
from tests.permissions.expecting import Promise, holds, promised, url_of
from tests.permissions.operations import TABLE
from tests.permissions.table import INSIDE, Address

# Asked on one database: the pages' matrix asks the same policies and scopes on both databases.
pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.embedded]
SPECS = {spec.name: spec for _path, spec in api.operations()}


def token_for(user: Any, names: list[str], **told: Any) -> str:
    """The secret of a token with these areas."""
    secret = rules.new_token()
    ApiToken.objects.create(
        user=user, name="矩阵", prefix=secret[:10], secret_hash=rules.token_hash(secret), areas=names,
        expires_at=clock.real_now() + timedelta(days=1), last_used_at=clock.real_now(), **told,
    )  # fmt: skip
    return secret


@pytest.fixture
def tokens(world) -> dict[Role, str]:
    """A token with every area for every role: what remains is the role."""
    limits.forget()
    return {role: token_for(user, list(areas.known())) for role, user in world.users.items()}


def test_every_operation_stands_in_the_table():
    missing = sorted(set(SPECS) - set(TABLE))
    assert not missing, f"without a line in tests/permissions/operations.py: {missing}"
    assert not sorted(set(TABLE) - set(SPECS)), "no operation has these names any more"


@pytest.mark.parametrize("name", sorted(TABLE))
def test_operation_keeps_what_the_policies_promise(name, world, tokens):
    found = Findings(TABLE[name], SPECS[name], world, tokens)
    for role, actor in world.actors.items():
        for side in found.address.sides(role, found.asked, held=holds(found.spec.verb, actor)):
            found.look(role, side)
    found.visitor()
    found.conclude()
    assert not found.wrong, f"{name} ({SPECS[name].verb}):\n" + "\n".join(found.wrong)


class Findings:
    """What was wrong with one operation, and what was seen on the way."""

    def __init__(self, address: Address, spec: Any, world: Any, tokens: dict[Role, str]) -> None:
        self.address, self.spec, self.world, self.tokens = address, spec, world, tokens
        self.asked = "GET" if spec.method == "GET" else "POST"
        self.wrong: list[str] = []
        self.allowed = self.outside = self.worked = 0

    def send(self, side: Any, token: str | None) -> Answer:
        body = self.address.post(side) if self.spec.writes else None
        return call(self.spec.method, url_of(self.address, side), token, body)

    def look(self, role: Role, key: str) -> None:
        side, actor = self.world.sides[key], self.world.actors[role]
        row = self.address.row(side) if self.address.row else None
        if row is not None:
            assert type(row)._base_manager.filter(pk=row.pk).exists(), "the record has to exist to be forbidden"
        with translation.override("zh-hans"):
            promise = promised(self.address, self.spec.verb, actor, row)
        answer = self.send(side, self.tokens[role])
        for complaint in self._complaints(answer, promise, actor):
            self.wrong.append(f"  {role.value} {key}: {complaint}")
        self.allowed += promise.allows
        self.outside += promise.statuses == {404}
        self.worked += promise.allows and key == INSIDE and answer.status < 300

    def _complaints(self, answer: Answer, promise: Promise, actor: Any) -> list[str]:
        found, text = [], answer.content.decode("utf-8", "replace")
        if answer.status not in promise.statuses:
            wanted = "/".join(map(str, sorted(promise.statuses)))
            found.append(f"{answer.status} instead of {wanted} ({promise.why}) {text[:300]}")
        if answer.status >= 400 and answer.headers["Content-Type"] != "application/problem+json":
            found.append(f"{answer.headers['Content-Type']} is no problem")
        if answer.status >= 400 or not self.spec.writes:
            found += [f"wrote to {changed(answer)}"] if changed(answer) else []
        if not promise.allows and answer.status == 403:
            found += self._of_refusal(answer, promise, text)
        secrets = self.world.secrets_from(actor)
        betrayed = {word: side for word, side in secrets.items() if word in text}
        return [*found, *([f"the answer shows records outside: {betrayed}"] if betrayed else [])]

    def _of_refusal(self, answer: Answer, promise: Promise, text: str) -> list[str]:
        found = [] if promise.reason in text else [f"the problem does not say why: {promise.reason}"]
        if [kind for kind, _details in answer.trail] != [kinds.REFUSED.name]:
            found.append("the refusal is not in the audit trail, once")
        return found

    def visitor(self) -> None:
        """Nobody passes without a token, with an unknown one, or with a session."""
        side = self.world.sides[INSIDE]
        for secret in (None, "ka_unknown"):
            answer = self.send(side, secret)
            if answer.status != 401 or changed(answer):
                self.wrong.append(f"  visitor with {secret}: {answer.status} {changed(answer)}")
        session = self.world.sessions[Role.CITY_OFFICE]
        answer = ask("GET" if self.asked == "GET" else "POST", url_of(self.address, side), session, {})
        if answer.status != 401 or answer.changed:
            self.wrong.append(f"  a session opened it: {answer.status}")

    def conclude(self) -> None:
        """The line is a real one: somebody gets through, somebody stands outside, a write does something."""
        if 403 in self.address.told:  # nobody may do it with a token
            return
        if not self.allowed:
            self.wrong.append("  no role may do it inside: mend the line, or nobody needs this operation")
        if self.address.row and not self.outside:
            self.wrong.append("  no role was outside: choose the side with outside=")
        if self.address.works and not self.worked:
            self.wrong.append("  nobody succeeded: mend the body in the table, or say works=False and why")


@pytest.mark.parametrize("name", sorted(name for name in TABLE if SPECS[name].verb != SIGNED_IN))
def test_a_token_without_the_area_opens_nothing(name, world):
    address, spec = TABLE[name], SPECS[name]
    role = next(role for role, actor in world.actors.items() if may(actor, spec.verb))
    others = [area for area, found in areas.known().items() if spec.verb not in found.verbs]
    token = token_for(world.users[role], others)
    body = address.post(world.sides[INSIDE]) if spec.writes else None
    answer = call(spec.method, url_of(address, world.sides[INSIDE]), token, body)
    assert answer.status == 403
    assert "该令牌" in answer.content.decode()
    assert not changed(answer)


def test_a_token_narrowed_to_a_county_sees_no_other(world):
    limits.forget()
    token = token_for(world.users[Role.CITY_OFFICE], list(areas.known()), region_code=world.sides[INSIDE].code)
    inside, neighbour = world.sides[INSIDE], world.sides["neighbour"]
    assert call("GET", url_of(TABLE["registry.mine"], inside), token).status == 200
    assert call("GET", url_of(TABLE["registry.mine"], neighbour), token).status == 404
    listed = call("GET", "/api/v1/registry/mines?limit=200", token).content.decode()
    assert inside.mine.name in listed
    assert neighbour.mine.name not in listed


def test_a_token_narrowed_to_a_mine_sees_no_other(world):
    limits.forget()
    inside, beside = world.sides[INSIDE], world.sides["next_door"]
    token = token_for(world.users[Role.COUNTY_REVIEWER], list(areas.known()), mine=inside.mine)
    assert call("GET", url_of(TABLE["duties.assignment"], inside), token).status == 200
    assert call("GET", url_of(TABLE["duties.assignment"], beside), token).status == 404
    outside = token_for(world.users[Role.COUNTY_REVIEWER], list(areas.known()), mine=world.sides["far"].mine)
    assert call("GET", url_of(TABLE["registry.mine"], world.sides["far"]), outside).status in {403, 404}
