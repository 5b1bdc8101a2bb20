"""Plans are loaded, published, replaced; parameters are set; receipts are answered."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock, events
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused
from kuangan.plan import actions, queries
from kuangan.plan.models import ParameterValue, PlanVersion, Receipt
from kuangan.plan.states import VersionState
from kuangan.plan.tests import factories as cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]


def trail(kind: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.within(Scope.everywhere()).filter(kind=kind))


def newer(tmp_path, version="1.1.0", **changes):
    return actions.load(
        cast.city_office(), cast.package_file(tmp_path / version, cast.data(version=version, **changes))
    )


# ── load ──
def test_loading_the_same_package_twice_changes_nothing(draft, tmp_path):
    again = actions.load(cast.city_office(), cast.package_file(tmp_path / "again"))
    assert again.pk == draft.pk
    assert PlanVersion.objects.count() == 1
    assert len(trail("plan.loaded")) == 1


def test_same_version_with_other_content_is_refused_and_says_to_raise_the_version(draft, tmp_path):
    other = cast.package_file(tmp_path / "other", cast.data(title="另一个标题"))
    with pytest.raises(Refused, match=r"1\.0\.0"):
        actions.load(cast.city_office(), other)
    assert PlanVersion.objects.count() == 1


def test_package_with_errors_is_refused_with_file_and_line(tmp_path):
    broken = cast.data()
    broken["duties"][0]["clauses"] = ["九"]
    with pytest.raises(Refused, match=r"plan\.yaml:\d+"):
        actions.load(cast.city_office(), cast.package_file(tmp_path, broken))
    assert not PlanVersion.objects.exists()


def test_warnings_are_kept_with_the_version(tmp_path):
    version = actions.load(cast.city_office(), cast.package_file(tmp_path, cast.data(catalogue_rows=5)))
    assert {finding["level"] for finding in version.findings} == {"warning"}
    assert any("5" in finding["message"] and finding["line"] > 0 for finding in version.findings)


def test_county_cannot_load_the_citys_plan(tmp_path):
    with pytest.raises(Refused):
        actions.load(cast.county_reviewer(), cast.package_file(tmp_path))


def test_mine_cannot_load_a_plan(tmp_path):
    cast.counties()
    with pytest.raises((Forbidden, Refused)):
        actions.load(cast.principal(cast.mine("A")), cast.package_file(tmp_path))


def county_package(parent="1.0.0"):
    head = {key: cast.SMALL[key] for key in ("schema", "title", "short_title", "industry", "issued_on", "window")}
    return {
        **head,
        "urn": "urn:kuangan:plan:test:east",
        "version": "1.0.0",
        "issuer": {"region": cast.ENPING, "name": "东县应急管理局"},
        "parent": {"urn": cast.URN, "version": parent},
        "derive": {"omit": [{"duty": "county-meeting", "reason": "县级方案由县局自行部署"}], "change": []},
        "clauses": [{"id": "三", "heading": "本县要求", "summary": "本县补充。"}],
        "principles": [
            {"id": "own", "title": "本县", "text": "本县补充。", "kept_by": "目录。", "clauses": ["三"], "rows": []}
        ],
        "duties": [],
    }


def test_county_derives_its_own_plan_from_the_citys(published, tmp_path):
    content = county_package()
    content.pop("duties")
    content["duties"] = [{**cast.SMALL["duties"][0], "id": "east-only", "clauses": ["三"]}]
    own = actions.load(cast.county_reviewer(), cast.package_file(tmp_path / "east", content))
    assert own.parent == published
    actions.publish(cast.county_leader(), own)
    assert queries.child_plan_published(cast.bureau(cast.ENPING), published.plan)
    assert not queries.child_plan_published(cast.bureau(cast.KAIPING), published.plan)


def test_plan_under_a_parent_that_is_not_loaded_is_refused(tmp_path):
    with pytest.raises(Refused):
        actions.load(cast.county_reviewer(), cast.package_file(tmp_path, county_package("9.9.9")))


# ── publish ──
def test_publishing_lays_out_duties_hands_receipts_to_the_counties_and_announces(
    draft, monkeypatch, django_capture_on_commit_callbacks
):
    cast.counties()
    heard = []
    monkeypatch.setattr(events, "_listeners", {"plan.published": [lambda **said: heard.append(said)]})
    with django_capture_on_commit_callbacks(execute=True):
        version = actions.publish(cast.city_leader(), draft)
    assert version.state == VersionState.PUBLISHED
    rows = queries.duty_rows(version)
    assert [rows[name].position for name in ("monthly-check", "slope", "watch", "county-meeting")] == [1, 2, 3, 4]
    assert rows["watch"].per_mine and rows["watch"].bearer_kind == "county_bureau"
    receipts = Receipt.objects.within(Scope.everywhere())
    assert sorted(receipts.values_list("region_code", flat=True)) == [cast.KAIPING, cast.ENPING]
    assert heard == [{"version_id": version.pk}]
    assert len(trail("plan.published")) == 1


def test_of_two_publishers_one_wins_and_the_other_is_told(draft):
    cast.counties()
    stale = PlanVersion.objects.get(pk=draft.pk)
    actions.publish(cast.city_leader(), draft)
    with pytest.raises(Refused):
        actions.publish(cast.city_office(), stale)
    assert len(trail("plan.published")) == 1


def test_database_keeps_two_versions_of_a_plan_from_being_in_force(published, tmp_path):
    second = newer(tmp_path)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.filter(pk=second.pk).update(state=VersionState.PUBLISHED, published_at=clock.now())


def test_newer_version_replaces_the_one_in_force(published, tmp_path):
    second = actions.publish(cast.city_leader(), newer(tmp_path))
    published.refresh_from_db()
    assert published.state == VersionState.REPLACED
    assert queries.published_version(second.plan) == second
    assert queries.version_before(second) == published


def test_older_version_cannot_replace_a_newer_one(published, tmp_path):
    older = newer(tmp_path, "0.9.0")
    with pytest.raises(Refused, match=r"1\.0\.0"):
        actions.publish(cast.city_leader(), older)


def test_county_leader_cannot_publish_the_citys_plan(draft):
    with pytest.raises(OutOfScope):
        actions.publish(cast.county_leader(), draft)


def test_draft_can_be_withdrawn_and_a_published_version_cannot(draft, tmp_path):
    assert actions.withdraw(cast.city_office(), draft).state == VersionState.WITHDRAWN
    with pytest.raises(Refused):
        actions.publish(cast.city_leader(), draft)
    with pytest.raises(Refused):
        actions.load(cast.city_office(), cast.package_file(tmp_path / "again"))
    second = actions.publish(cast.city_leader(), newer(tmp_path))
    with pytest.raises(Refused):
        actions.withdraw(cast.city_office(), second)


# ── parameters ──
def set_days(actor, plan, value=14, **more):
    return actions.set_parameter(actor, plan, "watch_days", value, **{"reason": "省厅通知", **more})


def test_parameter_of_a_county_holds_there_from_its_day_on(published):
    plan = published.plan
    set_days(cast.county_leader(), plan, region_code=cast.ENPING, effective_on=date(2023, 4, 1))
    assert queries.parameters(plan, cast.ENPING, date(2023, 3, 31))["watch_days"] == 7
    assert queries.parameters(plan, cast.ENPING, date(2023, 4, 1))["watch_days"] == 14
    assert queries.parameters(plan, cast.KAIPING, date(2023, 4, 1))["watch_days"] == 7


def test_parameter_change_keeps_before_and_after_and_announces(
    published, monkeypatch, django_capture_on_commit_callbacks
):
    heard = []
    monkeypatch.setattr(events, "_listeners", {"plan.parameter_changed": [lambda **said: heard.append(said)]})
    with django_capture_on_commit_callbacks(execute=True):
        set_days(cast.city_office(), published.plan)
    event = trail("plan.parameter_set")[0]
    assert (event.before, event.after) == ({"watch_days": 7}, {"watch_days": 14})
    assert event.details["reason"] == "省厅通知"
    assert heard == [{"plan_id": published.plan_id}]


@pytest.mark.parametrize(
    ("value", "more"),
    [
        (99, {}),
        ("14", {}),
        (7, {}),
        (14, {"reason": "  "}),
        (14, {"region_code": cast.ELSEWHERE}),
    ],
    ids=["too large", "no number", "holds already", "no reason", "region outside the plan"],
)
def test_parameter_is_refused(published, value, more):
    with pytest.raises((Refused, OutOfScope)):
        set_days(cast.city_office(), published.plan, value, **more)
    assert not ParameterValue.objects.exists()


def test_parameter_with_one_value_for_the_plan_cannot_differ_by_county(published):
    with pytest.raises(Refused):
        actions.set_parameter(
            cast.city_office(), published.plan, "visit", "separate", reason="x", region_code=cast.ENPING
        )


def test_county_leader_sets_only_what_the_plan_leaves_to_counties(published):
    with pytest.raises(Forbidden):
        actions.set_parameter(
            cast.county_leader(), published.plan, "flood_start", "2023-04-01", reason="x", region_code=cast.ENPING
        )
    with pytest.raises(OutOfScope):
        set_days(cast.county_leader(), published.plan)
