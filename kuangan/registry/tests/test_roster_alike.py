"""A roster brought in at once leaves what the same rows leave one by one, and what single verbs would have left."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import models, transaction

from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.exchange.importers import ApplyRow, importer
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.registry import actions
from kuangan.registry.actions.roster.works import WORK
from kuangan.registry.actions.roster.writing import BASIS
from kuangan.registry.models import (
    Appointment,
    Contractor,
    Engagement,
    Enterprise,
    FactRecord,
    Licence,
    Mine,
    MineState,
    Person,
)
from tests.cast import places

pytestmark = pytest.mark.django_db
TABLES = (Enterprise, Mine, Licence, Person, Appointment, Contractor, Engagement, FactRecord, MineState, AuditEvent)
NUMBERS = frozenset({"id", "current_id", "entered_at", "object_id", "mine_id", "uid", "digest", "prev", "seal_id"})
CITY = Actor(1, "市局", grants=(Grant(Role.CITY_OFFICE, Scope.of_region(places.JIANGMEN)),))


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with clock.at(datetime(2023, 7, 20, 1, tzinfo=UTC)):
        places.region()
        yield


def row(number: int, **told: Any) -> ApplyRow:
    values = {
        "enterprise_name": f"恩平市第{number % 17}石业有限公司", "mine_name": f"{number}号石场", "kind": "open_pit",
        "county": "恩平市", "status": ("producing", "long_stopped")[number % 2], "town": "大田镇",
        "status_since": date(2021, 5, 1 + number % 28), "slope_height_m": Decimal(40 + number),
        "mining_licence_no": f"C44{number}", "mining_licence_to": date(2029, 6, 1),
        "principal_name": f"甲{number % 5}某", "principal_phone": f"1380000{number:04d}",
        "safety_officer_name": (f"乙{number % 5}某",), "people_working": None,
        "contractors": (("丙爆破公司", f"丁{number % 3}运输公司"), (), None)[number % 3],
        **told,
    }  # fmt: skip
    return ApplyRow(number, "", values)


def changed(number: int) -> ApplyRow:
    told = {
        "status": "resuming", "status_since": None, "town": "那吉镇", "principal_name": f"戊{number}某",
        "principal_phone": None, "mining_licence_no": f"C44{number}", "mining_licence_to": date(2031, 6, 1),
        "contractors": ("己运输公司",) if number % 2 else None, "safety_officer_phone": f"1390000{number:04d}",
    }  # fmt: skip
    return ApplyRow(number, f"440785-{number - 3:04d}", row(number, **told).values)


def bring(*rows: ApplyRow) -> None:
    importer("registry.roster").apply(CITY, rows)


def by_verbs(told: ApplyRow) -> None:
    """The same row, entered by hand."""
    given, system, since = told.given, Actor.system(), told.values["status_since"]
    owner = Enterprise.rows.filter(name=given["enterprise_name"]).first() or actions.register_enterprise(
        system, name=given["enterprise_name"], region_code=places.ENPING
    )
    mine = actions.register_mine(
        system, enterprise=owner, name=given["mine_name"], kind=given["kind"], region_code=places.ENPING,
        town=given["town"], facts={"status": given["status"]}, effective_on=since, basis=BASIS,
    )  # fmt: skip
    others = {"slope_height_m": given["slope_height_m"]}
    others |= {"has_contractors": False} if given.get("contractors") == () else {}
    actions.change_facts(system, mine, others, effective_on=date(2023, 1, 1), basis=BASIS)
    kind, number, until = "mining", given["mining_licence_no"], given["mining_licence_to"]
    actions.register_licence(system, mine, kind=kind, number=number, valid_to=until)
    for prefix in ("principal", "safety_officer"):
        name = given[f"{prefix}_name"]
        who = {"name": name if isinstance(name, str) else name[0], "phone": given.get(f"{prefix}_phone", "")}
        actions.appoint_named(system, mine, post=prefix, appointed_on=since, **who)
    for name in given.get("contractors") or ():
        actions.engage_named(system, mine, contractor=name, work=WORK, started_on=since)


def left(*, without: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Everything that is stored, without numbers, each row as text."""
    return {model.__name__: sorted(_told(one, without) for one in model._base_manager.all()) for model in TABLES}


def _told(one: models.Model, without: frozenset[str]) -> str:
    told = {}
    for field in one._meta.concrete_fields:
        if field.attname in NUMBERS | without:
            continue
        value = getattr(one, field.attname)
        if field.is_relation and value is not None:
            value = str(getattr(one, field.name))
        told[field.name] = {key: v for key, v in value.items() if key != "line"} if isinstance(value, dict) else value
    return str(told)


def after(work: Any) -> dict[str, list[str]]:
    """What `work` leaves; nothing of it stays."""
    point = transaction.savepoint()
    try:
        work()
        return left(without=frozenset({"actor_name", "actor_id", "actor_roles", "entered_by"}))
    finally:
        transaction.savepoint_rollback(point)


ROWS = [row(number) for number in range(4, 34)]


def test_thirty_rows_at_once_leave_what_they_leave_one_by_one() -> None:
    at_once = after(lambda: bring(*ROWS))
    assert len(at_once["Mine"]) == 30
    assert at_once == after(lambda: [bring(one) for one in ROWS])


def test_thirty_rows_at_once_leave_what_single_verbs_leave() -> None:
    at_once, single = after(lambda: bring(*ROWS)), after(lambda: [by_verbs(one) for one in ROWS])
    for name in at_once:
        assert at_once[name] == single[name], name


def test_changes_at_once_leave_what_they_leave_one_by_one() -> None:
    bring(*ROWS)
    again = [changed(one.number) for one in ROWS]
    at_once = after(lambda: bring(*again))
    assert at_once == after(lambda: [bring(one) for one in again])
    assert sum("那吉镇" in one for one in at_once["Mine"]) == 30


def test_the_records_of_changes_are_those_of_single_verbs() -> None:
    bring(*ROWS[:1])
    first = AuditEvent.rows.order_by("-pk").values_list("pk", flat=True)[0]
    bring(changed(4))
    kinds = sorted(AuditEvent.rows.filter(pk__gt=first).values_list("kind", flat=True))
    assert kinds == sorted([
        "registry.mine_amended", "registry.facts_changed", "registry.licence_ended", "registry.licence_registered",
        "registry.person_registered", "registry.appointed", "registry.appointment_ended", "registry.person_amended",
    ])  # fmt: skip
