"""Large uploads are worked on by the worker: the same result, a stop that leaves nothing, held rows."""

from collections.abc import Iterator
from typing import Any

import pytest

from kuangan.foundation.exchange import actions, people, queries
from kuangan.foundation.exchange.actions import jobs, staging
from kuangan.foundation.exchange.importers import Counts, Match
from kuangan.foundation.exchange.models import ImportBatch, ImportJob, StagedSheet
from kuangan.foundation.exchange.states import BatchState, JobKind, JobState, Verdict
from kuangan.foundation.exchange.tests.test_actions import Schools, checked, officer, schools, upload  # noqa: F401
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def somebody() -> Iterator[None]:
    former = list(people._finders)
    people.supply(lambda number, address: officer() if number == 7 else None)
    yield
    people._finders[:] = former


def test_the_worker_reads_checks_and_imports_what_a_request_would(
    schools: Schools, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    monkeypatch.setattr(staging, "SMALL_FILE", 10)
    batch = actions.stage(officer(), upload("甲,一小,300\n甲,二小,三百\n"), "test.schools")
    assert batch.state == BatchState.UPLOADED
    for kind in (JobKind.READ, JobKind.CHECK, JobKind.APPLY):
        assert ImportJob.objects.get(pk=actions.begin(officer(), batch, kind).pk).state == JobState.DONE
    batch = ImportBatch.rows.get(pk=batch.pk)
    assert (batch.state, batch.summary["created"], batch.summary["bad"]) == (BatchState.APPLIED, 1, 1)
    assert set(schools.kept) == {"一小"}
    assert not StagedSheet.objects.exists()


def test_a_file_is_read_once(schools: Schools, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    batch = actions.stage(officer(), upload("甲,一小,300\n"), "test.schools")
    monkeypatch.setattr(staging.storage, "reread", lambda stored: pytest.fail("read again"))
    assert actions.remap(officer(), batch).summary["new"] == 1


def test_a_refusal_in_the_worker_is_told_on_the_page(schools: Schools) -> None:  # noqa: F811
    batch = actions.stage(officer(), upload("甲,一小,300\n"), "test.schools")
    job = actions.begin(officer(), batch, JobKind.CHECK, chosen={"1": ""})
    job.refresh_from_db()
    assert job.state == JobState.FAILED and "学校名称" in job.refusal


def test_what_is_stopped_while_it_runs_leaves_nothing(schools: Schools) -> None:  # noqa: F811
    batch = checked("甲,一小,300\n")
    job = ImportJob.objects.create(batch=batch, kind=JobKind.APPLY, asked_by_id=7)
    actions.cancel(officer(), batch)
    assert jobs.run(job.pk) == "", "what waits is not begun"
    begun = ImportJob.objects.create(batch=batch, kind=JobKind.APPLY, asked_by_id=7)
    original, job_seen = schools.apply, []

    def stop_in_between(actor: Any, rows: Any) -> Counts:
        actions.cancel(officer(), batch)
        job_seen.append(True)
        return original(actor, rows)

    schools.apply = stop_in_between  # type: ignore[method-assign]
    assert jobs.run(begun.pk) == JobState.CANCELLED and job_seen
    assert ImportBatch.rows.get(pk=batch.pk).state == BatchState.CHECKED
    with pytest.raises(Refused):
        actions.cancel(officer(), batch)


def test_a_job_whose_worker_was_killed_is_done_again_and_an_applied_one_is_not(schools: Schools) -> None:  # noqa: F811
    batch = checked("甲,一小,300\n")
    job = ImportJob.objects.create(batch=batch, kind=JobKind.APPLY, asked_by_id=7, state=JobState.RUNNING)
    assert jobs.run(job.pk) == JobState.DONE
    assert jobs.run(job.pk) == ""
    assert AuditEvent.rows.filter(kind="exchange.applied").count() == 1


def test_only_one_piece_of_work_at_a_time(schools: Schools) -> None:  # noqa: F811
    batch = checked("甲,一小,300\n")
    ImportJob.objects.create(batch=batch, kind=JobKind.CHECK, asked_by_id=7)
    with pytest.raises(Refused):
        actions.begin(officer(), batch, JobKind.APPLY)


def test_who_has_lost_the_right_meanwhile_imports_nothing(schools: Schools) -> None:  # noqa: F811
    batch = checked("甲,一小,300\n")
    job = ImportJob.objects.create(batch=batch, kind=JobKind.APPLY, asked_by_id=8)
    assert jobs.run(job.pk) == JobState.FAILED
    assert not schools.kept


def test_a_record_changed_since_the_check_is_held_and_not_overwritten(schools: Schools) -> None:  # noqa: F811
    actions.apply(officer(), checked("甲,一小,300\n甲,二小,300\n"))
    told = schools._match
    schools._match = lambda row: Match(  # type: ignore[method-assign]
        *(getattr(told(row), name) for name in ("verdict", "key", "label")),
        seen=str(schools.kept.get(row.values["school"], {}).get("pupils")),
    )
    batch = checked("甲,一小,301\n甲,二小,301\n")
    schools.kept["一小"]["pupils"] = 299
    with pytest.raises(Refused, match="变动"):
        actions.apply(officer(), batch)
    assert [schools.kept[name]["pupils"] for name in ("一小", "二小")] == [299, 300], "nothing half-imported"
    held = queries.rows(batch, Verdict.SUSPECT).get()
    assert held.is_held and held.match_key == "一小"
    with pytest.raises(Refused):
        actions.decide(officer(), held, "new")
    actions.decide(officer(), held, "skip")
    assert actions.apply(officer(), batch) == Counts(updated=1)
    assert [schools.kept[name]["pupils"] for name in ("一小", "二小")] == [299, 301]


def test_a_row_that_somebody_else_has_brought_in_meanwhile_is_unchanged(schools: Schools) -> None:  # noqa: F811
    first, second = checked("甲,一小,300\n甲,二小,9\n"), checked("甲,一小,300\n甲,三小,9\n")
    assert actions.apply(officer(), first) == Counts(created=2)
    assert actions.apply(officer(), second) == Counts(created=1, unchanged=1)


def test_a_note_on_a_whole_row_names_the_row_and_one_on_a_cell_the_cell(schools: Schools) -> None:  # noqa: F811
    batch = checked("甲,一小,300\n甲,一小,301\n甲,二小,三百\n")
    places = [issue.place for row in queries.rows(batch) for issue in row.objections if issue.level == "error"]
    assert "第3行" in places and "C4" in places
