"""An import says which duties would follow before anybody confirms it, and exactly these follow."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.duties.tests.campaign import ISSUED, SYSTEM, at, authorities, put_in_force
from kuangan.foundation.exchange import actions as exchange
from kuangan.foundation.exchange.actions import foreseeing
from kuangan.foundation.exchange.models import ImportBatch
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.plan.models import Plan
from kuangan.registry.models import Mine
from tests.cast import people, places

pytestmark = pytest.mark.django_db
MAY = date(2023, 5, 10)
HEAD = "企业名称,矿山名称,矿山类型,所在县,生产状态,外包（承包）单位\n"


@pytest.fixture
def plan(tmp_path: Any) -> Plan:
    authorities()
    with at(ISSUED):
        return put_in_force(tmp_path).plan


@pytest.fixture
def officer(plan: Plan) -> Any:
    return people.client(people.county_reviewer())


def uploaded(officer: Any, *lines: str) -> ImportBatch:
    table = SimpleUploadedFile("名录.csv", (HEAD + "\n".join(lines)).encode())
    officer.post(reverse("registry:import_upload"), {"upload": table})
    batch = ImportBatch.rows.latest("pk")
    officer.post(reverse("registry:import_columns", args=[batch.pk]))
    return ImportBatch.rows.get(pk=batch.pk)


def page(officer: Any, batch: ImportBatch) -> str:
    return officer.get(reverse("registry:import_preview", args=[batch.pk])).content.decode()


def foretold(batch: ImportBatch) -> tuple[int, int]:
    return tuple(sum(one[name] for one in batch.foreseen["duties"]) for name in ("appears", "vanishes"))  # type: ignore[return-value]


def living(plan: Plan) -> set[Any]:
    rows = Assignment.rows.filter(plan=plan).exclude(state="voided")
    return set(rows.values_list("duty_slug", "bearer_key", "subject_key", "period_key"))


NEW = [f"第{n}石业公司,{n}号石场,露天,恩平市,生产,无" for n in "甲乙丙"]


def test_the_duties_of_new_mines_are_foretold_and_nothing_is_written(officer: Any, plan: Plan) -> None:
    with at(MAY):
        derive(SYSTEM, plan, cause="test")
        before, trail = living(plan), AuditEvent.objects.unscoped("test").filter(kind__startswith="registry.").count()
        batch = uploaded(officer, *NEW)
        assert Mine.rows.count() == 0 and living(plan) == before
        assert AuditEvent.objects.unscoped("test").filter(kind__startswith="registry.").count() == trail
        html = page(officer, batch)
        assert "导入后的责任变化" in html and "甲号石场" in html[html.index("导入后的责任变化") :]
        officer.post(reverse("registry:import_apply", args=[batch.pk]))
        derive(SYSTEM, plan, cause="test")
        assert foretold(batch) == (len(living(plan) - before), 0) and len(living(plan)) > len(before)
        assert "/duties/" in page(officer, batch)


def test_a_changed_status_foretells_which_duties_end(officer: Any, plan: Plan) -> None:
    with at(MAY):
        mine = places.mine("静山石场")
        derive(SYSTEM, plan, cause="test")
        before = living(plan)
        batch = uploaded(officer, f"{mine.enterprise.name},静山石场,露天,恩平市,长期停产,无")
        assert batch.summary["update"] == 1
        officer.post(reverse("registry:import_apply", args=[batch.pk]))
        derive(SYSTEM, plan, cause="test")
        after = living(plan)
        assert foretold(batch) == (len(after - before), len(before - after))


def test_what_waits_for_derivation_anyway_is_not_blamed_on_the_import(officer: Any, plan: Plan) -> None:
    with at(MAY):
        mine = places.mine("静山石场")  # nobody has derived what it owes
        batch = uploaded(officer, f"{mine.enterprise.name},静山石场,露天,恩平市,生产,乙爆破工程公司")
        assert batch.summary["update"] == 1
        derive(SYSTEM, plan, cause="test")
        before = living(plan)
        officer.post(reverse("registry:import_apply", args=[batch.pk]))
        derive(SYSTEM, plan, cause="test")
        assert foretold(batch)[0] == len(living(plan) - before) < len(before)


def test_of_too_many_rows_it_is_said_that_it_cannot_be_told(
    officer: Any, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreseeing, "MOST_ROWS", 2)
    with at(MAY):
        batch = uploaded(officer, *NEW)
        assert batch.foreseen == {} and "事先无法测算" in page(officer, batch)


def test_columns_chosen_anew_forget_what_was_foretold(officer: Any, plan: Plan) -> None:
    with at(MAY):
        batch = uploaded(officer, *NEW)
        assert batch.foreseen
        again = exchange.remap(people.as_actor(people.county_reviewer("440785", "另一位")), batch)
        assert again.foreseen == {}
