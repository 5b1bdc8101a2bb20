"""A table fits its page: dates are never cut, rows are as high as what stands in them, no star hangs on a heading."""

import io
from datetime import date

import openpyxl
import pytest

from kuangan.foundation.exchange.columns import Column, ColumnKind
from kuangan.foundation.exchange.tests.people import SCHOOLS
from kuangan.foundation.exchange.writing import Heading, write_ledger
from kuangan.foundation.exchange.writing.page_layout import A3, A4, LINE, ROOM, SMALLEST, fit, row_height

pytestmark = pytest.mark.embedded


def text(width, title="说明"):
    return Column("a", title, width=width)


def test_a_narrow_table_is_printed_on_a4_and_a_wide_one_on_a3():
    assert fit([text(20)] * 4).paper == A4
    assert fit([text(20)] * 12).paper == A3


def test_on_the_largest_paper_texts_give_way_and_dates_keep_their_width():
    day = Column("d", "有效期至", ColumnKind.DATE, width=6)
    page = fit([*[text(60)] * 8, day])
    assert page.paper == A3 and page.widths[-1] >= 12
    assert 6 + sum(page.widths) <= ROOM[A3] / SMALLEST + 1
    assert all(width >= 7 for width in page.widths)


def test_hidden_columns_take_no_room():
    key = Column("k", "标识", width=400, hidden=True)
    assert fit([text(20), key]).paper == A4


@pytest.mark.parametrize(
    ("words", "lines"), [("短", 1), ("字" * 40, 5), ("一\n二\n三", 3), ("x" * 19, 2), ("", 1), (None, 1), (7, 1)]
)
def test_a_row_is_as_high_as_its_fullest_cell_needs(words, lines):
    assert round((row_height([(words, 20), ("短", 20)]) - 5) / LINE) == lines


def test_a_ledger_says_how_high_its_rows_are_and_marks_what_must_be_filled_in_without_stars():
    row = {"owner": "甲集团" * 20, "school": "某校", "founded": date(2023, 4, 30)}
    book = openpyxl.load_workbook(io.BytesIO(write_ledger(SCHOOLS, [row], Heading(unit="某某局", day="2023-07-20"))))
    sheet = book.worksheets[0]
    heads = [str(cell.value) for cell in sheet[3]]
    assert not any("*" in head for head in heads)
    colours = {cell.value: cell.fill.start_color.rgb for cell in sheet[3]}
    assert colours["学校名称"] != colours["合作单位"]
    assert sheet["A2"].value == "填报单位：某某局"
    assert any("必填" in str(cell.value) and "2023-07-20" in str(cell.value) for cell in sheet[2])
    assert sheet.row_dimensions[4].height > 2 * LINE
    letter = next(cell.column_letter for cell in sheet[3] if cell.value == "成立日期")
    assert sheet.column_dimensions[letter].width >= 12
