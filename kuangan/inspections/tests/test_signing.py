"""The signature: whole, by the principal, once; corrections; what counts for the month."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kuangan.foundation.kernel import clock, events
from kuangan.foundation.kernel.errors import Forbidden, Refused
from kuangan.hazards.models import Hazard
from kuangan.inspections import actions
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.queries.checks import Narrowing, checks, earlier_check, without_check
from kuangan.inspections.queries.measures import latest_check, major_hazard_checks
from kuangan.inspections.queries.record import hash_of, is_intact, record
from kuangan.inspections.states import CheckState
from kuangan.inspections.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return cast.mine("青山石场")


@pytest.fixture
def principal(mine):
    return stage.principal_of(mine)


@pytest.fixture
def draft(mine, principal):
    return stage.filled(principal, mine)


def sign(actor, row, **told):
    return actions.sign(actor, row, **{"proven": True, "attested": True, **told})


def counted(mine):
    today = clock.today()
    return major_hazard_checks(cast.as_actor(cast.city_office()).scope, mine.pk, today.replace(day=1), today)


def test_the_principal_signs_a_check_without_findings_with_the_attestation(draft, mine, principal):
    row = sign(principal, draft, content_hash=hash_of(record(draft), principal.name))
    assert (row.state, row.leader, row.signed_by, row.hazards_total) == ("signed", "李老板", "李老板", 0)
    assert row.is_attested and "走过2个区域" in row.attestation and "对照判定标准2项" in row.attestation
    assert is_intact(stage.fresh(row)) and counted(mine) == [row]


def test_nobody_else_signs(draft, mine):
    for user in (cast.safety_officer(mine), cast.county_reviewer(), cast.city_office()):
        with pytest.raises(Forbidden):
            sign(cast.as_actor(user), draft)
    assert stage.fresh(draft).is_draft and not counted(mine)


def test_a_signature_needs_the_password_and_the_words_of_the_attestation(draft, principal):
    with pytest.raises(Refused) as password:
        sign(principal, draft, proven=False)
    with pytest.raises(Refused) as words:
        sign(principal, draft, attested=False)
    assert (password.value.field, words.value.field) == ("password", "attested")
    assert stage.fresh(draft).is_draft


def test_what_was_changed_after_reading_is_not_signed(draft, principal):
    code = hash_of(record(draft), principal.name)
    actions.save_area(principal, draft, actions.AreaEntry("配电房", "接地", "clear"))
    with pytest.raises(Refused, match="改动"):
        sign(principal, draft, content_hash=code)


def test_an_unfinished_check_says_everything_that_is_missing(mine, principal):
    stage.criteria()
    row = stage.begun(principal, mine)
    with pytest.raises(Refused) as refusal:
        sign(principal, row)
    for words in ("参加人员", "路线还是空的", "还差2张照片", "露天第4项", "起止时间"):
        assert words in str(refusal.value)


def test_a_criterion_that_exists_needs_a_grave_hazard_and_then_no_attestation(draft, principal):
    head = stage.criteria()[0]
    stage.answered(principal, draft, OP_04="present")
    with pytest.raises(Refused, match="没有关联疑似或重大隐患"):
        sign(principal, draft)
    stage.suspected(principal, draft, head)
    row = sign(principal, draft, attested=False)
    assert (row.hazards_total, row.major_total, row.attestation, row.is_attested) == (1, 1, "", False)
    assert Hazard.rows.get().source == "monthly_check"


def test_a_general_hazard_alone_still_needs_the_attestation(draft, principal):
    stage.suspected(principal, draft, grade="general", description="皮带机尾轮防护罩缺失")
    with pytest.raises(Refused) as refusal:
        sign(principal, draft, attested=False)
    assert refusal.value.field == "attested"
    row = sign(principal, draft)
    assert (row.hazards_total, row.major_total) == (1, 0)


def test_signed_twice_it_is_signed_once(draft, principal):
    first, second = sign(principal, draft), sign(principal, draft)
    assert first.signed_at == second.signed_at


def test_a_signed_check_is_never_changed(draft, principal):
    area = draft.areas.first()
    row = sign(principal, draft)
    finding_free = [
        lambda: actions.save_basics(principal, row, stage.basics(row)),
        lambda: actions.save_area(principal, row, actions.AreaEntry("新区域")),
        lambda: actions.remove_area(principal, row, area),
        lambda: actions.copy_route(principal, row),
        lambda: actions.answer_criteria(principal, row, {}),
        lambda: stage.suspected(principal, row),
        lambda: actions.remove_photo(principal, row.photos.first()),
    ]
    for act in finding_free:
        with pytest.raises(Refused, match="不能再改"):
            act()
    assert is_intact(stage.fresh(row))


def test_the_database_refuses_a_signed_check_without_signature_or_attestation(draft):
    for wrong in ({"state": "signed"}, {"state": "withdrawn"}, {"content_hash": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MonthlyCheck.rows.filter(pk=draft.pk).update(**wrong)


def test_a_check_that_somebody_else_led_stays_on_record_and_does_not_count(mine, principal):
    row = stage.filled(principal, mine, led_by_principal=False, leader="吴安全员（安全员）")
    row = sign(principal, row)
    assert row.state == "signed" and row.leader.startswith("吴安全员") and "吴安全员" in row.attestation
    assert not row.counts and not counted(mine)
    assert mine in without_check(principal.scope, row.month)


def test_a_withdrawn_check_counts_no_more_and_says_why(draft, mine, principal):
    row = sign(principal, draft)
    with pytest.raises(Forbidden):
        actions.withdraw(cast.as_actor(cast.safety_officer(mine)), row, reason="填错了矿山")
    with pytest.raises(Refused):
        actions.withdraw(principal, row, reason="无")
    for _round in range(2):
        actions.withdraw(principal, row, reason="并未开展，误签")
    assert stage.fresh(row).state == CheckState.WITHDRAWN and not counted(mine)
    with pytest.raises(Refused):
        sign(principal, row)


def test_a_correction_takes_everything_over_and_replaces_the_old_with_its_signature(draft, mine, principal):
    stage.suspected(principal, draft, grade="general", description="皮带机尾轮防护罩缺失", area=draft.areas.first())
    actions.save_area(
        principal, draft, actions.AreaEntry(stage.AREAS[0], "坡面", "found", "防护罩缺失"), area=draft.areas.first()
    )
    old = sign(principal, draft)
    with pytest.raises(Refused) as refusal:
        actions.start(principal, mine, checked_on=old.checked_on, replaces=old)
    assert refusal.value.field == "reason"
    new = actions.start(principal, mine, checked_on=old.checked_on, replaces=old, reason="漏写了一名参加人员")
    assert not record(new).gaps and len(record(new).photos) == 2 and len(record(new).findings) == 1
    assert counted(mine) == [old]
    with pytest.raises(Refused, match="正在填写"):
        actions.start(principal, mine, checked_on=old.checked_on, replaces=old, reason="再来一次更正")
    new = sign(principal, new)
    assert counted(mine) == [new] and new.repeats is None
    assert (stage.fresh(old).state, stage.fresh(old).withdrawal_reason) == ("withdrawn", "漏写了一名参加人员")
    assert is_intact(stage.fresh(old)) and Hazard.rows.count() == 1


def test_a_correction_stays_in_its_month(draft, mine, principal):
    old = sign(principal, draft)
    with pytest.raises(Refused) as refusal:
        actions.start(
            principal, mine, checked_on=old.month - timedelta(days=1), replaces=old, reason="日期写错，是上个月"
        )
    assert refusal.value.field == "checked_on"


def test_the_same_route_in_the_same_words_is_noted_and_not_refused(mine, principal):
    first = stage.signed(principal, mine, clock.today() - timedelta(days=31))
    second = stage.signed(principal, mine)
    assert second.repeats == first
    third = stage.filled(principal, mine)
    actions.save_area(
        principal, third, actions.AreaEntry(stage.AREAS[0], "坡面、截水沟", "clear"), area=third.areas.first()
    )
    assert sign(principal, third).repeats is None
    assert list(checks(principal.scope, Narrowing(found="repeated"))) == [second]


def test_duties_find_the_checks_of_a_period_and_the_latest(mine, principal):
    early = stage.signed(principal, mine, clock.today() - timedelta(days=40))
    late = stage.signed(principal, mine)
    stage.filled(principal, mine)
    scope = principal.scope
    assert major_hazard_checks(scope, mine.pk, early.checked_on, clock.today()) == [early, late]
    assert major_hazard_checks(scope, mine.pk, late.checked_on, late.checked_on) == [late]
    assert latest_check(scope, mine.pk) == late and latest_check(scope, mine.pk, early.checked_on) == early
    assert earlier_check(scope, late) == early
    stranger = stage.principal_of(cast.mine("白云石场"), "别家老板").scope
    assert major_hazard_checks(stranger, mine.pk, early.checked_on, clock.today()) == []


def test_duties_hear_of_a_signature_after_commit(
    draft, mine, principal, django_capture_on_commit_callbacks, monkeypatch
):
    heard = []
    monkeypatch.setitem(events._listeners, "inspections.changed", [lambda **told: heard.append(told)])
    with django_capture_on_commit_callbacks(execute=True):
        row = sign(principal, draft)
    assert heard == [{"check_id": row.pk, "mine_id": mine.pk}]
