"""May I? The role, the place, the reason."""

import pytest

from kuangan.foundation.authority import policy
from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.policy import allow, may, require
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope
from tests.cast import people, places

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _verbs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "_rules", policy.verbs())
    allow("test.look", {Role.COUNTY_REVIEWER, Role.PROVINCE_SUPERVISOR})
    allow("test.mend", {Role.COUNTY_REVIEWER}, lambda _actor, row: "已关闭" if row.name == "关" else None)


def test_outside_the_jurisdiction_a_record_does_not_exist() -> None:
    reviewer = people.actor(Role.COUNTY_REVIEWER, Scope.of_region(places.KAIPING))
    with pytest.raises(OutOfScope):
        require(reviewer, "test.look", places.mine(code=places.ENPING))


def test_inside_it_a_missing_right_is_a_refusal_with_a_reason() -> None:
    supervisor = people.actor(Role.PROVINCE_SUPERVISOR, Scope.of_region("440000"))
    assert may(supervisor, "test.look", places.mine())
    with pytest.raises(Forbidden):
        require(supervisor, "test.mend", places.mine())


def test_a_right_held_in_one_place_does_not_reach_into_another_where_one_only_looks() -> None:
    actor = Actor(
        7,
        "两处任职",
        grants=(
            Grant(Role.COUNTY_REVIEWER, Scope.of_region(places.KAIPING)),
            Grant(Role.PROVINCE_SUPERVISOR, Scope.of_region(places.ENPING)),
        ),
    )
    assert may(actor, "test.mend", places.mine(code=places.KAIPING))
    assert not may(actor, "test.mend", places.mine(code=places.ENPING))


def test_a_check_on_the_row_gives_its_own_reason() -> None:
    reviewer = people.actor(Role.COUNTY_REVIEWER, Scope.of_region(places.ENPING))
    decision = may(reviewer, "test.mend", places.mine("关", code=places.ENPING))
    assert not decision and decision.reason == "已关闭" and not decision.outside


def test_a_verb_that_nobody_declared_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        may(Actor.nobody(), "test.unknown")


def test_a_visitor_may_nothing() -> None:
    assert not may(Actor.nobody(), "test.look")
