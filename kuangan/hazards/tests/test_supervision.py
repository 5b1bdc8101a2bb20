"""Listed supervision: the notice, its clocks, what is owed under it, how it ends, what is public."""

from datetime import timedelta

import pytest

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, Refused
from kuangan.hazards import actions
from kuangan.hazards.queries.listings import ListingFilter, listing_counts, public_listings, supervisions, unlisted
from kuangan.hazards.rules.supervision import first_due, is_open, missed
from kuangan.hazards.states import Grade
from kuangan.hazards.tests import stage
from kuangan.hazards.tests.bureaus import Scene

pytestmark = pytest.mark.django_db
NUMBER = "江应急督〔2023〕12号"
WHY = "复测未超设计高度，不属重大隐患"
TOLD = "已督促矿山削坡三百方，县局现场复核一次"
WORDS = "某采石场最终边坡台阶超高，已挂牌督办，请周边群众勿靠近"


@pytest.fixture
def scene():
    return Scene()


def later(days):
    """As many days from now."""
    return clock.at(clock.now() + timedelta(days=days))


def day(days):
    """The day so many days from today."""
    return clock.today() + timedelta(days=days)


def test_returns_are_due_one_interval_after_another_and_the_missing_ones_are_counted():
    listed = clock.moment(clock.today(), clock.now().time().replace(hour=9))
    due = first_due(listed, 7)
    assert due == clock.end_of_day(day(7))
    assert missed(due, 7, due) == 0
    assert [missed(due, 7, due + timedelta(days=more)) for more in (1, 7, 8, 14)] == [1, 2, 2, 3]
    assert is_open(due, 7, listed, listed)
    assert not is_open(due + timedelta(days=7), 7, listed, due - timedelta(hours=1))


def test_the_city_lists_a_major_hazard_and_draws_its_deadline_forward(scene):
    hazard = scene.working(days=90)
    with pytest.raises(Forbidden):
        stage.listed(scene.leader, hazard)
    held = stage.listed(scene.city, hazard, 40).listings.get()
    row = stage.fresh(hazard)
    assert row.deadline_at == held.deadline_at == held.due_at == clock.end_of_day(day(40))
    assert held.return_due_at == clock.end_of_day(day(7))
    assert stage.listed(scene.city, hazard, 40).listings.count() == 1
    with pytest.raises(Refused):
        actions.list_for_supervision(scene.city, hazard, requirements="另一份通知的要求", deadline=day(10))


def test_the_words_for_the_public_name_no_person(scene):
    hazard = scene.working()
    told = {"requirements": "按治理方案削坡，每周报告进展", "deadline": day(40), "is_public": True}
    for words in ("", "由林技术负责整改，请周边群众勿靠近"):
        with pytest.raises(Refused) as refused:
            actions.list_for_supervision(scene.city, hazard, **told, public_words=words)
        assert refused.value.field == "public_words"
    actions.list_for_supervision(scene.city, hazard, **told, public_words=WORDS)
    notice = public_listings(scene.mine.region_code)[0]
    assert (notice.mine, notice.words) == (scene.mine.name, WORDS)
    assert not {"林技术", "李老板", "黄科长"} & set(map(str, vars_of(notice)))
    assert public_listings("440900") == []


def vars_of(notice):
    """Everything that a notice tells."""
    return [getattr(notice, name) for name in notice.__dataclass_fields__]


def test_what_is_not_for_the_public_is_not_told(scene):
    scene.listed()
    assert public_listings() == []


def test_the_number_comes_later_and_a_change_leaves_a_trail(scene):
    held = scene.listed()
    with pytest.raises(Refused) as refused:
        actions.number_listing(scene.city, held, document_number=" ")
    assert refused.value.field == "document_number"
    with pytest.raises(Refused, match="摘牌"):
        actions.number_listing(scene.city, held, document_number=NUMBER, delisting_number="江应急摘〔2023〕3号")
    actions.number_listing(scene.city, held, document_number=NUMBER)
    actions.number_listing(scene.city, held, document_number="江应急督〔2023〕21号")
    trail = AuditEvent.rows.filter(kind="hazards.listing_numbered").order_by("pk")
    assert [one.before["document_number"] for one in trail] == ["", NUMBER]
    with pytest.raises(Forbidden):
        actions.number_listing(scene.leader, held, document_number=NUMBER)


def test_a_return_answers_the_one_that_is_due_and_lateness_shows(scene):
    held = scene.listed()
    first = actions.return_progress(scene.reviewer, held, text=TOLD)
    assert actions.return_progress(scene.reviewer, held, text=TOLD).pk == first.pk
    extra = actions.return_progress(scene.reviewer, held, text="又报一次，边坡监测数据平稳")
    held.refresh_from_db()
    assert first.due_at == extra.due_at == clock.end_of_day(day(7))
    assert held.return_due_at == clock.end_of_day(day(14))
    with later(16):
        late = actions.return_progress(scene.reviewer, held, text="第二周进展：剩余边坡削坡完成")
        assert late.due_at == held.return_due_at and late.entered_at > late.due_at
    with pytest.raises(Forbidden):
        actions.return_progress(scene.city, held, text=TOLD)


def test_only_the_city_moves_a_listed_deadline_and_the_notice_keeps_its_own(scene):
    held = scene.listed(30)
    asked = actions.ask_extension(
        scene.principal, held.hazard, until=day(60), reason="雨季停工二十天", interim_measures="坡下警戒，专人值守"
    )
    with pytest.raises(Forbidden, match="市局"):
        actions.decide_extension(scene.leader, asked, grant=True, opinion="同意延期")
    actions.decide_extension(scene.city, asked, grant=True, opinion="雨季属实，同意延期", until=day(50))
    held.refresh_from_db()
    assert held.deadline_at == clock.end_of_day(day(30))
    assert held.due_at == stage.fresh(held.hazard).deadline_at == clock.end_of_day(day(50))


def test_a_granted_day_that_has_passed_is_refused(scene):
    hazard = scene.working(days=20)
    asked = actions.ask_extension(
        scene.principal, hazard, until=day(25), reason="雨季停工二十天", interim_measures="坡下警戒，专人值守"
    )
    passed = day(28)
    with later(30):
        for until in (None, passed):
            with pytest.raises(Refused) as refused:
                actions.decide_extension(scene.reviewer, asked, grant=True, opinion="同意延期", until=until)
            assert refused.value.field == "until"
        actions.decide_extension(
            scene.reviewer, asked, grant=True, opinion="同意延期", until=clock.today() + timedelta(5)
        )


def test_it_is_delisted_with_a_reason_that_stays_and_only_then_lowered(scene):
    held = scene.listed()
    with pytest.raises(Refused):
        actions.determine(scene.city, held.hazard, grade=Grade.GENERAL, reasons="复测后没有超过设计高度")
    with pytest.raises(Refused) as refused:
        actions.delist(scene.city, held, reason="无")
    assert refused.value.field == "reason"
    gone = actions.delist(scene.city, held, reason=WHY, document_number="江应急摘〔2023〕3号")
    assert (gone.state, gone.delisting_reason, gone.return_due_at) == (
        "delisted",
        WHY,
        None,
    )
    actions.determine(scene.city, stage.fresh(held.hazard), grade=Grade.GENERAL, reasons="复测后没有超过设计高度")
    with pytest.raises(Refused):
        actions.return_progress(scene.reviewer, held, text=TOLD)


def test_closing_delists_in_the_same_act(scene):
    held = scene.listed()
    hazard = stage.applied(scene.principal, stage.fresh(held.hazard))
    stage.checked(scene.reviewer, scene.inspector, hazard)
    with pytest.raises(Refused, match="根源分析"):
        actions.close(scene.city, stage.fresh(hazard))
    stage.explained(scene.principal, hazard)
    actions.close(scene.city, stage.fresh(hazard), delisting_number="江应急摘〔2023〕5号")
    held.refresh_from_db()
    assert (held.state, held.delisting_number, held.return_due_at) == ("delisted", "江应急摘〔2023〕5号", None)


def test_the_ledger_finds_what_is_overdue_due_and_gone(scene):
    held = scene.listed(20)

    def found(state):
        return [one.pk for one in supervisions(scene.whole, ListingFilter(state=state))]

    assert (found("in_force"), found("overdue"), found("due"), found("delisted")) == ([held.pk], [], [], [])
    with later(7):
        assert found("due") == [held.pk]
    with later(21):
        assert found("overdue") == [held.pk]
        assert listing_counts(scene.whole, ListingFilter()) == {
            "in_force": 1, "overdue": 1, "due": 1, "delisted": 0, "all": 1
        }  # fmt: skip
    assert supervisions(Scope.of_region("440783"), ListingFilter()).count() == 0
    assert supervisions(scene.whole, ListingFilter(county="440783")).count() == 0
    assert supervisions(scene.whole, ListingFilter(text=held.hazard.number)).count() == 1
    actions.delist(scene.city, held, reason=WHY)
    assert (found("in_force"), found("delisted")) == ([], [held.pk])


def test_every_major_hazard_waits_to_be_listed(scene):
    hazard = scene.working()
    assert list(unlisted(scene.whole)) == [hazard]
    stage.listed(scene.city, hazard)
    assert not unlisted(scene.whole).exists()
