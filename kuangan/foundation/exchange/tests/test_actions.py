"""An upload becomes records in one step, or not at all."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.policy import allow
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.exchange import actions, importers, queries
from kuangan.foundation.exchange.importers import ApplyRow, Candidate, Counts, Match
from kuangan.foundation.exchange.models import ImportBatch
from kuangan.foundation.exchange.objections import CleanRow
from kuangan.foundation.exchange.states import BatchState, Verdict
from kuangan.foundation.exchange.tests import nasty
from kuangan.foundation.exchange.tests.people import SCHOOLS
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.errors import Forbidden, Refused

pytestmark = pytest.mark.django_db
VERB = "exchange.test_import"


class Schools:
    """Keeps schools in a dictionary; a name that is known under another owner is suspect."""

    name, verb, spec = "test.schools", VERB, SCHOOLS

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}
        self.fail = False

    def match(self, actor: Actor, rows: Sequence[CleanRow]) -> list[Match]:
        return [self._match(row) for row in rows]

    def _match(self, row: CleanRow) -> Match:
        name = row.values["school"]
        known = self.kept.get(name)
        if known is None:
            return Match(Verdict.NEW, label=name)
        if known["owner"] != row.values["owner"]:
            return Match(Verdict.SUSPECT, label=name, candidates=[Candidate(name, name, "同名")])
        same = known["pupils"] == row.values["pupils"]
        return Match(Verdict.SAME if same else Verdict.UPDATE, key=name, label=name)

    def lock(self, actor: Actor, keys: Sequence[str]) -> None:
        self.locked = list(keys)

    def apply(self, actor: Actor, rows: Sequence[ApplyRow]) -> Counts:
        created = sum(not row.key for row in rows)
        for row in rows:
            self.kept[row.key or row.values["school"]] = dict(row.values)
        if self.fail:
            raise Refused("no")
        return Counts(created, len(rows) - created)


@pytest.fixture
def schools() -> Iterator[Schools]:
    allow(VERB, {Role.COUNTY_REVIEWER})
    plugged = Schools()
    importers.plug_in(plugged)
    yield plugged
    importers.unplug(plugged.name)


def officer(role: Role = Role.COUNTY_REVIEWER, region: str = "440781") -> Actor:
    return Actor(7, "陈某", "台山市应急管理局", (Grant(role, Scope.of_region(region)),))


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("名录.csv", ("举办单位,学校名称,学生人数\n" + text).encode("gb18030"))


def checked(text: str, actor: Actor | None = None) -> ImportBatch:
    actor = actor or officer()
    return actions.remap(actor, actions.stage(actor, upload(text), "test.schools"))


def test_nothing_is_written_before_it_is_applied(schools: Schools) -> None:
    batch = checked("甲,一小,300\n甲,二小,三百\n")
    assert (batch.state, schools.kept) == (BatchState.CHECKED, {})
    assert batch.summary == {"new": 1, "update": 0, "same": 0, "bad": 1, "suspect": 0, "total": 2}
    assert actions.apply(officer(), batch) == Counts(created=1)
    assert set(schools.kept) == {"一小"}
    assert [row.number for row in queries.bad_rows(batch, SCHOOLS)] == [3]


def test_the_same_file_again_changes_nothing(schools: Schools) -> None:
    actions.apply(officer(), checked("甲,一小,300\n"))
    assert actions.apply(officer(), checked("甲,一小,300\n")) == Counts(unchanged=1)
    assert actions.apply(officer(), checked("甲,一小,301\n")) == Counts(updated=1)
    assert schools.kept["一小"]["pupils"] == 301


def test_a_suspected_duplicate_waits_for_a_person(schools: Schools) -> None:
    actions.apply(officer(), checked("甲,一小,300\n"))
    batch = checked("乙,一小,300\n乙,三小,9\n")
    with pytest.raises(Refused):
        actions.apply(officer(), batch)
    row = queries.rows(batch, Verdict.SUSPECT).get()
    with pytest.raises(Refused):
        actions.decide(officer(), row, "四小")
    actions.decide(officer(), row, "skip")
    assert actions.apply(officer(), batch) == Counts(created=1)
    assert schools.kept["一小"]["owner"] == "甲"


def test_a_suspect_said_to_be_the_same_updates_it(schools: Schools) -> None:
    actions.apply(officer(), checked("甲,一小,300\n"))
    batch = checked("乙,一小,300\n")
    actions.decide(officer(), queries.rows(batch).get(), "一小")
    assert actions.apply(officer(), batch) == Counts(updated=1)


def test_records_that_changed_since_the_check_stop_the_import(schools: Schools) -> None:
    batch = checked("甲,一小,300\n")
    schools.kept["一小"] = {"owner": "丙", "school": "一小", "pupils": 1}
    with pytest.raises(Refused, match=r"变动|changed"):
        actions.apply(officer(), batch)


def test_a_failed_import_leaves_the_batch_as_it_was(schools: Schools) -> None:
    batch = checked("甲,一小,300\n")
    schools.fail = True
    with pytest.raises(Refused):
        actions.apply(officer(), batch)
    assert ImportBatch.rows.get(pk=batch.pk).state == BatchState.CHECKED


def test_an_import_is_applied_once(schools: Schools) -> None:
    batch = checked("甲,一小,300\n")
    actions.apply(officer(), batch)
    for again in (actions.apply, actions.discard, actions.remap):
        with pytest.raises(Refused):
            again(officer(), batch)


def test_an_officer_of_another_county_does_not_see_the_upload(schools: Schools) -> None:
    batch = checked("甲,一小,300\n")
    other = officer(region="440783")
    assert not queries.batches(other.scope, "test.schools").exists()
    with pytest.raises(ImportBatch.DoesNotExist):
        actions.apply(other, batch)
    assert queries.batches(officer(region="440700").scope, "test.schools").get() == batch


def test_a_reader_cannot_upload(schools: Schools) -> None:
    with pytest.raises(Forbidden):
        actions.stage(officer(Role.AUDITOR), upload("甲,一小,300\n"), "test.schools")


def test_a_missing_column_is_asked_for(schools: Schools) -> None:
    batch = actions.stage(officer(), upload("甲,一小,300\n"), "test.schools")
    with pytest.raises(Refused, match="学校名称"):
        actions.remap(officer(), batch, {1: ""})
    assert ImportBatch.rows.get(pk=batch.pk).state == BatchState.MAPPED


def test_the_nasty_workbook_goes_through_and_every_step_is_audited(schools: Schools) -> None:
    actor = officer()
    batch = actions.stage(actor, SimpleUploadedFile("名录.xlsx", nasty.workbook()), "test.schools")
    batch = actions.remap(actor, batch)
    assert batch.summary == {"new": 4, "update": 0, "same": 1, "bad": 4, "suspect": 0, "total": 9}
    actions.apply(actor, batch)
    kinds = AuditEvent.rows.filter(object_type="exchange.importbatch").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["exchange.staged", "exchange.checked", "exchange.applied"]
