"""A version is loaded whole, once, by the city office, and never edited."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.errors import Forbidden, Refused
from kuangan.standards import queries
from kuangan.standards.actions import load_checklist
from kuangan.standards.models import Aspect, CheckItem, Checklist
from kuangan.standards.tests.samples import SAMPLE, actor, sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> Checklist:
    return load_checklist(Actor.system(), sample())


def test_all_items_are_stored_with_aspect_basis_and_criterion(loaded):
    assert CheckItem.objects.filter(checklist=loaded).count() == 107
    assert Aspect.objects.filter(checklist=loaded).count() == 11
    item = CheckItem.objects.get(checklist=loaded, no=30)
    assert item.aspect.name == "采剥顺序与台阶"
    assert item.major_hazard_ref == "OP-03"
    assert "矿安〔2022〕88号 二(三)" in item.basis
    assert CheckItem.objects.filter(later_basis=True).count() == 5


def test_loading_leaves_a_record(loaded):
    event = AuditEvent.rows.get(kind="standards.checklist_loaded")
    assert event.object_id == str(loaded.pk)
    assert event.details["content_hash"] == loaded.content_hash


def test_loading_the_same_again_changes_nothing(loaded):
    assert load_checklist(Actor.system(), sample()).pk == loaded.pk
    assert CheckItem.objects.count() == 107
    assert AuditEvent.rows.filter(kind="standards.checklist_loaded").count() == 1


def test_other_content_under_the_same_version_is_refused(loaded):
    changed = sample()
    changed["items"][0]["text"] = "另一种写法"
    with pytest.raises(Refused, match="版本"):
        load_checklist(Actor.system(), changed)
    assert CheckItem.objects.get(checklist=loaded, no=1).text != "另一种写法"


def test_a_wrong_list_leaves_nothing_behind():
    data = sample()
    data["items"].pop()
    with pytest.raises(Refused):
        load_checklist(Actor.system(), data)
    assert not Checklist.objects.exists()


def test_a_stored_row_is_never_edited(loaded):
    loaded.title = "改过的标题"
    with pytest.raises(TypeError):
        loaded.save()
    item = CheckItem.objects.first()
    with pytest.raises(TypeError):
        item.save()


def test_the_database_refuses_a_list_without_source():
    data = {**sample(), "version": "x"}
    load_checklist(Actor.system(), data)
    with pytest.raises(IntegrityError), transaction.atomic():
        Checklist.objects.update(source="")


@pytest.mark.parametrize("role", [Role.COUNTY_REVIEWER, Role.MINE_PRINCIPAL, Role.AUDITOR, Role.SYSTEM_ADMIN])
def test_only_the_city_office_loads(role):
    with pytest.raises(Forbidden):
        load_checklist(actor(role), sample())
    assert load_checklist(actor(Role.CITY_OFFICE), sample()).items_total == 107


def test_an_official_version_takes_precedence_from_its_day(loaded):
    assert queries.awaits_official("open_pit")
    official = load_checklist(
        Actor.system(),
        {
            **sample(),
            "version": "2023-1",
            "official": True,
            "source": "江应急〔2023〕61号",
            "effective_from": date(2023, 5, 1),
        },
    )
    assert queries.in_force("open_pit", date(2023, 4, 30)) == loaded
    assert queries.in_force("open_pit", date(2023, 5, 1), purpose="campaign-self-check") == official
    assert queries.in_force("underground", date(2023, 5, 1)) is None
    assert not queries.awaits_official("open_pit")


def test_the_command_loads_a_file_and_names_what_is_wrong(tmp_path):
    out = StringIO()
    call_command("load_checklist", str(SAMPLE), stdout=out)
    assert "107" in out.getvalue() and "not official" in out.getvalue()
    bad = tmp_path / "bad.yaml"
    bad.write_text("just a word", encoding="utf-8")
    with pytest.raises(CommandError, match=r"bad\.yaml"):
        call_command("load_checklist", str(bad))
