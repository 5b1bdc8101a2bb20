"""The ledger as a table: what is shown is what is taken out, in the bureau's form, and the trail knows of it."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from kuangan.duties.tests.test_formulas import EVIL, check_workbook
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.exchange.models import ExportFile
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.ledger import ledger_rows
from kuangan.hazards.queries.listing import Narrowing, hazards
from kuangan.hazards.states import Grade
from kuangan.hazards.tests import stage
from kuangan.hazards.web.views import exporting
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine() -> Any:
    return cast.mine("青山石场")


@pytest.fixture
def officer(mine: Any) -> Any:
    return cast.as_actor(cast.safety_officer(mine))


@pytest.fixture
def county() -> Client:
    return cast.client(cast.county_reviewer())


def sheet_of(client: Client, **query: str) -> Any:
    answer = client.get(reverse("hazards:export"), query)
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    return openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]


def words(sheet: Any) -> list[str]:
    """The problems that the table lists."""
    place = [cell.value for cell in sheet[3]].index("问题隐患")
    return [line[place].value for line in sheet.iter_rows(min_row=4) if isinstance(line[0].value, int)]


def test_the_table_is_made_as_the_bureau_hands_it_in(mine: Any, officer: Any, county: Client) -> None:
    row = stage.in_rectification(officer, stage.found(officer, mine))
    sheet = sheet_of(county)
    assert sheet["A1"].value == "隐患排查治理台账" and "恩平" in sheet["A2"].value
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "8")
    assert sheet.print_title_rows == "$3:$3" and sheet.freeze_panes == "D4"
    told = dict(zip([cell.value for cell in sheet[3]], [cell.value for cell in sheet[4]], strict=True))
    assert (told["序号"], told["隐患编号"], told["矿山名称"]) == (1, row.number, "青山石场")
    assert told["发现日期（自述）"].date() == clock.today() and isinstance(told["整改期限"], datetime)
    assert (told["整改措施"], told["整改资金(元)"]) == (stage.MEASURES, 860000)
    assert (told["隐患等级"], told["治理状态"], told["隐患来源"]) == ("一般", "整改中", "企业自查")
    last = [cell.value for line in sheet.iter_rows(min_row=5) for cell in line if cell.value]
    assert last == ["填表人：", "审核人：", "负责人：", "日期："]


@pytest.mark.parametrize(
    "query", [{}, {"state": "closed"}, {"grade": "suspected"}, {"q": "浮石"}, {"state": "all", "sort": "newest"},
              {"source": "expert", "county": cast.ENPING}],
)  # fmt: skip
def test_what_the_list_shows_is_what_the_table_holds(query: Any, mine: Any, officer: Any, county: Client) -> None:
    stage.found(officer, mine, description="甲处浮石未清理")
    stage.found(officer, mine, place="南帮", description="乙处护栏缺失", grade=Grade.SUSPECTED, source="expert")
    gone = stage.found(officer, mine, place="西帮", description="丙处警示标识褪色")
    actions.withdraw(officer, gone, reason="登记错了矿山，另行登记")
    page = county.get(reverse("hazards:list"), query)
    assert words(sheet_of(county, **query)) == [line.row.description for line in page.context["lines"]]


def test_the_page_of_major_hazards_takes_out_major_hazards_only(mine: Any, officer: Any, county: Client) -> None:
    stage.found(officer, mine, description="甲处浮石未清理")
    major = stage.determined(officer, stage.found(officer, mine, place="南帮", description="乙处台阶超高"))
    page = county.get(reverse("hazards:major"))
    link = f"{reverse('hazards:export')}?{page.context['words']}"
    assert link.replace("&", "&amp;") in page.content.decode()
    sheet = openpyxl.load_workbook(io.BytesIO(county.get(link).content)).worksheets[0]
    assert (sheet["A1"].value, words(sheet)) == ("重大事故隐患排查治理台账", [major.description])


def test_the_trail_knows_filter_and_number_of_rows(mine: Any, officer: Any, county: Client) -> None:
    stage.found(officer, mine)
    sheet_of(county, q="台阶")
    event = AuditEvent.rows.filter(kind="hazards.exported").latest("pk")
    assert (event.details["rows"], event.details["sheet"]) == (1, "hazards.ledger")
    assert event.details["query"] == "state=open&q=%E5%8F%B0%E9%98%B6"


def test_a_long_ledger_is_written_by_the_worker_with_the_whole_filter(
    mine: Any, officer: Any, county: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "FEW_ROWS", 1)
    for place in ("北帮", "南帮", "西帮"):
        stage.found(officer, mine, place=place, description=f"{place}台阶上方浮石未清理")
    text = "台阶上方浮石 " + "浮" * 50
    answer = county.get(reverse("hazards:export"), {"q": "浮石"})
    assert answer.status_code == 302 and ExportFile.objects.get().rows == 3
    county.get(reverse("hazards:export"), {"q": text})
    assert ExportFile.objects.count() == 1, "none fits, so nothing is long"
    told = Narrowing(text=text, state="open").address()
    assert Narrowing.read(told).text == text.strip()[:60], "no word of the filter is cut on its way to the worker"


def test_a_sheet_never_ends_before_the_list_does(mine: Any, officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_ROWS", 1)
    for place in ("北帮", "南帮"):
        stage.found(officer, mine, place=place)
    with pytest.raises(Exception, match="一百万"):
        exporting.LedgerExporter().listing(officer, {"state": "open"})


def test_no_word_of_a_hazard_becomes_a_formula(mine: Any, officer: Any, county: Client) -> None:
    for number, evil in enumerate(EVIL):
        stage.found(officer, mine, place=f"{evil}{number}", description=f"{evil}浮石未清理{number}")
    answer = county.get(reverse("hazards:export"))
    assert check_workbook(answer.content) >= 2 * len(EVIL) - 4, "tabs and returns are tidied away when entered"


def test_parts_keep_the_order_of_the_list(mine: Any, officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kuangan.hazards.queries.ledger.PART", 2)
    for number in range(5):
        stage.found(officer, mine, place=f"{number}号台阶", description=f"第{number}处浮石未清理")
    scope, narrow = Scope.of_region(cast.JIANGMEN), Narrowing()
    assert [row["number"] for row in ledger_rows(scope, narrow)] == [row.number for row in hazards(scope, narrow)]


def test_a_day_is_a_day_in_shanghai(mine: Any, officer: Any, county: Client) -> None:
    row = stage.found(officer, mine)
    Hazard.rows.filter(pk=row.pk).update(found_at=datetime.fromisoformat("2023-06-30T16:30:00+00:00"))
    sheet = sheet_of(county, state="all")
    place = [cell.value for cell in sheet[3]].index("发现日期（自述）")
    assert sheet[4][place].value.date() == date(2023, 7, 1)
