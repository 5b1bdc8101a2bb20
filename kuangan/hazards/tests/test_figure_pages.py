"""Pages of figures: every number leads to as many rows, clocks stay apart, the table says the same, few statements."""

import io
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.counting import Counting, counted
from kuangan.hazards.queries.figures import figures
from kuangan.hazards.states import Grade, Source
from kuangan.hazards.tests import stage
from kuangan.hazards.tests.test_figures import NOON, made, periods, rows
from kuangan.hazards.web import figuring
from tests import cast

pytestmark = pytest.mark.django_db
_LINK = re.compile(r'<a href="(/hazards/behind/\?[^"]+)"[^>]*>(\d+)</a>')
CITY = Scope.of_region(cast.JIANGMEN)


@pytest.fixture
def mines() -> list[Any]:
    return [cast.mine(code=code) for code in (cast.ENPING, cast.ENPING, cast.KAIPING, cast.KAIPING)]


@pytest.fixture
def criteria() -> list[Any]:
    return [stage.criterion("OP-04"), stage.criterion("OP-05")]


@pytest.fixture
def city() -> Client:
    return cast.client(cast.city_office())


def asked(address: str) -> Counting:
    """What an address of the rows behind a number asks for."""
    return Counting.read(dict(part.split("=") for part in address.split("?")[1].split("&")))


@settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rows, max_size=12), periods, st.sampled_from(["", *Grade.values]), st.sampled_from(["", cast.ENPING]))
def test_every_number_of_the_tables_is_the_number_of_rows_behind_its_link(
    mines: Any, criteria: Any, told: Any, period: Any, grade: str, county: str
) -> None:
    Hazard.rows.all().delete()
    Hazard.rows.bulk_create([made(one, mines, criteria) for one in told])
    name, start, end = period
    wanted = Counting(clock=name, start=start, end=end, grade=grade, county=county)
    with clock.at(NOON):
        found = figures(CITY, wanted, by="mine_id" if county else "region_code")
        narrow = "mine_id" if county else "county"
        places = [figuring.Place(key, line, {narrow: key}) for key, line in found.by_place.items()]
        many, far, old = figuring.tables(wanted, [*places, figuring.Place("", found.total, {})])
        for table in (many, old, figuring.grades(wanted, found.by_grade)) if not grade else (many, old):
            for cell in (cell for row in table.rows for cell in row.cells):
                assert counted(CITY, asked(cell.url)).count() == int(cell.words) if cell.url else cell.words == "0"
        for cell in (cell for row in far.rows for cell in row.cells):
            assert counted(CITY, asked(cell.url)).exists() if cell.url else cell.words in ("—", "0%")
    Hazard.rows.all().delete()


@pytest.fixture
def ledger(mines: Any) -> list[Hazard]:
    """Three hazards of one mine, one of another county; the last one of the first mine overdue."""
    officers = [cast.as_actor(cast.safety_officer(mine)) for mine in mines]
    texts = ("最终边坡台阶高度超过设计", "皮带机尾轮防护罩缺失", "运输道路无安全挡墙")
    found = [stage.found(officers[0], mines[0], place=text[:4], description=text) for text in texts]
    found.append(stage.found(officers[2], mines[2]))
    stage.applied(officers[0], stage.in_rectification(officers[0], found[0]))
    Hazard.rows.filter(pk=found[2].pk).update(deadline_at=clock.now() - timedelta(days=2))
    return found


def test_the_page_of_a_city_has_a_line_for_every_county_and_links_that_hold(ledger: Any, city: Client) -> None:
    page = city.get(reverse("hazards:figures")).content.decode()
    assert "恩平" in page and "开平" in page and "台山" in page
    links = _LINK.findall(page)
    assert len(links) > 15
    for address, number in links:
        behind = city.get(address.replace("&amp;", "&"))
        assert behind.context["page"].paginator.count == int(number), address


def test_a_county_sees_its_mines_and_nobody_elses(ledger: Any) -> None:
    client = cast.client(cast.county_reviewer())
    page = client.get(reverse("hazards:figures")).content.decode()
    assert str(ledger[0].mine) in page and str(ledger[3].mine) not in page
    behind = client.get(reverse("hazards:behind"), {"figure": "found"})
    assert behind.context["page"].paginator.count == 3
    assert client.get(reverse("hazards:behind"), {"mine": ledger[3].mine_id}).context["page"].paginator.count == 0


def test_the_clock_and_the_period_stand_in_the_address(ledger: Any, city: Client) -> None:
    today = clock.today().isoformat()
    page = city.get(reverse("hazards:figures"), {"clock": "rectified", "from": today, "to": today})
    assert page.context["tables"][0].rows[-1].cells[0].words == "1"
    assert page.context["tables"][0].heads[0] == "本期" and "按整改完成（自述）" in page.content.decode()
    later = (clock.today() + timedelta(days=1)).isoformat()
    assert city.get(reverse("hazards:figures"), {"from": later}).context["tables"][0].rows[-1].cells[0].words == "0"


def test_the_figures_as_a_table_say_what_the_page_says(ledger: Any, city: Client) -> None:
    page = city.get(reverse("hazards:figures"))
    answer = city.get(reverse("hazards:figures_export"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    lines = [[cell.value for cell in line[1:9]] for line in sheet.iter_rows(min_row=4) if line[1].value]
    shown = {str(row.label): [int(cell.words) for cell in row.cells[:7]] for row in page.context["tables"][0].rows}
    assert {str(line[0]): line[1:] for line in lines if line[0] in shown} == shown
    event = AuditEvent.rows.filter(kind="hazards.exported").latest("pk")
    assert event.details["sheet"] == "hazards.figures"


@pytest.mark.parametrize("name", ["figures", "behind", "recurrence", "closed_list", "two_lists"])
def test_a_page_made_from_the_ledger_takes_few_statements(ledger: Any, city: Client, name: str) -> None:
    address = reverse(f"hazards:{name}")
    city.get(address)
    with CaptureQueriesContext(connection) as asked_for:
        assert city.get(address).status_code == 200
    own = [one for one in asked_for if "hazards_" in one["sql"] or "registry_" in one["sql"]]
    assert len(own) <= 10, [one["sql"][:80] for one in own]


def test_the_page_of_figures_takes_ten_statements(ledger: Any, city: Client) -> None:
    city.get(reverse("hazards:figures"))  # the first request of a session opens it
    with CaptureQueriesContext(connection) as asked_for:
        city.get(reverse("hazards:figures"))
    own = [one["sql"][:80] for one in asked_for if "SAVEPOINT" not in one["sql"]]
    assert len(own) <= 10, own


def test_more_hazards_take_no_more_statements(ledger: Any, city: Client, mines: Any) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked_for:
            city.get(reverse("hazards:figures"), {"county": cast.ENPING})
            city.get(reverse("hazards:behind"))
        return len(asked_for)

    statements()  # the first request of a session opens it
    few = statements()
    actor = cast.as_actor(cast.safety_officer(mines[1]))
    for number in range(60):
        stage.found(actor, mines[1], place=f"{number}号台阶", description=f"第{number}处浮石未清", source=Source.EXPERT)
    assert statements() == few <= 20
