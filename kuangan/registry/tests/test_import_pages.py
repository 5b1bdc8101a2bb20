"""Importing and exporting large rosters through the pages; what changed meanwhile is held."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kuangan.foundation.exchange.models import ExportFile, ImportBatch, ImportJob
from kuangan.foundation.exchange.states import BatchState, JobState, Verdict
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui import importing
from kuangan.registry import actions
from kuangan.registry.models import Mine
from kuangan.registry.web import large_exports
from tests.cast import people, places

pytestmark = pytest.mark.django_db
HEAD = "企业名称,矿山名称,矿山类型,所在县,生产状态,所在镇\n"


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with clock.at(datetime(2023, 7, 20, 1, tzinfo=UTC)):
        places.region()
        yield


@pytest.fixture
def officer() -> Any:
    return people.client(people.county_reviewer())


def uploaded(officer: Any, *lines: str) -> ImportBatch:
    table = SimpleUploadedFile("名录.csv", (HEAD + "\n".join(lines)).encode())
    officer.post(reverse("registry:import_upload"), {"upload": table})
    batch = ImportBatch.rows.latest("pk")
    officer.post(reverse("registry:import_columns", args=[batch.pk]))
    return ImportBatch.rows.get(pk=batch.pk)


def test_a_long_roster_is_checked_and_imported_by_the_worker(officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "FEW_ROWS", 1)
    batch = uploaded(officer, *(f"第{n}石业公司,{n}号石场,露天,恩平市,生产,大田镇" for n in "甲乙丙"))
    assert batch.state == BatchState.CHECKED
    officer.post(reverse("registry:import_apply", args=[batch.pk]))
    assert Mine.rows.count() == 3
    assert list(ImportJob.objects.values_list("kind", "state")) == [("check", "done"), ("apply", "done")]
    page = officer.get(reverse("registry:import_preview", args=[batch.pk])).content.decode()
    assert "新增" in page


def test_who_waits_for_the_worker_ends_at_the_rows_and_not_at_the_columns_again(
    officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "FEW_ROWS", 1)
    batch = uploaded(officer, *(f"第{n}石业公司,{n}号石场,露天,恩平市,生产,大田镇" for n in "甲乙"))
    answer = officer.post(reverse("registry:import_columns", args=[batch.pk]))
    assert answer.url == reverse("registry:import_preview", args=[batch.pk])


def test_while_the_worker_is_at_it_the_page_says_how_far_and_offers_a_stop(officer: Any) -> None:
    batch = uploaded(officer, "甲石业公司,甲石场,露天,恩平市,生产,大田镇")
    job = ImportJob.objects.create(batch=batch, kind="check", state=JobState.RUNNING, done=500, total=1000)
    page = officer.get(reverse("registry:import_preview", args=[batch.pk])).content.decode()
    assert "核对各行" in page and 'http-equiv="refresh"' in page
    officer.post(reverse("registry:import_cancel", args=[batch.pk]))
    job.refresh_from_db()
    assert job.is_cancelled


def test_a_fact_changed_since_the_check_is_not_overwritten(officer: Any) -> None:
    mine = places.mine(name="甲石场", owner=places.enterprise("甲石业公司"), town="大田镇")
    batch = uploaded(officer, "甲石业公司,甲石场,露天,恩平市,整改,那吉镇")
    row = batch.staged.get()
    assert row.verdict == Verdict.UPDATE
    clerk = places.clerk()
    actions.change_facts(clerk, mine, {"status": "long_stopped"}, effective_on=date(2023, 7, 1), basis="核查")
    officer.post(reverse("registry:import_apply", args=[batch.pk]))
    mine.refresh_from_db()
    assert (mine.town, mine.current.status) == ("大田镇", "long_stopped")
    page = officer.get(reverse("registry:import_preview", args=[batch.pk])).content.decode()
    assert "以文件内容为准" in page
    decide = reverse("registry:import_decide", args=[batch.pk, row.pk])
    officer.post(decide, {"decision": mine.code})
    officer.post(reverse("registry:import_apply", args=[batch.pk]))
    mine.refresh_from_db()
    assert (mine.town, mine.current.status) == ("那吉镇", "rectification")


def test_two_officers_import_overlapping_rosters_and_no_mine_is_doubled(officer: Any) -> None:
    lines = [f"第{n}石业公司,{n}号石场,露天,恩平市,生产,大田镇" for n in "甲乙丙丁"]
    first, second = uploaded(officer, *lines[:3]), uploaded(officer, *lines[1:])
    for batch in (first, second):
        officer.post(reverse("registry:import_apply", args=[batch.pk]))
    assert Mine.rows.count() == 4
    assert ImportBatch.rows.get(pk=second.pk).summary["unchanged"] == 2


def test_a_long_export_is_offered_to_its_maker_alone_and_recorded(
    officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    places.mine()
    monkeypatch.setattr(large_exports, "FEW_ROWS", 0)
    answer = officer.get(reverse("registry:export", args=["mines"]))
    assert answer.status_code == 302 and answer["Location"] == reverse("registry:my_exports")
    made = ExportFile.objects.get()
    assert (made.state, made.rows) == (JobState.DONE, 1)
    assert AuditEvent.rows.filter(kind="exchange.exported").count() == 1
    fetch = reverse("registry:export_fetch", args=[made.pk])
    assert officer.get(fetch)["Content-Disposition"].startswith("attachment;")
    assert people.client(people.city_office()).get(fetch).status_code == 404
