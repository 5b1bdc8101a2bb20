"""Pages of the plan, as the people who use them see them."""

import re
import sys
from urllib.parse import unquote

import pytest
from django.urls import reverse

from kuangan.foundation.authority.scopes import Scope
from kuangan.plan import actions, queries
from kuangan.plan.models import ParameterValue, Receipt
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]


@pytest.fixture
def handed_out(published):
    """Enping acknowledged the plan and handed it to its two mines."""
    mines = [cast.mine("甲石场"), cast.mine("乙石场")]
    bureau = cast.bureau(cast.ENPING)
    actions.acknowledge(cast.clerk(), Receipt.objects.within(Scope.everywhere()).get(authority=bureau))
    actions.distribute(cast.clerk(), published, bureau)
    return mines


def page(account, name, *args, query=""):
    return cast.client(account).get(reverse(f"plan:{name}", args=args) + query)


def post(account, name, *args, **data):
    return cast.client(account).post(reverse(f"plan:{name}", args=args), data)


def text(response) -> str:
    return response.content.decode()


# ── outline ──
def test_outline_shows_every_clause_with_its_duties_bearer_and_deadline(published):
    shown = text(page(cast.county_reviewer(), "outline", published.plan_id))
    for words in ("每月排查重大隐患", "主要负责人每月排查1次。", "排查记录", "汛期开始日", "二(一)1", "4月15日"):
        assert words in shown
    assert 'id="clause-二-一-1"' in shown


def test_plan_of_another_city_does_not_exist(published):
    stranger = cast.county_reviewer()
    stranger.grants.update(region_code="440106")
    assert page(stranger, "outline", published.plan_id).status_code == 404


def test_draft_is_seen_by_its_keepers_only(draft):
    assert page(cast.city_office(), "outline", draft.plan_id).status_code == 200
    assert page(cast.county_reviewer(), "outline", draft.plan_id).status_code == 404
    assert page(cast.county_reviewer(), "version", draft.pk).status_code == 404


def test_clause_tag_leads_to_the_clause_in_the_plan_in_force(published):
    found = page(cast.county_reviewer(), "clause", query="?ref=二(一)1")
    assert unquote(found.url) == f"/plan/{published.plan_id}/#clause-二-一-1"


def test_only_plan_opens_at_once_for_those_who_do_not_load(published):
    assert page(cast.county_inspector(), "index").url == f"/plan/{published.plan_id}/"
    assert "导入方案" in text(page(cast.city_office(), "index"))


def test_administrators_see_no_plan(published):
    assert page(cast.system_admin(), "outline", published.plan_id).status_code == 403


def test_progress_stands_beside_clauses_once_a_room_supplies_it(published, monkeypatch):
    supplied = sys.modules["kuangan.plan.queries.outline"]
    monkeypatch.setattr(supplied, "_progress", [lambda scope, version: {"monthly-check": queries.Progress(9, 4, 2)}])
    shown = text(page(cast.county_reviewer(), "outline", published.plan_id))
    assert "4/9" in shown and "逾期2项" in shown


# ── parameters ──
def test_county_leader_sets_a_value_for_the_own_county(published):
    leader = cast.county_leader()
    said = {"value": "14", "region": cast.ENPING, "effective_on": "2023-03-10", "reason": "省厅通知"}
    shown = post(leader, "set_parameter", published.plan_id, "watch_days", **said)
    assert shown.status_code == 200 and not ParameterValue.objects.exists()
    seen = re.search(r'name="seen" value="([^"]+)"', text(shown))[1]
    answer = post(leader, "set_parameter", published.plan_id, "watch_days", **said, seen=seen)
    assert answer.status_code == 302
    assert ParameterValue.objects.get().region_code == cast.ENPING
    shown = text(page(leader, "parameters", published.plan_id))
    assert "恩平 14天" in shown


@pytest.mark.parametrize("name", ["flood_start", "watch_days", "visit", "strict"])
def test_parameter_page_opens_for_every_type(published, name):
    assert "生效日期" in text(page(cast.city_leader(), "parameter", published.plan_id, name)) or name in (
        "flood_start",
        "watch_days",
        "visit",
    )
    assert page(cast.city_office(), "parameter", published.plan_id, name).status_code == 200


def test_parameter_of_others_shows_the_reason_and_no_form(published):
    shown = text(page(cast.county_leader(), "parameter", published.plan_id, "visit"))
    assert "暂不可办" in shown and "<textarea" not in shown


def test_bad_value_comes_back_beside_its_field(published):
    said = {"value": "99", "region": cast.JIANGMEN, "effective_on": "2023-03-10", "reason": "x"}
    answer = post(cast.city_office(), "set_parameter", published.plan_id, "watch_days", **said)
    assert answer.status_code == 422
    assert not ParameterValue.objects.exists()


def test_county_cannot_set_a_value_for_another_county(published):
    said = {"value": "14", "region": cast.KAIPING, "effective_on": "2023-03-10", "reason": "x"}
    assert post(cast.county_leader(), "set_parameter", published.plan_id, "watch_days", **said).status_code == 422
    assert not ParameterValue.objects.exists()


# ── receipts ──
def test_county_acknowledges_hands_out_and_sees_whom_to_chase(published):
    mine, reviewer = cast.mine("甲石场"), cast.county_reviewer()
    bureau = cast.bureau(cast.ENPING)
    receipt = Receipt.objects.within(Scope.everywhere()).get(authority=bureau)
    assert "签收" in text(page(reviewer, "receipts", published.plan_id))
    post(reviewer, "acknowledge", receipt.pk)
    post(reviewer, "distribute", published.pk, bureau.pk)
    assert Receipt.objects.within(Scope.of_mine(mine.pk)).count() == 1
    shown = text(page(reviewer, "receipts", published.plan_id))
    assert "甲石场" in shown and "未打开" in shown


def test_county_cannot_hand_out_elsewhere(published):
    elsewhere = cast.bureau(cast.KAIPING)
    assert post(cast.county_reviewer(), "distribute", published.pk, elsewhere.pk).status_code == 404


def test_mine_reads_then_confirms(handed_out):
    mine = handed_out[0]
    principal = cast.principal(mine)
    receipt = Receipt.objects.within(Scope.of_mine(mine.pk)).get()
    assert "先打开方案" in text(page(principal, "receipt", receipt.pk))
    post(principal, "confirm_receipt", receipt.pk)
    receipt.refresh_from_db()
    assert receipt.acknowledged_at is None
    assert post(principal, "open_receipt", receipt.pk).status_code == 302
    post(principal, "confirm_receipt", receipt.pk)
    receipt.refresh_from_db()
    assert receipt.acknowledged_by == principal.name


def test_mine_finds_its_own_receipt_and_no_other(handed_out):
    mine, other = handed_out
    principal = cast.principal(mine)
    own = Receipt.objects.within(Scope.of_mine(mine.pk)).get()
    foreign = Receipt.objects.within(Scope.of_mine(other.pk)).get()
    assert page(principal, "receipts", own.version.plan_id).url == reverse("plan:receipt", args=[own.pk])
    assert page(principal, "receipt", foreign.pk).status_code == 404
    assert post(principal, "confirm_receipt", foreign.pk).status_code == 404


def test_outline_reminds_the_bureau_of_its_receipt(published):
    assert "尚未签收" in text(page(cast.county_reviewer(), "outline", published.plan_id))
    assert "尚未签收" not in text(page(cast.city_office(), "outline", published.plan_id))


# ── preview ──
def test_preview_tells_what_a_mine_would_owe_and_why(published):
    high = cast.mine("高石场", slope_height_m="180")
    shown = text(page(cast.county_reviewer(), "preview", published.plan_id, query=f"?mine={high.code}"))
    assert "高边坡监测" in shown and "列入整治范围" in shown
    low = cast.mine("低石场", slope_height_m="20")
    shown = text(page(cast.county_reviewer(), "preview", published.plan_id, query=f"?mine={low.code}"))
    assert "每月排查重大隐患" in shown


def test_preview_of_a_mine_elsewhere_does_not_exist(published):
    elsewhere = cast.mine("外石场", code=cast.KAIPING)
    assert (
        page(cast.county_reviewer(), "preview", published.plan_id, query=f"?mine={elsewhere.code}").status_code == 404
    )


# ── budgets ──
@pytest.mark.parametrize(("name", "most"), [("outline", 22), ("parameters", 20), ("receipts", 24), ("preview", 20)])
def test_pages_keep_their_query_budget(published, handed_out, name, most, django_assert_max_num_queries):
    for number in range(8):
        cast.mine(f"丁{number}石场")
    actions.distribute(cast.clerk(), published, cast.bureau(cast.ENPING))
    browser = cast.client(cast.city_office())
    address = reverse(f"plan:{name}", args=[published.plan_id])
    browser.get(address)
    with django_assert_max_num_queries(most):
        assert browser.get(address).status_code == 200
