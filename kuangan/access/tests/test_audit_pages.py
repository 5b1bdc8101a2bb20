"""The audit viewer: by record, by person, by day; what is sealed; exports that prove themselves; reads are recorded."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity import histories, kinds, sealing, verify_audit, verifying
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.integrity.noting import note_read
from kuangan.foundation.kernel import clock
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.urls("kuangan.access.tests.addresses")]
TRIED = kinds.declare("integrity.tried", "tried")
LOOKED = kinds.declare("integrity.looked", "looked", is_read=True)
SYSTEM = Actor.system("worker")


@pytest.fixture(autouse=True)
def nobody_has_just_exported() -> None:
    cache.clear()


def counted(kind: kinds.Kind) -> int:
    return AuditEvent.rows.filter(kind=kind.name).count()


def shown(page: Any) -> set[str]:
    return {event.kind for event in page.context["rows"]}


def test_the_trail_is_narrowed_to_one_record_one_person_or_one_day() -> None:
    mine, officer = cast.mine("恩平石场"), cast.as_actor(cast.county_reviewer("440785"))
    event = record(officer, TRIED, mine)
    record(SYSTEM, TRIED)
    browser = cast.client(cast.audit_admin())
    for query in (
        {"object_type": "registry.mine", "object_id": mine.pk, "kind": TRIED.name},
        {"actor": officer.user_id, "kind": TRIED.name},
    ):
        assert [row.pk for row in browser.get("/audit/", query).context["rows"]] == [event.pk]
    yesterday = clock.today() - timedelta(days=1)
    page = browser.get("/audit/", {"kind": TRIED.name, "until": yesterday.isoformat()})
    assert list(page.context["rows"]) == []
    assert [day for day, _events in browser.get("/audit/").context["days"]] == [clock.today()]


def test_the_trail_says_how_far_it_is_sealed_and_what_the_last_check_found() -> None:
    cast.region()
    browser = cast.client(cast.audit_admin())
    assert "尚未封存" in browser.get("/audit/").content.decode()
    seal = sealing.seal_all(SYSTEM)[-1]
    verifying.verify(SYSTEM)
    text = browser.get("/audit/").content.decode()
    assert seal.code in text
    assert "核验结果" in text and "一致" in text


def test_what_is_exported_with_proof_is_checked_without_the_system(tmp_path: Any) -> None:
    mine = cast.mine("恩平石场")
    record(SYSTEM, TRIED, mine)
    record(SYSTEM, TRIED)
    browser = cast.client(cast.city_office())
    answer = browser.post("/audit/export/", {"form": "zip", "kind": TRIED.name})
    (tmp_path / "audit.zip").write_bytes(b"".join(answer.streaming_content))
    export = verify_audit.Export(str(tmp_path / "audit.zip"))
    ledger = verify_audit.check(export)
    assert (ledger.problems, ledger.records, ledger.total > 2) == ([], 1, True)
    assert export.manifest["asked"] == {"kind": TRIED.name}
    assert counted(kinds.TRAIL_EXPORTED) == 1


def test_reading_is_recorded_once_an_hour_for_each_reader_and_record() -> None:
    mine, other = cast.mine("恩平石场"), cast.mine("沙湖石场")
    officer = cast.as_actor(cast.county_reviewer("440785"))
    now = clock.now()
    with clock.at(now):
        assert [note_read(officer, LOOKED, row) for row in (mine, mine, other)] == [True, False, True]
        assert [note_read(officer, LOOKED, sheet=name) for name in ("people", "people", "mines")] == [True, False, True]
        assert note_read(cast.as_actor(cast.auditor()), LOOKED, mine)
    with clock.at(now + timedelta(minutes=61)):
        assert note_read(officer, LOOKED, mine)
    assert counted(LOOKED) == 6


def test_opening_the_trail_is_recorded() -> None:
    cast.region()
    browser = cast.client(cast.audit_admin())
    browser.get("/audit/")
    browser.get("/audit/")
    assert counted(kinds.TRAIL_READ) == 1


def test_history_of_a_record_is_for_those_who_see_it_and_leaves_reads_out() -> None:
    mine = cast.mine("恩平石场", code="440785")
    record(SYSTEM, TRIED, mine, reason="补录")
    record(SYSTEM, LOOKED, mine)
    record(SYSTEM, TRIED, mine, happened_at=clock.now() - timedelta(days=40))
    address = f"/history/registry.mine/{mine.pk}/"
    page = cast.client(cast.county_reviewer("440785")).get(address)
    assert {line["text"] for line in page.context["log"]} >= {"tried"}
    assert "looked" not in {line["text"] for line in page.context["log"]}
    assert "补录" in page.content.decode()
    newest = page.context["log"][0]
    assert "自述发生于" in newest["note"] and clock.day_of(newest["when"]) == clock.today()
    assert cast.client(cast.county_reviewer("440783")).get(address).status_code == 404
    assert cast.client(cast.security_admin()).get(address).status_code == 403
    assert cast.client(cast.county_reviewer("440785")).get("/history/access.user/1/").status_code == 404


def test_every_sort_of_record_that_has_a_page_offers_its_history() -> None:
    offered = {
        "registry.mine",
        "registry.enterprise",
        "registry.authority",
        "registry.agency",
        "registry.person",
        "registry.contractor",
        "plan.planversion",
        "plan.receipt",
        "standards.checklist",
        "standards.criterionset",
        "standards.law",
        "duties.submission",
    }
    assert [name for name in sorted(offered) if histories.offered(name) is None] == []


def test_a_ledger_of_the_trail_is_a_workbook() -> None:
    cast.region()
    record(SYSTEM, TRIED, after={"formula": "=1+1"})
    answer = cast.client(cast.audit_admin()).post("/audit/export/", {"form": "xlsx", "kind": TRIED.name})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][0] == "审计记录"
    assert "tried" in rows[3], rows
