"""What duties tells people: who, when, once, and never somebody of another county."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.urls import resolve

from kuangan.access.models import User
from kuangan.duties.actions.extend import ask_extension, decide_extension
from kuangan.duties.actions.redo import order_redo
from kuangan.duties.actions.review import Seen, accept, return_
from kuangan.duties.actions.telling import tell_acts, tell_deadlines
from kuangan.duties.actions.urging import urge
from kuangan.duties.models import Assignment, Submission
from kuangan.duties.rules.reminding import USUAL, Call, calls
from kuangan.duties.tests.campaign import SYSTEM, at
from kuangan.duties.tests.web_stage import Scene
from kuangan.foundation.notices import actions as notices
from kuangan.foundation.notices.models import Cause, Delivery, Notice
from kuangan.foundation.notices.wording import title_of
from kuangan.plan.models import Plan
from kuangan.plan.rules.dues import Escalation, Reminder
from kuangan.registry.models import Mine
from tests.cast import people, places

DUE = date(2023, 4, 30)


def told(scene: Scene, kind: str = "") -> dict[str, list[str]]:
    """Names of those who were told, by the title of what they were told."""
    names = dict(User.objects.values_list("pk", "name"))
    found: dict[str, list[str]] = {}
    for notice in Notice.objects.select_related("cause").order_by("id"):
        if notice.cause.kind == kind or not kind:
            found.setdefault(title_of(notice.cause), []).append(names[notice.recipient_id])
    return {title: sorted(who) for title, who in found.items()}


@pytest.fixture
def quiet(scene: Scene) -> Iterator[Scene]:
    """The scene with everything told that made it."""
    tell_acts(SYSTEM)
    Cause.rows.all().delete()
    yield scene


def live(scene: Scene) -> tuple[Assignment, Seen]:
    submission = Submission.rows.filter(state="submitted").get()
    return scene.row(), Seen(submission.number, 0)


def actor(scene: Scene, who: str):
    return people.as_actor(scene.users[who])


def test_a_submission_is_told_to_the_county_and_to_nobody_else(quiet):
    quiet.deliver()
    tell_acts(SYSTEM)
    assert list(told(quiet, "duties.told_submitted").values()) == [sorted(["陈主任", "梁局长"])]
    assert not Notice.objects.filter(recipient_id=quiet.users["neighbour"].pk).exists()


def test_replaying_the_trail_tells_nobody_twice(quiet):
    quiet.deliver()
    for _again in range(3):
        tell_acts(SYSTEM)
    assert Cause.rows.filter(kind="duties.told_submitted").count() == 1
    assert Notice.objects.filter(cause__kind="duties.told_submitted").count() == 2


def test_what_was_decided_meanwhile_is_no_longer_waiting(quiet):
    quiet.deliver()
    row, seen = live(quiet)
    accept(actor(quiet, "reviewer"), row, seen=seen)
    accept(actor(quiet, "city"), row, seen=Seen(seen.receipt, 1))
    tell_acts(SYSTEM)
    assert told(quiet, "duties.told_submitted") == {}
    assert list(told(quiet, "duties.told_accepted").values()) == [sorted(["李老板", "吴安全员"])]


def test_passing_on_is_told_to_the_city(quiet):
    quiet.deliver()
    tell_acts(SYSTEM)
    row, seen = live(quiet)
    accept(actor(quiet, "reviewer"), row, seen=seen)
    tell_acts(SYSTEM)
    assert Notice.objects.filter(recipient_id=quiet.users["city"].pk, cause__kind="duties.told_submitted").count() == 1


def test_a_return_and_a_redo_are_urgent_for_the_mine(quiet):
    quiet.deliver()
    row, seen = live(quiet)
    return_(actor(quiet, "reviewer"), row, seen=seen, opinion="照片不清", correct_by=date(2023, 4, 28))
    tell_acts(SYSTEM)
    ((title, who),) = told(quiet, "duties.told_returned").items()
    assert "4月30日" in title and who == sorted(["李老板", "吴安全员"])
    order_redo(
        actor(quiet, "city"), quiet.row(), trigger="careless", reason="走过场，未实际排查", new_due=date(2023, 5, 20)
    )
    tell_acts(SYSTEM)
    (title,) = told(quiet, "duties.told_redo")
    assert "5月20日" in title
    assert set(Notice.objects.filter(cause__kind__contains="re").values_list("pace", flat=True)) >= {"at_once"}
    assert resolve(Cause.rows.get(kind="duties.told_redo").url).kwargs["pk"] == row.pk


def test_extensions_are_told_to_those_who_decide_and_back_to_the_mine(quiet):
    row = quiet.row()
    asked = ask_extension(actor(quiet, "officer"), row, until=date(2023, 5, 9), reason="等检测报告")
    tell_acts(SYSTEM)
    ((title, who),) = told(quiet, "duties.told_extension_asked").items()
    assert "5月9日" in title and who == sorted(["陈主任", "梁局长"])
    decide_extension(actor(quiet, "reviewer"), asked, grant=True, opinion="同意")
    tell_acts(SYSTEM)
    ((title, who),) = told(quiet, "duties.told_granted").items()
    assert "5月9日" in title and "李老板" in who


def test_urging_is_told_at_once_with_its_words(quiet):
    urge(actor(quiet, "reviewer"), quiet.row(), words="请抓紧报送")
    tell_acts(SYSTEM)
    cause = Cause.rows.get(kind="duties.told_urged")
    assert cause.params["words"] == "请抓紧报送"
    assert set(cause.notices.values_list("pace", flat=True)) == {"at_once"}


def test_people_of_another_county_hear_of_nothing(quiet):
    quiet.deliver()
    row, seen = live(quiet)
    return_(actor(quiet, "reviewer"), row, seen=seen, opinion="重拍", correct_by=date(2023, 4, 28))
    with at(date(2023, 6, 1)):
        tell_acts(SYSTEM)
        tell_deadlines(SYSTEM)
    assert Notice.objects.exists()
    assert not Notice.objects.filter(recipient_id=quiet.users["neighbour"].pk).exists()


def test_the_bearer_is_reminded_before_and_after_and_those_above_are_told(quiet):
    def on(day: date) -> dict[str, list[str]]:
        Cause.rows.all().delete()
        with at(day):
            tell_deadlines(SYSTEM)
            return {title: who for title, who in told(quiet).items() if "自查自改材料" in title}

    assert on(DUE - timedelta(days=8)) == {}
    ((title, who),) = on(DUE - timedelta(days=7)).items()
    assert "4月30日" in title and who == sorted(["李老板", "吴安全员"])
    assert on(DUE - timedelta(days=6)) == {}
    assert len(on(DUE - timedelta(days=2))) == 1
    ((title, who),) = on(DUE + timedelta(days=1)).items()
    assert "已逾期" in title and who == sorted(["李老板", "吴安全员"])
    ((title, who),) = on(DUE + timedelta(days=3)).items()
    assert "开平" in title and who == sorted(["陈主任", "梁局长"])
    ((title, who),) = on(DUE + timedelta(days=7)).items()
    assert who == ["黄科长"]


def test_nothing_is_told_twice_on_a_day_and_a_second_look_costs_little(quiet, django_assert_max_num_queries):
    with at(DUE):
        tell_deadlines(SYSTEM)
        count = Notice.objects.count()
        with django_assert_max_num_queries(2):  # how far it went, and whether anything was derived
            assert tell_deadlines(SYSTEM) == 0
    assert Notice.objects.count() == count > 0


def test_a_jump_of_the_clock_tells_the_present_stage_only_and_sends_one_digest(quiet, settings):
    settings.KUANGAN_MAIL = True
    User.objects.update(email="a@example.cn")
    with at(date(2023, 4, 21)):
        tell_deadlines(SYSTEM)
        notices.route(SYSTEM)
    Cause.rows.all().delete()
    with at(date(2023, 6, 20)):
        tell_acts(SYSTEM)
        tell_deadlines(SYSTEM)
        notices.route(SYSTEM)
    about = [title for title in told(quiet, "duties.overdue") if "自查自改材料" in title]
    assert len(about) == 1
    persons = Delivery.objects.filter(digest_on=date(2023, 6, 20)).values_list("recipient_id", flat=True)
    assert not Delivery.objects.filter(notice__isnull=False).exists()
    assert len(persons) == len(set(persons)) > 0


def test_a_parameter_reaches_the_county_and_the_mines_concerned(quiet):
    from kuangan.foundation.integrity.actions import record
    from kuangan.plan import kinds as plan_kinds
    from kuangan.plan.models import ParameterValue

    row = ParameterValue.objects.create(
        plan=Plan.objects.get(), name="watch_days", region_code=places.KAIPING, value=5, reason="汛期",
        effective_on=date(2023, 4, 25), entered_by="黄科长",
    )  # fmt: skip
    record(actor(quiet, "city"), plan_kinds.PARAMETER_SET, row, title="盯守间隔")
    tell_acts(SYSTEM)
    ((title, who),) = told(quiet, "duties.told_parameter").items()
    assert "盯守间隔" in title and who == sorted(["陈主任", "梁局长", "李老板", "吴安全员"])


def test_many_mines_are_reminded_by_few_statements(scene, django_assert_max_num_queries):
    with at(date(2023, 4, 20)):
        template = Assignment.rows.filter(duty_slug="package").get()
        mines = [places.mine(code=places.KAIPING) for _each in range(6)]
        ids = set(Mine.objects.unscoped("test").filter(pk__in=[one.pk for one in mines]).values_list("pk", flat=True))
        Assignment.rows.filter(mine_id__in=ids).delete()
        Assignment.rows.bulk_create(
            Assignment(
                plan=template.plan, duty=template.duty, duty_slug="package", bearer_kind="mine",
                owing_mine_id=pk, mine_id=pk, region_code=places.KAIPING, bearer_key=f"mine:{pk}:{number}",
                period_key="once", period_start=template.period_start, period_end=template.period_end,
                applies_since=template.applies_since, due_at=template.due_at,
            )
            for pk in ids for number in range(50)
        )  # fmt: skip
    with at(DUE - timedelta(days=2)), django_assert_max_num_queries(60):
        tell_deadlines(SYSTEM)
    assert Cause.rows.filter(kind="duties.due_soon").count() >= 300


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-8, []),
        (-7, [Call(7, late=False)]),
        (-3, [Call(7, late=False)]),
        (0, [Call(2, late=False)]),
        (2, [Call(1, late=True)]),
        (30, [Call(1, late=True), Call(3, late=True, to="county_bureau"), Call(7, late=True, to="city_bureau")]),
    ],
)
def test_the_present_stage_of_the_usual_reminders(days, expected):
    assert calls(USUAL, DUE, DUE + timedelta(days=days)) == expected


def test_a_stage_told_at_the_last_look_is_not_told_again():
    plan = Reminder(before=(7, 3), after=(1,), escalate=(Escalation(3, "county_bureau"),))
    assert calls(plan, DUE, DUE - timedelta(days=5), since=DUE - timedelta(days=6)) == []
    assert calls(plan, DUE, DUE - timedelta(days=3), since=DUE - timedelta(days=6)) == [Call(3, late=False)]
    assert calls(plan, DUE, DUE + timedelta(days=4), since=DUE + timedelta(days=3)) == []
