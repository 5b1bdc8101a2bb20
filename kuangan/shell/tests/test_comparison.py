"""What is frozen is compared with the trail: when verified, every night, and when its page is opened."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile

from kuangan.duties.actions.redo import order_redo
from kuangan.duties.actions.review import Seen, accept
from kuangan.duties.actions.submit import submit, withdraw
from kuangan.duties.models import Review, Signature, Submission
from kuangan.duties.tests.campaign import at
from kuangan.duties.tests.conftest import DAY, scene, stage  # noqa: F401 - fixtures
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity import comparison, frozen, verifying
from kuangan.foundation.integrity.files import keep, shelves
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.notices.models import Notice
from kuangan.hazards import actions as hazards
from kuangan.hazards.models import FivePoints, Hazard, SiteCheck
from kuangan.hazards.tests import stage as quarry
from kuangan.hazards.tests.bureaus import Scene
from kuangan.inspections.actions import withdraw as withdraw_check
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.tests import stage as checks
from kuangan.shell.actions.tidying import compare_with_trail
from kuangan.shell.queries.health import health
from tests import cast

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("nightly")


@pytest.fixture(autouse=True)
def forgotten(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    yield
    cache.clear()


def findings() -> list[tuple[str, str]]:
    found = verifying.verify(SYSTEM)
    return sorted((one.kind, one.what) for one in found.problems if one.kind in ("frozen", "gone"))


def closed(place: Scene) -> Hazard:
    hazard = place.major()
    dropped = place.check(hazard)
    hazards.drop_check(place.reviewer, dropped, reason="写错了日期")
    quarry.checked(place.reviewer, place.inspector, quarry.fresh(hazard))
    quarry.explained(place.principal, hazard)
    hazards.close(place.city, quarry.fresh(hazard), unlisted_reason="当日整改完毕，未列入督办")
    return quarry.fresh(hazard)


HAZARDS = {
    "the closure of a hazard": (Hazard, {"closed_by": "别人"}),
    "its day": (Hazard, {"found_at": "2023-01-01T00:00:00Z"}),
    "the signed five": (FivePoints, {"measures": "不必削坡"}),
    "an on-site check": (SiteCheck, {"second_by": "别人"}),
}


def test_every_row_of_a_closed_hazard_that_was_changed_is_found_and_shown():
    place = Scene()
    row = closed(place)
    browser = cast.client(cast.city_office())
    assert findings() == [] and frozen.differences_of(row) == []
    assert "审计记录保存的内容不一致" not in browser.get(f"/hazards/{row.pk}/").content.decode()
    for name, (model, change) in HAZARDS.items():
        held = model.rows.order_by("-pk").first()
        before = {field: getattr(held, field) for field in change}
        model.rows.filter(pk=held.pk).update(**change)
        assert [kind for kind, _what in findings()] == ["frozen"], name
        assert [one.key for one in frozen.differences_of(row)] == [f"{model._meta.label_lower}:{held.pk}"], name
        assert "审计记录保存的内容不一致" in browser.get(f"/hazards/{row.pk}/").content.decode(), name
        model.rows.filter(pk=held.pk).update(**before)
    assert findings() == []


def test_five_that_must_be_signed_again_are_no_alarm():
    place = Scene()
    row = place.working()
    hazards.replace_supervisor(place.principal, row, name="钟老板", reason="前任调离，由新任主要负责人接手")
    assert findings() == [] and frozen.differences_of(row) == []
    FivePoints.rows.filter(hazard=row).update(signed_by="钟老板")
    assert [kind for kind, _what in findings()] == ["frozen"]


def test_a_signed_monthly_check_is_compared_also_once_it_is_withdrawn():
    mine = cast.mine("青山石场")
    principal = checks.principal_of(mine)
    row = checks.signed(principal, mine)
    assert frozen.differences_of(row) == []
    MonthlyCheck.rows.filter(pk=row.pk).update(major_total=3)
    assert len(frozen.differences_of(row)) == 1
    page = cast.client(cast.principal(mine, "李老板二")).get(f"/inspections/{row.pk}/")
    assert "审计记录保存的内容不一致" in page.content.decode()
    MonthlyCheck.rows.filter(pk=row.pk).update(major_total=0)
    withdraw_check(principal, row, reason="录入了两次")
    assert findings() == []
    MonthlyCheck.rows.filter(pk=row.pk).update(withdrawal_reason="别的理由")
    assert [kind for kind, _what in findings()] == ["frozen"]


def test_submissions_reviews_and_signatures_are_compared_through_all_that_follows(stage):  # noqa: F811
    with at(DAY):
        first = stage.delivered()
        withdraw(stage.safety_officer, stage.assignment(), reason="附件传错")
        second = submit(stage.safety_officer, stage.assignment())
        row = accept(stage.reviewer, stage.assignment(), seen=Seen(second.number, 0), opinion="材料齐全")
        accept(stage.city, row, seen=Seen(second.number, 1))
        order_redo(stage.city, stage.assignment(), trigger="careless", reason="抽查不合格", new_due=DAY)
        assert findings() == []
        for model, change in (
            (Submission, {"note": "补记"}), (Submission, {"state": "accepted"}), (Review, {"opinion": "不同意"}),
            (Signature, {"signed_by": "别人"}),
        ):  # fmt: skip
            held = model.rows.order_by("pk").first()
            before = {field: getattr(held, field) for field in change}
            model.rows.filter(pk=held.pk).update(**change)
            assert [kind for kind, _what in findings()] == ["frozen"], (model, change)
            assert len(frozen.differences_of(stage.assignment())) == 1, (model, change)
            model.rows.filter(pk=held.pk).update(**before)
        Review.rows.all().delete()
        assert [kind for kind, _what in findings()] == ["gone", "gone"]
    assert first.pk != second.pk


def test_what_was_frozen_before_is_counted_and_no_alarm():
    row = closed(Scene())
    hazard = {name: getattr(row, name) for name in ("mine_id", "region_code", "place", "description", "source")}
    times = {
        name: getattr(row, name) for name in ("found_at", "rectified_at", "applied_at", "verified_at", "closed_at")
    }
    before = verifying.verify(SYSTEM).uncovered
    Hazard.rows.create(**hazard, **times, state="closed", grade="general", found_by="李", entered_by="李")
    found = verifying.verify(SYSTEM)
    assert (found.problems, found.uncovered) == ([], before + 1)


def test_the_night_finds_a_changed_row_and_a_changed_file_and_tells_the_audit_administrator(monkeypatch):
    auditor = cast.audit_admin()
    row = closed(Scene())
    stored = keep(ContentFile("报告".encode(), name="报告.txt"), allowed=frozenset({"text/plain"}))
    monkeypatch.setattr(comparison, "NIGHTS", 1)
    assert comparison.compare_share(SYSTEM) == [] and health().parts()["records"] == "ok"
    Hazard.rows.filter(pk=row.pk).update(closed_by="别人")
    shelves.shelf(stored.sha256).write_bytes(b"other")
    assert compare_with_trail(SYSTEM) and not compare_with_trail(SYSTEM)
    assert comparison.outstanding() == 2 and health().parts()["records"] == "differ from the trail"
    (event,) = AuditEvent.rows.filter(kind="integrity.differed")
    assert event.details["findings"] == 2 and f"隐患 {row.pk}" in event.details["finding"]
    assert [one.recipient_id for one in Notice.objects.filter(cause__kind="shell.told_differed")] == [auditor.pk]
    Hazard.rows.filter(pk=row.pk).update(closed_by=row.closed_by)
    shelves.shelf(stored.sha256).write_bytes("报告".encode())
    assert comparison.compare_share(SYSTEM) == [] and comparison.outstanding() == 0
