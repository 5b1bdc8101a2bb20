"""A list goes out as a sheet and comes in again without loss; an official sheet may look different."""

from io import BytesIO

import openpyxl
import pytest

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.exchange.writing import Heading, write_ledger
from kuangan.foundation.kernel.errors import Refused
from kuangan.standards import queries, rules, sheets
from kuangan.standards.actions import load_checklist
from kuangan.standards.tests.samples import sample


def workbook(rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def unspaced(basis: list[str]) -> list[str]:
    """Reading a cell drops spaces between Chinese characters, wherever they came from."""
    return [text.replace(" ", "") for text in basis]


@pytest.mark.django_db
def test_an_exported_list_comes_back_the_same():
    loaded = load_checklist(Actor.system(), sample())
    content = write_ledger(sheets.CHECKLIST, sheets.rows(queries.items(loaded)), Heading(title=loaded.title))
    read = sheets.read_checklist(content, "检查表.xlsx")
    assert read.errors == []
    assert len(read.items) == 107 and len(read.aspects) == 11
    for given, item in zip(read.items, queries.items(loaded), strict=True):
        assert (given["no"], given["text"]) == (item.no, item.text)
        assert unspaced(given["basis"]) == unspaced(item.basis)
        assert (given["method"], given["major_hazard_ref"]) == (item.method, item.major_hazard_ref)


def test_an_official_looking_sheet_is_understood():
    rows = [["江门市矿山安全生产综合整治检查表"], ["序号", "检查项目", "检查内容及要求", "检查方法", "依据"]]
    rows += [
        [n, "证照" if n < 3 else "边坡", f"第{n}项要求", "资料、现场", "安全生产法 第4、22条；GB 16423-2020 5.2"]
        for n in range(1, 6)
    ]
    read = sheets.read_checklist(workbook(rows), "official.xlsx")
    assert read.errors == []
    assert [aspect["name"] for aspect in read.aspects] == ["证照", "边坡"]
    assert read.items[0]["basis"] == ["安全生产法第4、22条", "GB 16423-2020 5.2"]
    assert read.items[4]["aspect"] == "A02"
    head = {**sample(), "version": "2", "items_total": 5, "aspects_total": 2, "later_than_plan": []}
    assert rules.problems({**head, "items": read.items, "aspects": read.aspects}) == []


def test_a_row_without_text_is_named_by_its_cell():
    rows = [["序号", "检查方面", "检查内容"], [1, "证照", "有效"], [2, "证照", None], [3, "证照", "一致"]]
    read = sheets.read_checklist(workbook(rows), "list.xlsx")
    assert [issue.address for issue in read.errors] == ["C3"]
    assert read.errors[0].mend


def test_a_sheet_without_the_content_column_is_refused():
    with pytest.raises(Refused, match="检查内容"):
        sheets.read_checklist(workbook([["序号", "电话"], [1, "0750"], [2, "0751"]]), "list.xlsx")
