"""Pages of standards as the browser sees them, without the accounts of access."""

from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.kernel.errors import Forbidden
from kuangan.standards.actions import load_checklist
from kuangan.standards.models import Checklist
from kuangan.standards.tests.samples import actor, sample
from kuangan.standards.web import loading, views

pytestmark = pytest.mark.django_db


def as_(request, role):
    request.user = SimpleNamespace(is_authenticated=True)
    request.actor = actor(role)
    request._messages = CookieStorage(request)
    return request


def get(view, role=Role.COUNTY_INSPECTOR, **kwargs):
    return view(as_(RequestFactory().get("/standards/"), role), **kwargs)


@pytest.fixture
def loaded() -> Checklist:
    return load_checklist(Actor.system(), sample())


def own_statements(asked: CaptureQueriesContext) -> int:
    """Statements on the tables of this room; the frame around the page has a budget of its own."""
    return sum("standards_" in query["sql"] for query in asked)


def test_the_sample_is_marked_loudly_on_list_page_and_sheet(loaded):
    with CaptureQueriesContext(connection) as asked:
        listed = get(views.checklists).content.decode()
    assert own_statements(asked) == 1
    shown = get(views.checklist, pk=loaded.pk).content.decode()
    for page in (listed, shown):
        assert "样例，非官方检查表" in page
    book = openpyxl.load_workbook(BytesIO(get(views.export, pk=loaded.pk).content))
    assert "样例" in str(book.active["A1"].value)


def test_an_official_list_carries_no_sample_mark(loaded):
    official = load_checklist(
        Actor.system(),
        {**sample(), "version": "2", "official": True, "title": "检查表", "source": "江应急〔2023〕61号"},
    )
    assert "样例，非官方检查表" not in get(views.checklist, pk=official.pk).content.decode()
    assert "尚未载入" not in get(views.checklists).content.decode()


def test_a_checklist_shows_every_item_in_few_queries(loaded):
    with CaptureQueriesContext(connection) as asked:
        page = get(views.checklist, pk=loaded.pk).content.decode()
    assert own_statements(asked) <= 8  # four of them are the library that the bases lead to
    assert page.count('id="item-') == 107
    assert "排土场" in page and "安全生产法第30条" in page


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_administrators_do_not_read_standards(loaded, role):
    with pytest.raises(Forbidden):
        get(views.checklists, role)


def test_a_county_cannot_open_the_loading_page(loaded):
    with pytest.raises(Forbidden):
        get(loading.load, Role.COUNTY_REVIEWER)


def post(loaded, content: bytes, **changes):
    data = {
        "series": loaded.urn,
        "title": "检查表",
        "version": "2023-1",
        "official": "on",
        "source": "江应急〔2023〕61号",
        "effective_from": "2023年4月1日",
        "aspects_total": "1",
        "items_total": "2",
        "file": SimpleUploadedFile("list.xlsx", content),
        **changes,
    }
    return loading.load(as_(RequestFactory().post("/standards/load", data), Role.CITY_OFFICE))


def table(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in (["序号", "检查方面", "检查内容", "检查方式"], *rows):
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_city_office_loads_an_official_sheet(loaded):
    response = post(loaded, table([1, "证照", "有效", "资料"], [2, "证照", "一致", "现场"]))
    assert response.status_code == 302
    official = Checklist.objects.get(version="2023-1")
    assert official.official and official.items_total == 2 and official.purpose == "campaign-self-check"


def test_cells_to_be_mended_are_listed_and_nothing_is_loaded(loaded):
    response = post(loaded, table([1, "证照", "有效", "资料"], [2, "证照", None, "现场"]))
    assert response.status_code == 422
    assert "C3" in response.content.decode()
    assert Checklist.objects.count() == 1


def test_a_list_shorter_than_its_letter_says_is_refused(loaded):
    response = post(loaded, table([1, "证照", "有效", "资料"]))
    assert response.status_code == 422
    assert "下发2项，实际列出1" in response.content.decode()
