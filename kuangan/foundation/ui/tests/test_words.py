"""Words on screen: states, terms, days, money, in Chinese and in English."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from kuangan.foundation.authority.policy import Decision
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui import rules, states

TODAY = date(2023, 7, 20)
NOON = clock.moment(TODAY, time(12, 0))


@pytest.fixture(autouse=True)
def twentieth_of_july():
    with clock.at(NOON), translation.override("zh-hans"):
        yield


def show(markup: str, **values: object) -> str:
    return Template("{% load ka %}" + markup).render(Context(values))


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("system", "系统"),
        ("nightly", "系统（每日定时办理）"),
        ("sealing", "系统（审计记录封存）"),
        ("command line", "服务器命令行"),
        ("command line root", "服务器命令行（root）"),
        ("陈主任", "陈主任"),
        ("", ""),
    ],
)
def test_what_no_account_did_is_named_in_words(kept, words):
    assert show("{{ name|who }}", name=kept) == words


@pytest.mark.parametrize(
    ("state", "code", "mark", "chinese", "english"),
    [
        ("accepted", "done", "完", "完成", "Completed"),
        ("submitted", "review", "审", "待审", "In review"),
        ("returned", "back", "退", "已退回", "Returned"),
        ("open", "open", "待", "待办", "To do"),
        ("voided", "void", "免", "免办", "Not owed"),
        ("overdue", "over", "逾", "逾期", "Overdue"),
        ("redo", "redo", "重", "重做", "Redo"),
    ],
)
def test_a_state_is_a_character_and_a_word(state, code, mark, chinese, english):
    chip = show("{% state s %}", s=state)
    assert f"ka-c--{code}" in chip
    assert mark in chip
    assert chinese in chip
    with translation.override("en"):
        assert english in show("{% state s %}", s=state)


def test_an_unknown_state_is_a_mistake_not_a_blank():
    with pytest.raises(KeyError):
        states.face("almost")


@pytest.mark.parametrize(
    ("state", "days", "code"),
    [
        ("open", -1, "over"), ("open", 0, "soon"), ("open", 7, "soon"), ("open", 8, "open"), ("returned", -1, "over"),
        ("returned", 1, "back"), ("submitted", -30, "review"), ("accepted", -30, "done"), ("voided", -30, "void"),
    ],
)  # fmt: skip
def test_overdue_is_computed_over_an_open_or_returned_duty_only(state, days, code):
    assert states.face(state, due=TODAY + timedelta(days=days)).code == code


def test_a_redo_in_review_says_both():
    assert str(states.face("submitted", round=2).word) == "重做待审"
    assert states.face("open", due=TODAY + timedelta(days=20), round=2).code == "redo"
    assert states.face("open", due=TODAY - timedelta(days=1), round=2).code == "over"


@pytest.mark.parametrize(
    ("days", "chinese", "english", "tone"),
    [
        (11, "剩余11天", "11 days left", ""), (4, "剩余4天", "4 days left", ""), (3, "剩余3天", "3 days left", "near"),
        (1, "剩余1天", "1 day left", "near"), (0, "今日", "today", "near"), (-1, "逾期1天", "overdue 1 day", "over"),
        (-20, "逾期20天", "overdue 20 days", "over"),
    ],
)  # fmt: skip
def test_days_left_are_bold_from_three_and_red_only_after_the_date(days, chinese, english, tone):
    due = TODAY + timedelta(days=days)
    assert rules.days_wording(due) == (chinese, tone)
    with translation.override("en"):
        assert rules.days_wording(due) == (english, tone)


def test_a_due_date_reads_day_and_days_left():
    assert show("{% due d %}", d=date(2023, 7, 21)) == '<span class="ka-due ka-due--near">7月21日<b>剩余1天</b></span>'
    assert show("{% due d settled=True %}", d=date(2023, 6, 1)) == '<span class="ka-due">6月1日</span>'
    assert show("{% due d %}", d=None) == "—"


def test_a_term_with_a_time_of_day_runs_out_at_that_time():
    eleven = clock.moment(TODAY, time(11, 0))
    assert rules.due_day(eleven) == "7月20日11:00"
    assert rules.days_wording(eleven) == ("今日已逾期", "over")
    assert rules.days_wording(clock.moment(TODAY, time(13, 0)))[1] == "near"
    assert rules.due_day(clock.end_of_day(TODAY)) == "7月20日"
    assert not states.is_past(clock.end_of_day(TODAY))


def test_days_are_shanghai_days_and_carry_the_year_only_when_it_differs():
    late_utc = datetime(2023, 7, 18, 16, 30, tzinfo=UTC)  # half past midnight on the 19th in Shanghai
    assert rules.moment(late_utc) == "7月19日00:30"
    assert rules.day(date(2022, 12, 31)) == "2022年12月31日"
    assert rules.long_day(TODAY) == "2023年7月20日 星期四"
    assert rules.lately(NOON) == "12:00"
    assert rules.lately(date(2023, 7, 19)) == "昨日"
    with translation.override("en"):
        assert rules.moment(late_utc) == "19 Jul, 00:30"
        assert rules.day(date(2022, 12, 31)) == "31 Dec 2022"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (860000, "86万元"),
        ("1200.50", "1,200.50元"),
        (9999, "9,999元"),
        (123456, "123,456元"),
        (1000000, "100万元"),
        (None, ""),
    ],
)
def test_money_is_yuan_and_whole_wan(amount, words):
    assert rules.money(amount) == words


def test_sizes_read_like_on_a_phone():
    assert [rules.file_size(size) for size in (312 * 1024, 10066329, 12)] == ["312 KB", "9.6 MB", "12 B"]


def test_a_refused_act_stays_visible_with_its_reason():
    row = show('{% act "批准延期" "/x" decision %}', decision=Decision(False, "矿山未申请，且尚未到期"))
    assert "批准延期" in row
    assert "矿山未申请，且尚未到期" in row
    assert "暂不可办" in row
    assert "href" not in row


def test_an_allowed_act_opens_or_posts_with_token_names():
    assert 'href="/x"' in show('{% act "转为检查线索" "/x" decision %}', decision=Decision(True))
    posted = show('{% act "签收" "/x" True post=True %}')
    assert 'method="post"' in posted
    assert 'name="ui_once"' in posted


def test_reasons_and_evidence_have_their_marks():
    assert "因" in show('{% reason "because" "正常生产" %}')
    assert "止" in show('{% reason "end" "停产" %}')
    assert "已有" in show("{% evidence_tag True %}")
    assert "缺" in show('{% evidence_tag "missing" %}')


def test_what_people_typed_is_escaped_everywhere():
    bad = "<script>x</script>"
    page = show(
        "{% state 'open' b %}{% clause b %}{% reason 'because' b %}{% act b '' False reason=b %}{% empty b b %}"
        "{% note b %}{% tag b %}{% chain steps %}{% timeline events %}{% file_row b b %}{% crumbs b %}"
        "{% mark 'open' b %}{% state_cell 'open' b b %}",
        b=bad,
        steps=[{"label": bad, "note": bad}],
        events=[{"when": TODAY, "text": bad, "who": bad}],
    )
    assert "<script" not in page


def test_a_missing_icon_leaves_its_word():
    assert show('{% icon "no-such-icon" "返回" %}') == "<span>返回</span>"
    assert show('{% icon "../../etc/passwd" %}') == ""


def test_a_board_row_is_light_and_leaves_gaps_where_nothing_is_owed():
    row = show(
        "{% board_cells cells lines=lines column=1 current=True %}",
        cells=[("done", "/a"), ("over", "/b&c"), None],
        lines=(2,),
    )
    assert row == (
        '<td class="is-done"><a href="/a">完</a></td>'
        '<td class="is-over is-col"><a href="/b&amp;c" aria-current="true">逾</a></td>'
        '<td class="ka-gl"></td>'
    )
