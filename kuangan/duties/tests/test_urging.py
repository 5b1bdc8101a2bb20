"""Urging several bearers at once: each gets one notice, nobody is urged twice a day, nobody beyond one's own."""

from collections.abc import Iterator
from datetime import date

import pytest

from kuangan.duties import kinds
from kuangan.duties.actions.derive import derive
from kuangan.duties.actions.telling import tell_acts
from kuangan.duties.actions.urging import urge_many
from kuangan.duties.models import Assignment
from kuangan.duties.queries.urged import last_urged
from kuangan.duties.tests.campaign import SYSTEM, at
from kuangan.duties.tests.web_stage import Scene, words
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.models import Notice
from kuangan.foundation.notices.wording import title_of
from kuangan.plan.models import Plan
from tests.cast import people, places

LATE = date(2023, 7, 20)


@pytest.fixture
def late(scene: Scene) -> Iterator[Scene]:
    """20 July: two mines of the county and one beyond it owe what was due long ago."""
    places.mine(code=places.KAIPING)
    places.mine(code=places.ENPING)
    derive(SYSTEM, Plan.objects.get(), cause="test")
    with at(LATE):
        yield scene


def owed(code: str = places.KAIPING) -> list[int]:
    rows = Assignment.rows.filter(region_code=code, duty_slug__in=["package", "contractors", "monthly"])
    return list(rows.filter(due_at__lt=clock.start_of_day(LATE)).order_by("pk").values_list("pk", flat=True))


def test_each_bearer_gets_one_notice_about_everything_of_theirs(late: Scene) -> None:
    reviewer = people.as_actor(late.users["reviewer"])
    tell_acts(SYSTEM)
    outcomes = urge_many(reviewer, owed(), words="请三日内报送")
    assert len(outcomes) > 2 and not any(one.refused for one in outcomes)
    tell_acts(SYSTEM)
    told = Notice.objects.filter(recipient_id=late.users["principal"].pk, cause__kind=kinds.TOLD_URGED_MANY.name)
    mine = Assignment.rows.filter(pk__in=owed(), mine=late.mine).count()
    assert told.count() == 1 and f"{mine}项" in title_of(told.get().cause)
    tell_acts(SYSTEM)
    assert told.count() == 1
    assert AuditEvent.objects.unscoped("test").filter(kind=kinds.URGED.name).count() == len(outcomes)


def test_what_was_urged_today_is_left_out_and_named_and_may_be_urged_tomorrow(late: Scene) -> None:
    reviewer, chosen = people.as_actor(late.users["reviewer"]), owed()
    urge_many(reviewer, chosen[:1], words="请三日内报送")
    outcomes = {one.assignment_id: one.refused for one in urge_many(reviewer, chosen, words="请三日内报送")}
    assert "陈主任" in outcomes[chosen[0]] and not any(outcomes[pk] for pk in chosen[1:])
    with at(LATE.replace(day=21)):
        assert not any(one.refused for one in urge_many(reviewer, chosen, words="再次催办"))


def test_nothing_of_another_county_is_urged(late: Scene) -> None:
    reviewer = people.as_actor(late.users["reviewer"])
    assert all(one.refused for one in urge_many(reviewer, owed(places.ENPING), words="请三日内报送"))
    assert last_urged(Scope.everywhere(), owed(places.ENPING)) == {}


def test_the_page_shows_whom_about_what_and_when_last_before_anything_is_sent(late: Scene) -> None:
    reviewer, chosen = late.as_("reviewer"), owed()
    listed = words(reviewer.get("/duties/?state=overdue"))
    assert "催办所选" in listed and "催办所选" not in words(reviewer.get("/duties/?state=accepted"))
    asked = "&".join(f"id={pk}" for pk in [*chosen, *owed(places.ENPING)])
    shown = words(reviewer.get(f"/duties/urge/?{asked}"))
    assert f"催办{len(chosen)}项" in shown and "尚未催办" in shown and "不属于您催办" in shown
    sent = {"id": [str(pk) for pk in chosen], "words": "请三日内报送", "ui_once": "a" * 32}
    answer = reviewer.post("/duties/urge/", sent, follow=True)
    assert f"已催办{len(chosen)}件" in words(answer)
    reviewer.post("/duties/urge/", sent)
    assert AuditEvent.objects.unscoped("test").filter(kind=kinds.URGED.name).count() == len(chosen)
    assert late.as_("officer").get("/duties/urge/").status_code == 403
