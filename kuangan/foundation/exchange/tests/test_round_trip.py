"""What is written can be edited and read back: the same values, found by the same keys."""

import io
import os
from datetime import date
from decimal import Decimal

import openpyxl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kuangan.foundation.exchange import checking
from kuangan.foundation.exchange.cleaning.text import plain
from kuangan.foundation.exchange.inspecting import inspect
from kuangan.foundation.exchange.packing import pack, unpack
from kuangan.foundation.exchange.tests import nasty
from kuangan.foundation.exchange.tests.people import SCHOOLS
from kuangan.foundation.exchange.writing import BadRow, Heading, write_bad_rows, write_csv, write_ledger

EXAMPLES = int(os.environ.get("KUANGAN_FUZZ_EXAMPLES", "25"))
LETTERS = st.sampled_from("甲乙丙丁矿石业𠮷龘ABCxyz0189（）·=+-@'")
WORDS = st.text(LETTERS, min_size=2, max_size=12).map(lambda text: f"名{text}")
RISKY = (
    st.text(LETTERS, min_size=2, max_size=8)
    .filter(lambda text: any(char.isalnum() for char in text))
    .map(plain)  # what programs wrap around a text comes off when it is first read
)


def school(number: int, name: str, **more: object) -> dict[str, object]:
    return {"owner": "甲集团", "school": name, "ref": f"R{number:04}", **more}


VALUES = st.fixed_dictionaries(
    {
        "name": RISKY,
        "kind": st.sampled_from([None, "primary", "middle"]),
        "licence_to": st.none() | st.dates(date(1950, 1, 1), date(2150, 12, 31)),
        "pupils": st.none() | st.integers(0, 100_000),
        "height": st.none() | st.decimals(0, 900, places=2),
        "boarding": st.none() | st.booleans(),
        "longitude": st.none() | st.decimals(73, 136, places=6),
        "latitude": st.none() | st.decimals(3, 54, places=6),
        "partners": st.none() | st.lists(WORDS, max_size=3, unique=True).map(tuple),
    }
)


def back(data: bytes, name: str) -> list[dict[str, object]]:
    found = inspect(data, name, SCHOOLS)
    rows = checking.check(found.table, found.mapping.keys, SCHOOLS)
    assert not [issue for row in rows for issue in row.issues if issue.level == "error"]
    return [row.values for row in rows]


def full(row: dict[str, object]) -> dict[str, object]:
    return {column.key: row.get(column.key) for column in SCHOOLS}


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, phases=[Phase.generate])
@given(st.lists(VALUES, min_size=1, max_size=5))
def test_what_is_written_is_read_back_the_same(found: list[dict[str, object]]) -> None:
    rows = [full(school(i, str(values.pop("name")), **values)) for i, values in enumerate(map(dict, found))]
    assert back(write_ledger(SCHOOLS, rows), "x.xlsx") == rows
    assert back(write_csv(SCHOOLS, rows), "x.csv") == rows
    assert [unpack(pack(row), SCHOOLS) for row in rows] == rows


def test_a_ledger_looks_like_one_that_is_handed_in() -> None:
    rows = [school(1, "一小", founded=date(2001, 9, 1), height=Decimal("12.5"))]
    data = write_ledger(SCHOOLS, rows, Heading(unit="某局", day="2023年7月20日"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["学校名录"]
    assert sheet["A1"].value == "学校名录"
    assert sheet["A2"].value == "填报单位：某局"
    assert (sheet["A3"].value, sheet["A4"].value, sheet["C3"].value) == ("序号", 1, "学校名称")
    assert sheet.freeze_panes == "D4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$3:$3"
    assert sheet["R4"].value.date() == date(2001, 9, 1)
    assert sheet["K4"].value == 12.5
    assert [sheet.cell(6, column).value for column in (1, 4, 7, 10)] == ["填表人：", "审核人：", "负责人：", "日期："]
    assert sheet.column_dimensions["S"].hidden
    assert book["_kuangan"].sheet_state == "hidden"


def test_no_cell_runs_as_a_formula() -> None:
    evil = '=HYPERLINK("http://x","y")'
    sheet = openpyxl.load_workbook(io.BytesIO(write_ledger(SCHOOLS, [school(1, evil)])))["学校名录"]
    assert (sheet["C4"].value, sheet["C4"].data_type) == (evil, "s")
    assert "'=HYPERLINK" in write_csv(SCHOOLS, [school(1, evil)]).decode("utf-8-sig")


def test_the_sheet_of_bad_rows_can_be_mended_and_uploaded() -> None:
    found = inspect(nasty.workbook(), "x.xlsx", SCHOOLS)
    bad = [row for row in checking.check(found.table, found.mapping.keys, SCHOOLS) if row.bad]
    data = write_bad_rows(SCHOOLS, [BadRow(row.number, row.values, row.issues) for row in bad])
    again = inspect(data, "x.xlsx", SCHOOLS)
    assert len(again.table.rows) == len(bad) == 4
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["待修改"]
    row = next(line for line in sheet.iter_rows(min_row=2) if line[18].value == 10)
    assert row[5].value == "4-30"
    assert row[5].fill.fgColor.rgb == "FFFDE2E0"
    assert "F10" in row[19].value


def test_an_edited_export_is_recognised() -> None:
    data = write_ledger(SCHOOLS, [school(1, "一小")])
    found = inspect(data, "x.xlsx", SCHOOLS)
    assert {"code": "returned", "params": {}} in found.notes
    assert all(guess.confidence == 1 for guess in found.mapping.guesses if guess.key)
