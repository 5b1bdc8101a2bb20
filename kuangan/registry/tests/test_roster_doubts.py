"""What a roster says beside its plain values is kept, remarked on, and taken again without doubling anything."""

import csv
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kuangan.foundation.exchange.checking import check
from kuangan.foundation.exchange.importers import ApplyRow, importer
from kuangan.foundation.exchange.inspecting import inspect
from kuangan.foundation.exchange.objections import CleanRow
from kuangan.foundation.kernel import clock
from kuangan.registry import actions
from kuangan.registry.models import Licence, Mine, Person, Region
from kuangan.registry.rules.licences import doubts
from kuangan.registry.sheets import ROSTER
from tests import cast
from tests.cast import places

EXAMPLES = int(os.environ.get("KUANGAN_FUZZ_EXAMPLES", "60"))
HEADS = ("企业名称", "矿山名称", "矿山类型", "县（市、区）", "生产状态")


@pytest.fixture
def summer(db: Any) -> Iterator[None]:
    with clock.at(datetime(2023, 7, 20, 1, tzinfo=UTC)):
        places.region()
        yield


def table(**more: Any) -> list[CleanRow]:
    """One mine as a sheet of text with further columns, read as an upload is."""
    cells = {"企业名称": "恩平市青石岭矿业有限公司", "矿山名称": "青石岭石场", "矿山类型": "露天矿山",
             "县（市、区）": "恩平市", "生产状态": "正常生产", **more}  # fmt: skip
    text = StringIO()
    csv.writer(text).writerows([list(cells), list(cells.values())])
    found = inspect(text.getvalue().encode(), "名录.csv", ROSTER)
    return check(found.table, found.mapping.keys, ROSTER)


def bring(rows: list[CleanRow]) -> list[str]:
    """Judge and apply as an import does; returns the verdicts and the codes of what was said."""
    roster, actor = importer("registry.roster"), cast.as_actor(cast.city_office())
    matches = roster.match(actor, rows)
    told = [
        ApplyRow(row.number, match.key, row.values, kept=row.kept)
        for row, match in zip(rows, matches, strict=True)
        if match.verdict in ("new", "update")
    ]
    if told:
        roster.apply(actor, told)
    said = [issue.code for row in rows for issue in row.issues]
    return [str(match.verdict) for match in matches] + said


def test_what_cannot_be_read_is_kept_with_the_mine_until_it_can(summer: None) -> None:
    words = {"边坡高度": "约80米", "采矿许可证有效期": "换证中", "经度": "112°20′00″"}
    assert bring(table(**words))[0] == "new"
    mine = Mine.rows.get()
    assert (mine.as_written["边坡高度"], mine.longitude) == ("约80米", Decimal("112.333333"))
    assert mine.as_written["经度"] == "112°20′00″"
    assert bring(table(**words))[0] == "same"
    assert bring(table(边坡高度="85"))[0] == "update"
    mine.refresh_from_db()
    assert "边坡高度" not in mine.as_written
    assert mine.as_written["采矿许可证有效期至"] == "换证中"


def test_a_last_day_without_a_number_is_kept_and_comes_again_without_a_change(summer: None) -> None:
    lone = table(采矿许可证有效期="2029-06-01")
    assert bring(lone)[:2] == ["new", "cell.alone"]
    assert Mine.rows.get().as_written == {"采矿许可证有效期至": "2029-06-01"}
    assert bring(table(采矿许可证有效期="2029-06-01"))[0] == "same"
    assert bring(table(采矿许可证有效期="2029-06-01", 采矿许可证号="C4407852019067130148291"))[0] == "update"
    assert Licence.rows.get().valid_to == date(2029, 6, 1)
    assert Mine.rows.get().as_written == {}


def test_two_officers_in_a_cell_become_two_people_with_their_own_numbers(summer: None) -> None:
    told = {"安全管理人员": "张三、李四", "安全员电话": "13800000001、13800000002"}
    assert bring(table(**told))[0] == "new"
    assert dict(Person.rows.values_list("name", "phone")) == {"张三": "13800000001", "李四": "13800000002"}
    assert bring(table(**told))[0] == "same"
    assert Person.rows.count() == 2


@pytest.mark.parametrize("name", ["新会市", "新会县", "江门市新会市", "440782"])
def test_an_old_name_of_a_county_leads_to_the_one_of_today(summer: None, name: str) -> None:
    said = bring(table(**{"县（市、区）": name}))
    assert said[0] == "new"
    assert "registry.county_former" in said
    assert Mine.rows.get().region_code == "440705"


def test_licensed_designed_and_actual_output_are_three_and_the_builder_may_be_another(summer: None) -> None:
    told = {
        "设计生产规模(万吨/年)": "100",
        "证载规模（万吨/年）": "80",
        "年产量（万吨）": "60",
        "实际经营单位": "恩平市乙建设公司",
    }
    assert bring(table(**told))[0] == "new"
    mine = Mine.rows.get()
    capacities = mine.design_capacity, mine.licensed_capacity, mine.actual_capacity
    assert capacities == ("100万吨/年", "80万吨/年", "60万吨")
    assert (mine.builder, mine.enterprise.name) == ("恩平市乙建设公司", "恩平市青石岭矿业有限公司")
    assert bring(table(**told))[0] == "same"
    after = actions.amend_mine(cast.clerk(), mine, answers_after_closure="圣堂镇人民政府")
    assert Mine.rows.get(pk=after.pk).answers_after_closure == "圣堂镇人民政府"


def test_one_fault_is_told_once(summer: None) -> None:
    (row,) = table(生产状态="半死不活")
    assert bring([row])[0] == "bad"
    assert [issue.code for issue in row.issues] == ["choice.unknown"]
    assert row.bad


def test_a_place_outside_the_county_is_warned_about(summer: None) -> None:
    assert "registry.outside_county" in bring(table(经度="113.8", 纬度="23.5"))
    assert "registry.outside_county" not in bring(table(经度="112.3", 纬度="22.2"))


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("kind", "number", "codes"),
    [
        ("mining", "C4407002019067130148291", []),
        ("mining", "4407002019067130148291", ["registry.licence_prefix"]),
        ("mining", "C4407002019137130148291", ["registry.licence_month"]),
        ("mining", "C4507002019067130148291", ["registry.licence_region"]),
        ("mining", "T4407002019067130148291", ["registry.licence_kind"]),
        ("mining", "（粤）FM安许证字〔2021〕C001", ["registry.licence_kind"]),
        ("mining", "4407001300012", ["registry.licence_kind"]),
        ("mining", "C440700", ["registry.licence_form"]),
        ("mining", "C44070020190****48291", []),
        ("safety", "(粤)FM安许证字[2021]C001号", []),
        ("safety", "粤安许证字〔2021〕001", ["registry.licence_prefix"]),
        ("safety", "（桂）FM安许证字〔2021〕12", ["registry.licence_region"]),
        ("safety", "（粤）MK安许证字〔2021〕12", ["registry.licence_kind"]),
        ("safety", "C4407002019067130148291", ["registry.licence_kind"]),
        ("blasting", "4407001300012", []),
        ("blasting", "9907001300012", ["registry.licence_region"]),
        ("blasting", "C4407002019067130148291", ["registry.licence_kind"]),
    ],
)  # fmt: skip
def test_the_number_of_a_licence_says_its_kind_month_and_region(kind: str, number: str, codes: list[str]) -> None:
    found = doubts(kind, number, "440785", lambda code: code.startswith("44"))
    assert [doubt.code for doubt in found] == codes


PIECES = st.sampled_from([
    "约80", "80cm", "112°20′", "112.3,22.2", "2453123.4", "38412345.6", "张三、李四", "=\"0012\"", "'0012", "C1", "**",
    "2023-13-45", "45046", "1e309", "NaN", "∞", "长期", "无", "/", "㎡", "⻢", "\u200b", "\u202e", "𠮷",
    "(粤)FM安许证字", "0" * 19, "是", "新会市", "9" * 40, "-1", "万", "（", "\ufffd", "\ue815", "1\u0300",
    "０", "٣",
])  # fmt: skip
CELLS = st.one_of(PIECES, st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
                  st.lists(PIECES, max_size=4).map("".join))  # fmt: skip
EXTRA = [column for column in ROSTER if not column.required and not column.hidden]


class AnyRoster(TestCase):
    """Random cells in every optional column: read, brought in, and brought in again."""

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cells=st.dictionaries(st.sampled_from([column.title for column in EXTRA]), CELLS, max_size=12))
    def test_no_cell_raises_is_lost_or_doubles_anything(self, cells: dict[str, str]) -> None:
        with clock.at(datetime(2023, 7, 20, 1, tzinfo=UTC)):
            if not Region.objects.filter(pk=places.ENPING).exists():
                places.region()
            rows = table(**cells)
            for row in rows:
                for title, text in cells.items():
                    column = next(one for one in ROSTER if one.title == title)
                    said = any(issue.title == title for issue in row.issues)
                    if text.strip("\u200b\u202e \u3000") and row.values.get(column.key) in (None, ()):
                        assert said or row.bad or title in row.kept or not _says(text), (title, text)
            first = bring(rows)
            if first[0] == "new":
                assert bring(table(**cells))[0] == "same", (cells, Mine.rows.get().as_written)
                assert Mine.rows.count() == 1


def _says(text: str) -> bool:
    """Whether a cell says anything but that there is nothing."""
    from kuangan.foundation.exchange.cleaning.text import NONE_WORDS, folded, plain

    return folded(plain(text)) not in NONE_WORDS and plain(text) not in NONE_WORDS
