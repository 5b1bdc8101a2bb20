"""Announced working days: entered by page and command, dated and audited; deadlines follow, open years are named."""

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.duties.queries.calendar import deadlines_in_open_years
from kuangan.duties.tests.campaign import ISSUED, SYSTEM, at, authorities, put_in_force
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.working_days import add_working_days
from kuangan.registry.actions import announce_days
from kuangan.registry.rules.calendar import days_of
from tests.cast import people, places

pytestmark = pytest.mark.django_db
WORKED = """
  - id: worked
    title: 五个工作日
    short: 五个工作日
    group: 企业
    summary: 发文后五个工作日。
    clauses: [二]
    bearer: mine
    applies: {scope: full}
    cadence: once
    due: {before: 2023-05-09, working_days: 1}
    evidence: [{key: record, kind: file, label: 记录, accepts: [document]}]
"""


def test_days_are_read_as_the_document_writes_them() -> None:
    off = days_of("1月1日至1月3日、2027-02-05~2027-02-06；5月1日", 2027)
    assert [day.isoformat() for day in off] == [
        "2027-01-01", "2027-01-02", "2027-01-03", "2027-02-05", "2027-02-06", "2027-05-01",
    ]  # fmt: skip
    for wrong in ("2月30日", "1月3日至1月1日", "明天", "1月1日至3月1日"):
        with pytest.raises(ValueError, match=wrong[:2]):
            days_of(wrong, 2027)


def test_a_page_takes_an_announcement_deadlines_follow_and_the_trail_keeps_it(
    tmp_path: Any, client: Any, django_capture_on_commit_callbacks: Any
) -> None:
    authorities()
    with at(ISSUED):
        plan = put_in_force(tmp_path, WORKED).plan
        mine = places.mine()
        derive(SYSTEM, plan, cause="test")
        assert clock.day_of(Assignment.rows.get(mine=mine).due_at) == date(2023, 5, 8)
        client.force_login(people.city_office())
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(
                reverse("registry:calendar_new"),
                {"year": 2023, "document_number": "粤办明电〔2023〕1号", "announced_on": "2023-03-20",
                 "off": "5月8日", "worked": "5月7日"},
            )  # fmt: skip
        assert answer.status_code == 302
        derive(SYSTEM, plan, cause="test")
        assert clock.day_of(Assignment.rows.get(mine=mine).due_at) == date(2023, 5, 7)
        page = client.get(reverse("registry:calendar")).content.decode()
    assert "粤办明电〔2023〕1号" in page
    event = AuditEvent.objects.unscoped("test").get(kind="registry.days_announced")
    assert event.after["days_off"] == ["2023-05-08"] if event.after else True
    client.force_login(people.county_reviewer(places.KAIPING))
    assert client.get(reverse("registry:calendar")).status_code == 200
    assert client.post(reverse("registry:calendar_new"), {}).status_code == 403


def test_the_command_enters_a_year_and_refuses_what_cannot_be(capsys: Any) -> None:
    with at(date(2026, 11, 20)):
        call_command(
            "workdays", "2027", "--off", "1月1日至1月3日", "--work", "1月9日", "--document", "国办发明电〔2026〕9号",
            "--on", "2026-11-05",
        )  # fmt: skip
        assert add_working_days(date(2027, 1, 8), 1) == date(2027, 1, 9)
        call_command("workdays")
        assert "国办发明电〔2026〕9号" in capsys.readouterr().out
        with pytest.raises(CommandError):
            call_command(
                "workdays", "2027", "--off", "1月4日", "--document", "国办发明电〔2026〕9号", "--on", "2026-11-05"
            )
        with pytest.raises(Refused, match="2027-01-05"):
            announce_days(
                SYSTEM, 2027, off=[date(2027, 1, 1)], worked=[date(2027, 1, 5)], document_number="二号",
                announced_on=date(2026, 11, 5),
            )  # fmt: skip


def test_deadlines_in_a_year_nobody_announced_are_named_until_it_is(stage: Any, client: Any) -> None:
    row = stage.assignment()
    with at(date(2026, 12, 1)):
        Assignment.rows.filter(pk=row.pk).update(due_at=clock.end_of_day(date(2028, 1, 20)))
        everywhere = Scope.everywhere()
        assert [(item.year, item.deadlines) for item in deadlines_in_open_years(everywhere)] == [(2028, 1)]
        client.force_login(people.city_office())
        assert "2028" in client.get(reverse("registry:calendar")).content.decode()
        announce_days(
            SYSTEM, 2028, off=[date(2028, 1, 1)], worked=[], document_number="国办发明电〔2027〕1号",
            announced_on=date(2026, 11, 30),
        )  # fmt: skip
        assert deadlines_in_open_years(everywhere) == []
