"""Anybody may try anything in any order: no path closes what nobody has verified, and nobody verifies their own work.

Hypothesis plays people of both sides, who press whatever they can; after every act the database is asked whether what
the room promises still holds. Run on SQLite and PostgreSQL.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, Refused
from kuangan.hazards import actions
from kuangan.hazards.models import Evacuation, Extension, Hazard, ListedSupervision, SiteCheck
from kuangan.hazards.states import HAZARD_CHART, Grade, HazardState
from kuangan.hazards.tests import stage
from tests import cast

REACHED: set[tuple[str, str]] = set()
"""States by grade that the stories came to; a proof about states that are never reached proves nothing."""
WORDS = "现场复测台阶高度14.8米，浮石已清"
people = st.sampled_from(["principal", "safety_officer", "reviewer", "inspector", "leader", "city", "city_inspector"])


class Campaign(RuleBasedStateMachine):
    """One mine, its hazard, and seven people; refusals are answers, anything else that goes wrong is a fault."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.mine = cast.mine()
        self.criterion = stage.criterion()
        self.people = _people(self.mine)
        self.hazard = stage.found(self.people["safety_officer"], self.mine)
        self.worked: set[Any] = set()
        """Accounts that applied for acceptance or wrote progress."""
        self.done = 0

    def teardown(self) -> None:
        """Everything is forgotten."""
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def now(self) -> Hazard:
        """The hazard as it is stored."""
        return stage.fresh(self.hazard)

    def attempt(self, who: str, verb: Callable[..., Any], *arguments: Any, **told: Any) -> Any:
        """Do it or be refused: what moved the hazard has left a record, what was refused has left nothing."""
        before, state = AuditEvent.rows.count(), self.now().state
        try:
            with transaction.atomic():
                made = verb(self.people[who], *arguments, **told)
        except (Refused, Forbidden) as refusal:
            assert str(refusal), "a refusal says why"
            assert AuditEvent.rows.count() == before
            assert self.now().state == state
            return None
        self.done += 1
        self.moved(state)
        assert AuditEvent.rows.count() > before or self.now().state == state
        return made

    def moved(self, before: str) -> None:
        """The state moved along the chart, if at all."""
        row = self.now()
        REACHED.add((row.state, row.grade))
        assert row.state == before or any(
            before in move.sources and row.state == move.target for move in HAZARD_CHART.moves.values()
        ), f"{before} → {row.state}"

    # ── what people try ─────────────────────────────────────────────────────

    @rule(steps=st.integers(1, 5), grade=st.sampled_from([Grade.MAJOR, Grade.GENERAL]))
    def go_on(self, steps: int, grade: str) -> None:
        """What the matter waits for, by whoever it waits for: so that stories come to their end."""
        for _step in range(steps):
            row = self.now()
            if row.state == HazardState.REGISTERED:
                self.determine("reviewer", grade)
                self.put_in_place("safety_officer")
                self.sign("principal")
            elif row.state == HazardState.RECTIFYING:
                self.photograph("safety_officer")
                self.apply("safety_officer")
            elif row.state == HazardState.APPLIED:
                self.judge("reviewer", True)
                self.look_on_site("inspector", "passed")
                if self.check() is not None:
                    self.sign_check("reviewer")
            elif row.state == HazardState.VERIFIED:
                self.explain("principal")
                self.lift("inspector", 6)
                self.close("city")

    @rule(who=people, grade=st.sampled_from([Grade.MAJOR, Grade.GENERAL]))
    def determine(self, who: str, grade: str) -> None:
        """Judge it, either way."""
        told = {"criterion": self.criterion, "focus_area": "major_hazards"} if grade == Grade.MAJOR else {}
        self.attempt(who, actions.determine, self.now(), grade=grade, reasons="实测台阶高度18.6米，设计15米", **told)

    @rule(who=people)
    def put_in_place(self, who: str) -> None:
        """The five, complete."""
        self.attempt(who, actions.put_in_place, self.now(), **stage.five())

    @rule(who=people)
    def sign(self, who: str) -> None:
        """Sign the five."""
        self.attempt(who, actions.sign_five, self.now(), proven=True)

    @rule(who=people)
    def add_progress(self, who: str) -> None:
        """Say how it goes."""
        if self.attempt(who, actions.add_progress, self.now(), text=f"已削坡第{self.done}段"):
            self.worked.add(self.people[who].user_id)

    @rule(who=people)
    def photograph(self, who: str) -> None:
        """A picture before and one after."""
        if self.now().is_open:
            self.attempt(who, stage.with_pictures, self.now())

    @rule(who=people)
    def apply(self, who: str) -> None:
        """Report it as rectified."""
        if self.attempt(who, actions.apply, self.now(), statement="台阶高度已降到14.8米", rectified_at=clock.now()):
            self.worked.add(self.people[who].user_id)

    @rule(who=people)
    def take_back(self, who: str) -> None:
        """Take the application back."""
        self.attempt(who, actions.take_back, self.now())

    @rule(who=people, well=st.booleans())
    def judge(self, who: str, well: bool) -> None:
        """Accept or refuse in one act, as for a general hazard."""
        self.attempt(who, actions.accept if well else actions.refuse, self.now(), opinion=WORDS)

    @rule(who=people, result=st.sampled_from(["passed", "refused"]))
    def look_on_site(self, who: str, result: str) -> None:
        """Enter an on-site check, the first signature."""
        told = {"result": result, "opinion": WORDS, "happened_at": clock.now(), "proven": True}
        self.attempt(who, actions.open_check, self.now(), **told)

    @rule(who=people)
    @precondition(lambda self: self.check() is not None)
    def sign_check(self, who: str) -> None:
        """The second signature."""
        self.attempt(who, actions.sign_check, self.check(), proven=True)

    @rule(who=people)
    @precondition(lambda self: self.check() is not None)
    def drop_check(self, who: str) -> None:
        """Drop a check that waits."""
        self.attempt(who, actions.drop_check, self.check())

    @rule(who=people)
    def list_it(self, who: str) -> None:
        """List it for supervision."""
        self.attempt(
            who, actions.list_for_supervision, self.now(), requirements="按治理方案削坡，每周报告",
            deadline=_later(40),
        )  # fmt: skip

    @rule(who=people)
    def delist(self, who: str) -> None:
        """Take it off the list."""
        if listing := ListedSupervision.rows.filter(hazard=self.hazard, state="listed").first():
            self.attempt(who, actions.delist, listing, reason="复核后不属于重大")

    @rule(who=people, grant=st.booleans())
    def more_time(self, who: str, grant: bool) -> None:
        """Ask for more time, or decide on what was asked."""
        if asked := Extension.rows.filter(hazard=self.hazard, state="pending").first():
            self.attempt(who, actions.decide_extension, asked, grant=grant, opinion="情况属实")
        else:
            self.attempt(
                who, actions.ask_extension, self.now(), until=_later(60), reason="连续降雨停工",
                interim_measures="坡下二十米内禁止人员进入",
            )  # fmt: skip

    @rule(who=people)
    def evacuate(self, who: str) -> None:
        """Order people out."""
        self.attempt(who, actions.evacuate, self.now(), area=f"北帮第{self.done}段", extent="area", people_inside=6)

    @rule(who=people, out=st.sampled_from([3, 6]))
    def lift(self, who: str, out: int) -> None:
        """Count, then let people back in."""
        if held := Evacuation.rows.filter(hazard=self.hazard, state="in_force").first():
            self.attempt(who, actions.count_out, held, people_out=out)
            self.attempt(who, actions.lift, held, grounds="复测位移连续七天为零")

    @rule(who=people)
    def explain(self, who: str) -> None:
        """Root cause and lasting measure."""
        if not hasattr(self.now(), "root_cause"):
            self.attempt(who, stage.explained, self.now())

    @rule(who=people)
    def close(self, who: str) -> None:
        """Close it out."""
        self.attempt(who, actions.close, self.now(), unlisted_reason="当场整改，未及挂牌")

    @rule(who=people)
    def send_back(self, who: str) -> None:
        """Do not close it."""
        self.attempt(who, actions.send_back, self.now(), opinion="浮石没有清完")

    @rule(who=people)
    def withdraw(self, who: str) -> None:
        """Say that it was entered by mistake: rarely, for it ends the story."""
        if self.done % 7 == 6:
            self.attempt(who, actions.withdraw, self.now(), reason="与前一项重复登记")

    def check(self) -> SiteCheck | None:
        """The on-site check that waits for its second signature."""
        return SiteCheck.rows.filter(application__hazard=self.hazard, state="open").first()

    # ── what must hold ──────────────────────────────────────────────────────

    @invariant()
    def nothing_is_closed_that_nobody_verified(self) -> None:
        """Closed: verified by somebody who did not rectify it, after evidence; major: on site, by two of a bureau."""
        row = self.now()
        if row.state not in (HazardState.VERIFIED, HazardState.CLOSED):
            return
        assert row.rectified_at <= row.verified_at <= (row.closed_at or clock.now())
        assert row.verified_by_id not in self.worked
        assert row.photos.filter(stage="after", removed_at__isnull=True).exists()
        assert row.applications.filter(state="passed").count() == 1
        if row.grade != Grade.MAJOR:
            return
        check = row.passed_check
        signers = {check.first_by_id, check.second_by_id}
        assert check.state == "signed" and check.result == "passed" and len(signers) == 2
        assert not signers & self.worked
        if row.state == HazardState.CLOSED:
            assert row.closed_by in ("黄科长",), "the city closes"
            assert row.root_cause.measure and not row.evacuations.filter(state="in_force").exists()
            assert not row.listings.filter(state="listed").exists()

    @invariant()
    def a_major_hazard_is_not_worked_on_before_the_principal_signed(self) -> None:
        """Under rectification or further: the five are there, signed by the supervising principal."""
        row = self.now()
        if row.is_major and row.state not in (HazardState.REGISTERED, HazardState.WITHDRAWN):
            assert row.criterion_id and row.focus_area
            assert row.five_points.filter(signed_at__isnull=False).exists()
            assert row.supervisor == "李老板"


def _later(days: int) -> Any:
    from datetime import timedelta

    return clock.today() + timedelta(days=days)


def _people(mine: Any) -> dict[str, Actor]:
    here, county, city = Scope.of_mine(mine.pk), Scope.of_region(mine.region_code), Scope.of_region(cast.JIANGMEN)
    told = {
        "principal": (Role.MINE_PRINCIPAL, here, "李老板"),
        "safety_officer": (Role.MINE_SAFETY_OFFICER, here, "吴安全员"),
        "reviewer": (Role.COUNTY_REVIEWER, county, "陈主任"),
        "inspector": (Role.COUNTY_INSPECTOR, county, "何队长"),
        "leader": (Role.COUNTY_LEADER, county, "梁局长"),
        "city": (Role.CITY_OFFICE, city, "黄科长"),
        "city_inspector": (Role.CITY_INSPECTOR, city, "余队长"),
    }
    return {name: cast.actor(role, scope, called) for name, (role, scope, called) in told.items()}


@pytest.mark.django_db
def test_no_path_closes_what_was_not_verified_by_somebody_else() -> None:
    run_state_machine_as_test(
        Campaign,
        settings=settings(
            max_examples=14, stateful_step_count=30, deadline=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert {(state, "major") for state in HazardState.values} <= REACHED | {("withdrawn", "major")}
    assert (HazardState.CLOSED, Grade.GENERAL) in REACHED
