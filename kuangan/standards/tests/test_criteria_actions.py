"""Criteria and laws are loaded whole, once, by the city office or the system, and never edited."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.errors import Forbidden, Refused
from kuangan.standards.actions import load_criteria, load_law
from kuangan.standards.models import Article, Criterion, CriterionSet, Law
from kuangan.standards.tests.samples import LAW, PRESENT, actor, content

pytestmark = pytest.mark.django_db
LOADERS = [(load_criteria, PRESENT, CriterionSet), (load_law, LAW, Law)]


def test_criteria_are_stored_with_their_sub_items_under_them():
    made = load_criteria(Actor.system(), content(PRESENT))
    assert (made.document_number, made.repeals) == ("矿安〔2022〕88号", "urn:kuangan:criteria:metal-nonmetal-2017")
    assert made.criteria.filter(parent=None).count() == 64 and made.criteria.count() == 143
    sub = Criterion.objects.get(code="UG-01-2")
    assert (sub.parent.code, sub.label, sub.sub_label, sub.mine_kind) == (
        "UG-01",
        "地下第1项第2小项",
        "第2小项",
        "underground",
    )
    assert list(made.criteria.values_list("code", flat=True))[:3] == ["UG-01", "UG-01-1", "UG-01-2"]


def test_a_law_is_stored_with_its_articles_and_how_they_are_cited():
    made = load_law(Actor.system(), content(LAW))
    article = made.articles.get(number="41(2)")
    assert article.cited == str(article) == "《安全生产法》第41条第2款"
    assert article.cited_formally == "《中华人民共和国安全生产法》第四十一条第二款"


def test_loading_leaves_a_record():
    made = load_criteria(Actor.system(), content(PRESENT))
    event = AuditEvent.rows.get(kind="standards.criteria_loaded")
    assert (event.object_id, event.details["items"], event.details["content_hash"]) == (
        str(made.pk),
        64,
        made.content_hash,
    )
    load_law(Actor.system(), content(LAW))
    assert AuditEvent.rows.get(kind="standards.law_loaded").details["articles"] == Article.objects.count()


@pytest.mark.parametrize(("load", "path", "model"), LOADERS)
def test_loading_the_same_again_changes_nothing(load, path, model):
    first = load(Actor.system(), content(path))
    assert load(Actor.system(), content(path)) == first
    assert model.objects.count() == 1 and AuditEvent.rows.count() == 1


@pytest.mark.parametrize(("load", "path", "model"), LOADERS)
def test_other_content_under_the_same_version_is_refused_and_a_new_version_is_the_mend(load, path, model):
    load(Actor.system(), content(path))
    changed = {**content(path), "source": "另一来源"}
    with pytest.raises(Refused, match="新版本号"):
        load(Actor.system(), changed)
    assert model.objects.get().source != "另一来源"
    load(Actor.system(), {**changed, "version": "x"})
    assert model.objects.count() == 2


@pytest.mark.parametrize(("load", "path", "model"), LOADERS)
def test_wrong_content_leaves_nothing_behind(load, path, model):
    with pytest.raises(Refused):
        load(Actor.system(), {**content(path), "effective_to": date(2000, 1, 1)})
    assert not model.objects.exists() and not AuditEvent.rows.exists()


@pytest.mark.parametrize(("load", "path", "model"), LOADERS)
@pytest.mark.parametrize("role", [Role.COUNTY_REVIEWER, Role.MINE_PRINCIPAL, Role.AUDITOR, Role.SYSTEM_ADMIN])
def test_only_the_city_office_loads(load, path, model, role):
    with pytest.raises(Forbidden):
        load(actor(role), content(path))
    assert load(actor(Role.CITY_OFFICE), content(path)).loaded_by == "梁雅文"


def test_a_stored_criterion_is_never_edited():
    made = load_criteria(Actor.system(), content(PRESENT))
    for row in (made, made.criteria.first()):
        with pytest.raises(TypeError):
            row.save()


def test_the_command_loads_everything_and_again_changes_nothing():
    out = StringIO()
    call_command("load_standards", stdout=out)
    assert CriterionSet.objects.count() == 3 and Law.objects.count() >= 12
    assert "kuangan-an-2022-88.yaml" in out.getvalue()
    counted = AuditEvent.rows.count()
    call_command("load_standards", verbosity=0)
    assert AuditEvent.rows.count() == counted


def test_the_command_names_every_file_that_is_wrong_and_loads_the_others(tmp_path):
    for folder in ("criteria", "laws"):
        (tmp_path / folder).mkdir()
    (tmp_path / "criteria/bad.yaml").write_text("urn: [", encoding="utf-8")
    (tmp_path / "criteria/poor.yaml").write_text("urn: urn:kuangan:x\n", encoding="utf-8")
    (tmp_path / "laws/good.yaml").write_text(LAW.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("load_standards", folder=tmp_path, verbosity=0)
    assert "bad.yaml" in str(refused.value) and "poor.yaml" in str(refused.value)
    assert Law.objects.count() == 1
