"""What headings, hidden rows and other programs add to a table is read or asked about, never lost in silence."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from kuangan.foundation.exchange import notes
from kuangan.foundation.exchange.checking import check
from kuangan.foundation.exchange.cleaning import clean
from kuangan.foundation.exchange.columns import Column, ColumnKind, SheetSpec
from kuangan.foundation.exchange.freezing import freeze, thaw
from kuangan.foundation.exchange.inspecting import Inspection, inspect, lay_out
from kuangan.foundation.exchange.layout import find_table, unit_in

pytestmark = pytest.mark.embedded
METRES = {"米": 1, "cm": 0.01, "厘米": 0.01, "km": 1000}
YUAN = {"万元": 10_000, "亿元": 100_000_000, "千元": 1000}
SPEC = SheetSpec(
    "t", "表",
    (
        Column("name", "名称", required=True),
        Column("height", "高度", ColumnKind.DECIMAL, unit="m", units=METRES, low=0, high=2000, aliases=("边坡高度",)),
        Column("money", "投资", ColumnKind.DECIMAL, unit="元", units=YUAN, aliases=("治理资金",)),
        Column("output", "生产规模", with_unit=True),
        Column("number", "采矿许可证号", ColumnKind.CODE, group="采矿许可证", aliases=("证号", "采矿证号")),
        Column("until", "采矿许可证有效期至", ColumnKind.DATE, group="采矿许可证", range_part="end", partner="number",
               aliases=("有效期", "有效期至", "采矿许可证有效期止")),
        Column("head", "主要负责人", ColumnKind.PERSON),
        Column("officers", "安全员", ColumnKind.PERSON, several=True),
    ),
    keys=(("name",),),
    keeps_unread=True,
)  # fmt: skip


def looked_at(*rows: list[Any], above: str = "", change: Any = None, **more: Any) -> Inspection:
    """A workbook with these rows, the first one a header."""
    book = openpyxl.Workbook()
    if above:
        book.active.append([above])
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    held = io.BytesIO()
    book.save(held)
    return inspect(held.getvalue(), "表.xlsx", SPEC, **more)


def values(found: Inspection) -> list[Any]:
    return check(found.table, found.mapping.keys, SPEC, date1904=found.book.date1904)


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("投资（万元）", "万元"), ("边坡高度(cm)", "cm"), ("规模【万吨/年】", "万吨/年"), ("坡度(%)", "%"),
        ("高度/米", "米"), ("高度（单位：厘米）", "厘米"), ("是否头顶库（是/否）", ""), ("县（市、区）", ""),
        ("人数(人)", "人"), ("经度(E)", ""),
    ],
)  # fmt: skip
def test_a_heading_says_what_it_counts_in(title: str, unit: str) -> None:
    assert unit_in(title) == unit


def test_figures_are_converted_from_the_unit_of_the_heading_unless_a_cell_has_its_own() -> None:
    rows = values(looked_at(["名称", "边坡高度（厘米）", "治理资金（万元）", "生产规模（万吨/年）"],
                            ["甲", 8500, "1.5", 50], ["乙", "85米", "3000元", "30万t/a"]))  # fmt: skip
    assert [row.values["height"] for row in rows] == [Decimal(85), Decimal(85)]
    assert [row.values["money"] for row in rows] == [Decimal(15000), Decimal(3000)]
    assert [row.values["output"] for row in rows] == ["50万吨/年", "30万t/a"]
    assert "number.converted" in [issue.code for issue in rows[0].issues]


def test_the_line_above_the_table_counts_for_the_figures_it_can_mean() -> None:
    found = looked_at(["名称", "高度", "投资"], ["甲", 85, 2], above="2023年统计表 单位：万元 填报单位：某局")
    assert (values(found)[0].values["height"], values(found)[0].values["money"]) == (Decimal(85), Decimal(20000))
    assert any("万元" in notes.spell(note) for note in found.notes)
    assert values(looked_at(["名称", "投资"], ["甲", 2], above="填报单位：万元局"))[0].values["money"] == 2


def test_a_unit_that_cannot_be_converted_is_asked_about_and_the_text_is_kept() -> None:
    (row,) = values(looked_at(["名称", "高度（亩）"], ["甲", 85]))
    assert (row.values["height"], row.kept, row.bad) == (None, {"高度": "85"}, False)
    assert [issue.code for issue in row.issues] == ["number.heading"]


@pytest.mark.parametrize("raw", ["约80", "80左右", "80多", "近80米", "≈80", "80以上"])
def test_a_vague_figure_stays_text(raw: str) -> None:
    (row,) = values(looked_at(["名称", "高度"], ["甲", raw]))
    assert (row.values["height"], row.kept, row.bad) == (None, {"高度": raw}, False)


def test_an_optional_cell_that_cannot_be_read_keeps_its_text_and_a_key_still_refuses() -> None:
    good, bad = values(
        looked_at(["名称", "高度", "有效期至", "证号"], ["甲", "很高", "明年", "C1"], [None, 3, None, "C2"])
    )
    assert (good.bad, good.kept) == (False, {"高度": "很高", "采矿许可证有效期至": "明年"})
    assert all("保留" in issue.mend or "kept" in issue.mend for issue in good.issues)
    assert bad.bad


def test_a_last_day_without_a_number_is_told() -> None:
    (row,) = values(looked_at(["名称", "有效期至"], ["甲", "2025-01-31"]))
    assert [(issue.code, issue.level) for issue in row.issues] == [("cell.alone", "warning")]


@pytest.mark.parametrize(
    "raw", ["张三、李四", "张三，李四", "张三/李四", "张三\n李四", "张三 李四", "张三；李四", "张三&李四"]
)
def test_two_people_in_a_cell_stay_two(raw: str) -> None:
    (row,) = values(looked_at(["名称", "安全员"], ["甲", raw]))
    assert row.values["officers"] == ("张三", "李四")
    (row,) = values(looked_at(["名称", "主要负责人"], ["甲", raw]))
    assert (row.values["head"], [issue.code for issue in row.issues]) == (None, ["people.several"])


@pytest.mark.parametrize("raw", ["张三", "张 三", "张　三", " 张三 ", "阿卜杜拉·买买提"])
def test_one_person_stays_one(raw: str) -> None:
    (row,) = values(looked_at(["名称", "主要负责人"], ["甲", raw]))
    assert row.values["head"] == raw.replace(" ", "").replace("　", "")


def test_hidden_rows_and_columns_are_named_before_anybody_confirms() -> None:
    def hide(book: Any) -> None:
        for row in (3, 4, 6):
            book.active.row_dimensions[row].hidden = True
        book.active.column_dimensions["B"].hidden = True

    found = looked_at(["名称", "高度"], *[[f"矿{n}", n] for n in range(1, 7)], change=hide)
    shown = [notes.spell(note) for note in found.notes]
    assert any("3–4、6" in text for text in shown)
    assert any("B" in text for text in shown if "3–4" not in text)
    book, sheet = thaw(freeze(found.book, found.table.sheet))
    assert lay_out(book, find_table(sheet, SPEC, header=found.table.header), SPEC).notes == found.notes


@pytest.mark.parametrize("raw", ['="00123"', "'00123", '= "00123"', "\t00123\t", "\u200b00123", "'\t00123"])
def test_what_exporters_wrap_around_a_text_comes_off(raw: str) -> None:
    assert clean(Column("x", "证号", ColumnKind.CODE), raw)[0] == "00123"
    assert clean(Column("x", "名称"), raw.replace("00123", "甲矿"))[0] == "甲矿"


def test_a_formula_that_is_none_stays_text() -> None:
    assert clean(Column("x", "名称"), "=1+1")[0] == "=1+1"


def test_days_of_1904_are_read_with_and_without_a_format_and_dates_in_word_columns_read_as_days() -> None:
    def since_1904(book: Any) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    found = looked_at(["名称", "有效期至", "证号"], ["甲", 43584, "C1"], ["乙", datetime(2023, 4, 30), "C2"],
                      change=since_1904)  # fmt: skip
    assert [row.values["until"] for row in values(found)] == [date(2023, 4, 30)] * 2
    assert clean(Column("x", "名称"), datetime(2023, 4, 30))[0] == "2023-04-30"
    assert clean(Column("x", "名称"), date(2023, 4, 30))[0] == "2023-04-30"


@pytest.mark.parametrize(
    "title",
    [
        "采矿许可证有效期起",
        "采矿许可证发证日期",
        "爆破许可证号",
        "民爆采购许可证有效期至",
        "排污许可证号",
        "爆破作业证号",
        "技术负责人",
        "安全员电话",
    ],
)
def test_a_heading_of_the_same_family_is_not_guessed(title: str) -> None:
    assert looked_at(["名称", title], ["甲", "x"]).mapping.keys == {0: "name"}


def test_a_number_below_the_heading_of_another_paper_is_not_ours() -> None:
    def join(book: Any) -> None:
        book.active.merge_cells("B1:C1")
        book.active.merge_cells("A1:A2")

    found = looked_at(
        ["名称", "爆破作业单位许可证", None], [None, "证号", "有效期至"], ["甲", "C1", "2025-1-1"], change=join
    )
    assert set(found.mapping.keys.values()) == {"name"}
    ours = looked_at(["名称", "采矿许可证", None], [None, "证号", "有效期至"], ["甲", "C1", "2025-1-1"], change=join)
    assert set(ours.mapping.keys.values()) == {"name", "number", "until"}
