"""Documents drafted from the ledger: what stands in them, who gets them, and that nobody's words are code."""

import io
from urllib.parse import unquote

import docx
import pytest
import yaml
from django.conf import settings

from kuangan.foundation.documents import letters as setting
from kuangan.foundation.documents import templates
from kuangan.foundation.documents.ledgers import FEW_ROWS
from kuangan.foundation.exchange.models import ExportFile
from kuangan.foundation.integrity import files
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import actions, letters
from kuangan.hazards.letters.notices import NO_NUMBER
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.record import record
from kuangan.hazards.tests import stage
from kuangan.hazards.web.views import papers
from tests import cast

pytestmark = pytest.mark.django_db

NASTY = '#panic() $x^2$ [a] \\ "q" `raw` {place} <label> @ref *b* = 标题'


@pytest.fixture
def mine():
    return cast.mine("青山石场")


@pytest.fixture
def officer(mine):
    return cast.as_actor(cast.safety_officer(mine))


@pytest.fixture
def principal(mine):
    return cast.as_actor(cast.principal(mine))


@pytest.fixture
def city():
    return cast.as_actor(cast.city_office())


@pytest.fixture
def county():
    return cast.as_actor(cast.county_reviewer())


@pytest.fixture
def listed(principal, county, city, mine):
    hazard = stage.determined(county, stage.found(principal, mine, place="北帮+85米平台"))
    stage.in_rectification(principal, hazard)
    return stage.listed(city, hazard)


def drafted(make, actor, hazard):
    row = Hazard.rows.select_related("mine__enterprise", "criterion__criterion_set").get(pk=hazard.pk)
    return make(actor.scope, record(actor.scope, row, whole=False))


def words_of(letter):
    return "\n".join(block.head + block.text for block in setting.counted(letter.blocks))


def name_of(response):
    return unquote(response["Content-Disposition"].partition("''")[2])


def test_the_notice_says_what_the_listing_holds(city, listed):
    made = drafted(letters.notice, city, listed)
    words, listing = words_of(made), listed.listings.get()
    assert made.title == "重大事故隐患挂牌督办通知书"
    assert listed.number in words and "北帮+85米平台" in words and "最终边坡台阶高度超过设计。" in words
    assert "按治理方案削坡，每周报告进展。" in words
    assert f"每{listing.return_interval_days}日" in words
    due = clock.day_of(listing.deadline_at)
    assert f"{due.year}年{due.month}月{due.day}日前完成治理" in words
    assert "坡下二十米内禁止人员进入，专人值守。" in words
    assert made.addressees.endswith(f"、{listed.mine.enterprise.name}：")


def test_a_criterion_is_cited_by_document_and_item_and_never_quoted(city, listed):
    words = words_of(drafted(letters.notice, city, listed))
    assert "（矿安〔2022〕88号）露天第4项" in words
    assert listed.criterion.text not in words


def test_a_missing_number_is_left_blank_and_a_given_one_printed(city, listed):
    assert drafted(letters.notice, city, listed).number == NO_NUMBER
    actions.number_listing(city, listed.listings.get(), document_number="江应急督〔2023〕3号")
    assert drafted(letters.notice, city, listed).number == "江应急督〔2023〕3号"


def test_the_public_words_stand_in_the_notice_only_when_it_is_public(city, listed):
    assert "向社会公开" not in words_of(drafted(letters.notice, city, listed))
    listed.listings.update(is_public=True, public_words="北帮台阶超高，限期治理")
    assert "公开内容：北帮台阶超高，限期治理。" in words_of(drafted(letters.notice, city, listed))


def test_a_hazard_that_is_not_listed_has_no_notice(city, county, principal, mine):
    hazard = stage.determined(county, stage.found(principal, mine))
    with pytest.raises(Refused):
        drafted(letters.notice, city, hazard)


def test_the_delisting_notice_waits_until_the_hazard_is_accepted(city, listed):
    with pytest.raises(Refused):
        drafted(letters.delisting, city, listed)


def test_the_delisting_notice_tells_who_rectified_and_which_two_saw_it(city, county, principal, listed):
    hazard = stage.explained(principal, stage.applied(principal, listed))
    second = cast.as_actor(cast.county_leader())
    stage.checked(county, second, hazard)
    before = drafted(letters.delisting, city, hazard)
    assert county.name in words_of(before) and second.name in words_of(before)
    actions.close(city, stage.fresh(hazard), delisting_number="江应急督〔2023〕9号")
    made = drafted(letters.delisting, city, hazard)
    words = words_of(made)
    assert made.number == "江应急督〔2023〕9号"
    assert "台阶高度已降到14.8米。" in words and "现场复测台阶高度14.8米，浮石已清。" in words
    assert "予以销号" in words and "每月由测量员测量并公示台阶高度" in words


def test_a_hazard_delisted_for_another_reason_is_not_called_rectified(city, listed):
    actions.delist(city, listed.listings.get(), reason="复核后不再构成重大事故隐患")
    words = words_of(drafted(letters.delisting, city, listed))
    assert "理由：复核后不再构成重大事故隐患。" in words
    assert "治理情况" not in words and "予以销号" not in words


def test_words_of_a_hazard_are_words_in_every_document(principal, county, city, mine):
    hazard = stage.determined(county, stage.found(principal, mine, description=NASTY))
    stage.listed(city, hazard)
    client = cast.client(cast.city_office())
    made = docx.Document(io.BytesIO(client.get(f"/hazards/{hazard.pk}/notice.docx").content))
    assert any(NASTY in one.text for one in made.paragraphs)
    for address in (f"/hazards/{hazard.pk}/notice.pdf", "/hazards/ledger.pdf", f"/hazards/lists.pdf?mine={mine.pk}"):
        assert client.get(address).content.startswith(b"%PDF"), address


def test_files_carry_chinese_names_and_are_kept_by_nobody(listed):
    client = cast.client(cast.city_office())
    notice = client.get(f"/hazards/{listed.pk}/notice.pdf")
    assert name_of(notice) == f"挂牌督办通知书（{listed.mine.name}，{listed.number}）.pdf"
    assert notice["Cache-Control"] == "private, no-store"
    assert name_of(client.get("/hazards/closed-list.pdf")).startswith("重大事故隐患排查整治销号清单")
    assert "青山石场" in name_of(client.get(f"/hazards/lists.pdf?mine={listed.mine_id}"))


def test_taking_a_document_away_is_recorded(listed):
    client = cast.client(cast.city_office())
    client.get(f"/hazards/{listed.pk}/notice.docx")
    client.get("/hazards/ledger.pdf?grade=major")
    taken = AuditEvent.rows.filter(kind="hazards.exported").order_by("id")
    assert [one.details["sheet"] for one in taken] == ["hazards.notice", "hazards.ledger_pdf"]
    assert taken[1].details["rows"] == 1


def test_a_hazard_or_mine_of_another_county_has_no_papers(listed):
    stranger = cast.client(cast.county_reviewer("440783"))
    assert stranger.get(f"/hazards/{listed.pk}/notice.docx").status_code == 404
    assert stranger.get(f"/hazards/lists.pdf?mine={listed.mine_id}").status_code == 404
    assert stranger.get("/hazards/lists.pdf").status_code == 404
    assert stranger.get("/hazards/lists.pdf?mine=abc").status_code == 404


def test_an_earlier_listing_keeps_its_own_notice(city, listed):
    first = listed.listings.get()
    actions.delist(city, first, reason="复核后不再构成重大事故隐患")
    stage.listed(city, stage.fresh(listed), days=90)
    client = cast.client(cast.city_office())
    made = docx.Document(io.BytesIO(client.get(f"/hazards/{listed.pk}/listings/{first.pk}/notice.docx").content))
    due = clock.day_of(first.deadline_at)
    assert any(f"{due.month}月{due.day}日前完成治理" in one.text for one in made.paragraphs)
    assert client.get(f"/hazards/{listed.pk}/listings/0/notice.docx").status_code == 404


def test_without_a_listing_the_page_says_why_there_is_no_notice(officer, mine):
    hazard = stage.found(officer, mine)
    answer = cast.client(cast.city_office()).get(f"/hazards/{hazard.pk}/notice.docx")
    assert answer.status_code == 409
    assert "尚未挂牌督办" in answer.content.decode()


def test_a_long_ledger_is_left_to_the_worker_and_fetched_as_pdf(monkeypatch, officer, mine):
    stage.found(officer, mine)
    stage.found(officer, mine, description="护栏缺失未设警示")
    monkeypatch.setattr(papers, "FEW_ROWS", 1)
    client = cast.client(cast.county_reviewer())
    assert client.get("/hazards/ledger.pdf").status_code == 302
    asked = ExportFile.objects.get()
    assert (asked.state, asked.rows) == ("done", 2)
    with files.read(asked.stored) as stream:
        assert stream.read().startswith(b"%PDF")
    fetched = client.get(f"/registry/exports/{asked.pk}/")
    assert fetched.headers["Content-Type"] == "application/pdf"
    assert ".pdf" in fetched.headers["Content-Disposition"]


def test_the_worker_refuses_more_rows_than_paper_holds(monkeypatch, officer, mine):
    stage.found(officer, mine)
    stage.found(officer, mine, description="护栏缺失未设警示")
    monkeypatch.setattr(papers, "FEW_ROWS", 1)
    monkeypatch.setattr(papers, "MOST_ROWS", 1)
    cast.client(cast.county_reviewer()).get("/hazards/ledger.pdf")
    asked = ExportFile.objects.get()
    assert asked.state == "failed" and "最多" in asked.refusal


def test_the_ledger_on_paper_holds_what_the_filter_leaves(monkeypatch, officer, mine):
    stage.found(officer, mine, description="警示标识褪色看不清")
    stage.found(officer, mine, description="护栏缺失未设警示")
    seen = []
    monkeypatch.setattr(letters.lists.ledgers, "pdf", lambda *made: seen.extend(made) or b"%PDF")
    cast.client(cast.county_reviewer()).get("/hazards/ledger.pdf?q=护栏")
    (made,) = seen
    texts = [dict(zip([one.key for one in made.form.columns], row, strict=True)) for row in made.rows]
    assert [one["description"] for one in texts] == ["护栏缺失未设警示"]
    assert texts[0]["grade"] == "一般" and texts[0]["source"] == "企业自查" and texts[0]["closed_on"] == ""


@pytest.mark.parametrize("name", ["close-out-list", "problem-list", "risk-list"])
def test_the_columns_on_paper_are_those_of_the_plan(name):
    plan = yaml.safe_load((settings.BASE_DIR / "content/plans/jiangmen-2023/lists.yaml").read_text("utf-8"))
    asked = next(one for one in plan["lists"] if one["id"] == name)
    form = templates.form(name)
    assert form.title == asked["title"]
    assert [(one.key, one.title) for one in form.columns] == [(one["key"], one["label"]) for one in asked["columns"]]


def test_a_long_close_out_list_asks_for_a_shorter_period(monkeypatch, listed):
    monkeypatch.setattr(papers.lists, "closed_list", lambda *_told, **_more: [object()] * (FEW_ROWS + 1))
    answer = cast.client(cast.city_office()).get("/hazards/closed-list.pdf")
    assert answer.status_code == 409 and "统计期间" in answer.content.decode()
