"""The auditor checks the trail with a button; what came of it stays readable, and what is wrong stands in red."""

import pytest
from django.core.cache import cache

from kuangan.access.queries import checking
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity import sealing
from kuangan.foundation.integrity.models import AuditEvent
from tests import cast
from tests.cast import people

pytestmark = pytest.mark.django_db
AUDIT, VERIFY = "/access/audit/", "/access/audit/verify/"


@pytest.fixture(autouse=True)
def nothing_is_under_way() -> None:
    cache.clear()


def page(account) -> str:
    return people.client(account).get(AUDIT).content.decode()


def test_a_press_checks_and_says_who_checked_how_much_and_that_all_is_in_order() -> None:
    cast.mine("恩平石场")
    sealing.seal_all(Actor.system("worker"))
    auditor = people.auditor()
    answer = people.client(auditor).post(VERIFY, follow=True).content.decode()
    assert "司徒审计" in answer and "一致" in answer and "条记录" in answer
    assert checking.under_way() is None


@pytest.mark.embedded
def test_what_was_changed_behind_the_guards_stands_in_red_with_its_number(django_db_blocker) -> None:
    from django.db import connection

    cast.mine("恩平石场")
    sealing.seal_all(Actor.system("worker"))
    row = AuditEvent.objects.unscoped("test").order_by("pk").first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='integrity_auditevent'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("UPDATE integrity_auditevent SET actor_name='别人' WHERE id=%s", [row.pk])
    answer = people.client(people.audit_admin()).post(VERIFY, follow=True).content.decode()
    assert "ka-danger" in answer and f"第{row.pk}条" in answer and "项异常" in answer


def test_one_check_at_a_time_and_the_page_says_who_is_at_it() -> None:
    assert checking.begun(people.as_actor(people.audit_admin()))
    auditor = people.auditor()
    answer = people.client(auditor).post(VERIFY, follow=True).content.decode()
    assert "审计丙" in answer and "正在进行" in answer and 'hx-trigger="every 3s"' in answer
    assert not AuditEvent.objects.unscoped("test").filter(kind="integrity.verified").exists()


def test_who_only_reads_the_trail_sees_the_results_and_no_button() -> None:
    assert "核验全部记录" in page(people.auditor())
    city = people.city_office()
    assert "核验全部记录" not in page(city) and "尚未核验" in page(city)
    assert people.client(city).post(VERIFY).status_code == 403
