"""The demo's clock: only in a demo, only forward, by its administrator only, and kept in the trail."""

from datetime import timedelta

import pytest
from django.test import Client

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, Refused
from kuangan.foundation.kernel.models import DemoClock
from kuangan.shell import kinds
from kuangan.shell.actions import move_clock, resume_clock
from kuangan.shell.rules import DEMO_STARTS
from tests import cast

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    yield
    clock.shift(timedelta(0))


def admin() -> Actor:
    return cast.actor(Role.SYSTEM_ADMIN, Scope.of_region("440700"))


def test_a_new_demo_begins_on_20_july_2023(demo):
    assert resume_clock(SYSTEM) == DEMO_STARTS
    assert str(clock.today()) == "2023-07-20"


def test_the_administrator_moves_the_clock_forward_and_the_trail_says_so(demo):
    resume_clock(SYSTEM)
    move_clock(admin(), DEMO_STARTS + timedelta(days=7))
    assert str(clock.today()) == "2023-07-27"
    event = AuditEvent.rows.get(kind="shell.clock_moved")
    assert event.before["shows"].startswith("2023-07-20")
    assert event.after["shows"].startswith("2023-07-27")


def test_the_clock_never_moves_back(demo):
    resume_clock(SYSTEM)
    with pytest.raises(Refused):
        move_clock(admin(), DEMO_STARTS - timedelta(minutes=1))
    assert not AuditEvent.rows.filter(kind="shell.clock_moved").exists()


def test_the_clock_moves_a_year_at_most(demo):
    resume_clock(SYSTEM)
    with pytest.raises(Refused):
        move_clock(admin(), DEMO_STARTS + timedelta(days=500))


def test_outside_a_demo_the_clock_cannot_be_moved(settings):
    settings.DEMO = False
    with pytest.raises(Refused):
        move_clock(admin(), clock.now() + timedelta(days=1))
    assert resume_clock(SYSTEM) is None
    assert not DemoClock.objects.exists()


@pytest.mark.parametrize("role", [Role.CITY_OFFICE, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.MINE_PRINCIPAL])
def test_nobody_else_moves_the_clock(demo, role):
    resume_clock(SYSTEM)
    with pytest.raises(Forbidden):
        move_clock(cast.actor(role, Scope.of_region("440700")), DEMO_STARTS + timedelta(days=1))


def test_after_a_pause_the_clock_goes_on_from_the_last_trace(demo):
    resume_clock(SYSTEM)
    move_clock(admin(), DEMO_STARTS + timedelta(days=2))
    last = AuditEvent.rows.order_by("-entered_at").first().entered_at
    DemoClock.objects.update(anchored_at=clock.real_now() - timedelta(days=30))
    resumed = resume_clock(SYSTEM)
    assert resumed == max(last, DEMO_STARTS + timedelta(days=2))
    assert str(clock.today()) == "2023-07-22", "thirty days with the server off do not count"


def test_the_page_moves_the_clock_by_a_day(demo):
    browser = cast.client(cast.system_admin())
    resume_clock(SYSTEM)
    page = browser.get("/administration/clock")
    assert "2023年7月20日" in page.content.decode()
    assert browser.post("/administration/clock", {"step": "day"}).status_code == 302
    assert str(clock.today()) == "2023-07-21"
    page = browser.get("/administration").content.decode()
    assert "2023年7月21日" in page, "the banner shows the new time on every page"


def test_the_page_says_why_it_refuses_an_earlier_day(demo):
    browser = cast.client(cast.system_admin())
    resume_clock(SYSTEM)
    answer = browser.post("/administration/clock", {"day": "2023-07-01"})
    assert answer.status_code == 422
    assert "只能往后调" in answer.content.decode()


def test_outside_a_demo_there_is_no_clock_page_and_no_banner(settings):
    settings.DEMO = False
    browser = cast.client(cast.system_admin())
    assert browser.get("/administration/clock").status_code == 404
    assert "ka-banner" not in browser.get("/administration").content.decode()


def test_the_clock_page_is_closed_to_others(demo):
    assert cast.client(cast.city_office()).get("/administration/clock").status_code == 403
    assert Client().get("/administration/clock").status_code == 302


def test_what_the_real_clock_entered_does_not_carry_the_demo_away(demo):
    resume_clock(SYSTEM)
    clock.shift(timedelta(0))
    record(SYSTEM, kinds.CLOCK_MOVED)
    assert resume_clock(SYSTEM) < DEMO_STARTS + timedelta(minutes=1)
    assert str(clock.today()) == "2023-07-20"
