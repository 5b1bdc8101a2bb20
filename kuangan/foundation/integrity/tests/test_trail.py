"""The audit trail: kept with the act, never changed, read within a jurisdiction."""

import pytest
from django.db import DatabaseError, connection, transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity import queries
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.kinds import declare
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.errors import Forbidden
from tests import cast

TRIED = declare("integrity.tried", "tried")
pytestmark = pytest.mark.django_db


def _all() -> list[AuditEvent]:
    return list(AuditEvent.objects.unscoped("test"))


def test_database_refuses_to_change_an_audit_row() -> None:
    event = record(Actor.system("night"), TRIED)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.rows.filter(pk=event.pk).update(actor_name="somebody else")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE integrity_auditevent SET actor_name = 'x'")
    assert [found.actor_name for found in _all()] == ["night"]


def test_database_refuses_to_delete_an_audit_row() -> None:
    event = record(Actor.system("night"), TRIED)
    with pytest.raises(DatabaseError), transaction.atomic():
        event.delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM integrity_auditevent")
    assert len(_all()) == 1


def test_record_disappears_with_the_act_that_failed() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record(Actor.system("night"), TRIED)
        raise RuntimeError
    assert _all() == []


def test_trail_keeps_who_where_and_before_after_as_facts() -> None:
    mine = cast.mine("石龙石场", code="440785")
    officer = cast.as_actor(cast.county_reviewer("440785"), address="10.0.0.8")
    event = record(officer, TRIED, mine, before={"a": 1}, after={"a": 2}, reason="why")
    event.refresh_from_db()
    assert (event.actor_name, event.actor_organisation, event.actor_roles) == (
        "陈主任", "恩平市应急管理局", "county_reviewer",
    )  # fmt: skip
    assert (event.region_code, event.mine_id, event.address) == ("440785", mine.pk, "10.0.0.8")
    assert (event.before, event.after, event.details) == ({"a": 1}, {"a": 2}, {"reason": "why"})


def _trail(role: Role, scope: Scope) -> set[str]:
    found = queries.trail(cast.actor(role, scope), queries.Filter(kind=TRIED.name))
    return {event.object_label for event in found}


def test_city_office_reads_its_own_jurisdiction_only() -> None:
    record(Actor.system("night"), TRIED, cast.mine("恩平石场", code="440785"))
    record(Actor.system("night"), TRIED)
    assert _trail(Role.CITY_OFFICE, Scope(regions=frozenset({"4407"}))) == {"恩平石场"}
    assert _trail(Role.CITY_OFFICE, Scope(regions=frozenset({"4406"}))) == set()


def test_audit_administrator_also_reads_what_has_no_jurisdiction() -> None:
    record(Actor.system("night"), TRIED, cast.mine("恩平石场", code="440785"))
    record(Actor.system("night"), TRIED)
    assert _trail(Role.AUDIT_ADMIN, Scope(regions=frozenset({"4407"}))) == {"恩平石场", ""}


def test_security_administrator_cannot_read_the_trail() -> None:
    with pytest.raises(Forbidden):
        queries.trail(cast.actor(Role.SECURITY_ADMIN, Scope.everywhere()))


def test_history_of_a_record_is_for_those_who_see_the_record() -> None:
    mine = cast.mine("恩平石场", code="440785")
    record(Actor.system("night"), TRIED, mine)
    inside, outside = Scope(regions=frozenset({"440785"})), Scope(regions=frozenset({"440783"}))
    assert queries.events_for(inside, mine).filter(kind=TRIED.name).count() == 1
    assert list(queries.events_for(outside, mine)) == []


def test_pages_follow_one_another_without_gaps() -> None:
    for number in range(5):
        record(Actor.system(f"night {number}"), TRIED)
    found = queries.trail(cast.actor(Role.AUDITOR, Scope.everywhere()), queries.Filter(kind=TRIED.name))
    first, cursor = queries.page_before(found, None, 2)
    second, cursor = queries.page_before(found, cursor, 2)
    third, end = queries.page_before(found, cursor, 2)
    assert [event.actor_name[-1] for event in [*first, *second, *third]] == list("43210")
    assert end is None
