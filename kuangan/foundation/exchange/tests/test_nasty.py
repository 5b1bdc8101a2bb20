"""The nasty roster comes in without loss: every cell is taken over or named."""

from datetime import date
from decimal import Decimal

import pytest

from kuangan.foundation.exchange import checking, mapping
from kuangan.foundation.exchange.inspecting import Inspection, inspect
from kuangan.foundation.exchange.reading import read
from kuangan.foundation.exchange.tests import nasty
from kuangan.foundation.exchange.tests.people import SCHOOLS


@pytest.fixture(scope="module")
def found() -> Inspection:
    return inspect(nasty.workbook(), "名录.xlsx", SCHOOLS)


@pytest.fixture(scope="module")
def rows(found: Inspection) -> dict[int, checking.CleanRow]:
    return {row.number: row for row in checking.check(found.table, found.mapping.keys, SCHOOLS)}


def codes(row: checking.CleanRow, level: str) -> dict[str, str]:
    return {issue.address: issue.code for issue in row.issues if issue.level == level}


def test_the_two_row_header_is_found_below_the_titles(found: Inspection) -> None:
    assert (found.table.sheet.name, found.table.header) == ("名录", (3, 2))
    assert found.table.columns[4].title == "办学许可证 证号"


def test_columns_with_the_same_name_go_to_their_own_group(found: Inspection) -> None:
    keys = found.mapping.keys
    assert (keys[4], keys[5], keys[6], keys[7]) == ("licence_no", "licence_to", "canteen_no", "canteen_to")
    assert (keys[12], keys[13], keys[14], keys[15]) == ("longitude", "latitude", "head", "phone")
    assert [column.title for column in found.mapping.unmapped] == ["分管领导"]


def test_the_dirtiest_row_is_read_as_it_was_meant(rows: dict[int, checking.CleanRow]) -> None:
    assert rows[6].values == {
        "owner": "甲集团", "school": "第一小学", "credit_code": "11440783MB2C94670Y", "kind": "primary",
        "licence_no": "A-001", "licence_to": date(2025, 6, 30), "canteen_no": "F001", "canteen_to": date(2025, 6, 30),
        "pupils": 300, "height": Decimal("12.5"), "boarding": True, "longitude": Decimal("112.582222"),
        "latitude": Decimal("22.175"), "head": "𠮷三", "phone": "13800138000", "partners": ("乙公司", "丙公司"),
        "founded": date(2001, 9, 1),
    }  # fmt: skip
    assert not rows[6].bad
    assert rows[6].leftovers == {"分管领导": "王五"}


def test_a_merged_cell_speaks_for_every_row_it_covers(rows: dict[int, checking.CleanRow]) -> None:
    assert rows[7].values["owner"] == "甲集团"


def test_a_repeated_row_is_left_out_and_a_contradicting_one_is_an_error(rows: dict[int, checking.CleanRow]) -> None:
    assert (rows[8].repeats, rows[8].bad) == (6, False)
    assert rows[9].bad
    assert [issue.params["titles"] for issue in rows[9].issues if issue.code == "row.contradicts"] == ["学生人数"]


def test_bad_cells_are_named_by_their_address(rows: dict[int, checking.CleanRow]) -> None:
    assert codes(rows[10], "error") == {"F10": "date.ambiguous", "J10": "number.whole", "K10": "number.unreadable"}
    assert codes(rows[14], "error") == {"I14": "choice.unknown", "J14": "formula.empty"}
    assert codes(rows[15], "error") == {"E15": "code.cut"}
    assert codes(rows[11], "warning") == {"B11": "text.private", "M11": "degrees.swapped"}
    assert all(issue.mend for row in rows.values() for issue in row.issues if issue.level == "error")


def test_exchanged_degrees_are_put_right(rows: dict[int, checking.CleanRow]) -> None:
    assert (rows[11].values["longitude"], rows[11].values["latitude"]) == (Decimal("112.7"), Decimal("22.3"))


def test_text_that_begins_like_a_formula_stays_text(rows: dict[int, checking.CleanRow]) -> None:
    assert rows[16].values["owner"] == "=甲集团"


def test_every_row_that_is_no_data_is_named(found: Inspection, rows: dict[int, checking.CleanRow]) -> None:
    passed = {note["params"]["row"]: note["code"] for note in found.notes if "row" in note["params"]}
    assert passed == {12: "heading", 13: "header", 17: "total", 19: "remark", 20: "signature"}
    assert set(rows) == set(range(6, 17)) - {12, 13}


def test_renamed_and_reordered_columns_find_their_place() -> None:
    text = "建校时间,备注事项,学校全称,举办单位名称\n2001.9.1,好,第一小学,甲集团\n".encode("gb18030")
    found = inspect(text, "x.csv", SCHOOLS)
    assert found.mapping.keys == {0: "founded", 2: "school", 3: "owner"}
    assert found.mapping.guesses[3].confidence < mapping.SURE


def test_a_corrected_mapping_gives_no_key_away_twice() -> None:
    found = inspect("学校名称,举办单位,成立日期\na,b,2001-9-1\n".encode(), "x.csv", SCHOOLS)
    corrected = found.mapping.corrected({0: "owner", 2: ""}, SCHOOLS)
    assert corrected.keys == {0: "owner"}
    assert [column.key for column in corrected.missing(SCHOOLS)] == ["school"]


def test_continued_rows_join_what_may_be_several() -> None:
    text = "举办单位,学校名称,合作单位\n甲,一小,乙公司\n甲,一小,丙公司\n".encode()
    found = inspect(text, "x.csv", SCHOOLS)
    first, second = checking.check(found.table, found.mapping.keys, SCHOOLS)
    assert first.values["partners"] == ("乙公司", "丙公司")
    assert (second.repeats, second.bad) == (2, False)


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("gb18030", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-8", "，"), ("utf-16-le", ",")],
)
def test_texts_in_every_usual_encoding_are_read(encoding: str, separator: str) -> None:
    book = read(nasty.csv_text(encoding, separator))
    assert book.sheets[0].rows[1].cells == ["𠮷小学", "甲集团", "2001/9/1"]


def test_two_of_the_same_name_with_their_own_numbers_are_two() -> None:
    text = "举办单位,学校名称,办学许可证号\n甲,一小,A1\n甲,一小,A2\n".encode()
    found = inspect(text, "x.csv", SCHOOLS)
    assert not any(row.issues for row in checking.check(found.table, found.mapping.keys, SCHOOLS))
