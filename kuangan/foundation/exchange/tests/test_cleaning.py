"""Cells as people type them."""
# ruff: noqa: E501, RUF001 - tables of words read better side by side; the dirt of real files is meant

import math
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuangan.foundation.exchange.cleaning import clean, geodesy
from kuangan.foundation.exchange.cleaning.places import datum_in, place_of
from kuangan.foundation.exchange.cleaning.remarks import Unreadable
from kuangan.foundation.exchange.cleaning.text import NONE_WORDS, folded, plain
from kuangan.foundation.exchange.columns import Column, ColumnKind
from kuangan.foundation.kernel.text import numbered

APRIL = date(2023, 4, 30)
METRES = {"米": 1, "km": 1000, "cm": 0.01}


def cell(kind: ColumnKind, raw: object, **more: object) -> tuple[object, list[str]]:
    value, remarks = clean(Column("x", "某列", kind, **more), raw)  # type: ignore[arg-type]
    return value, [remark.code for remark in remarks]


@pytest.mark.parametrize(
    "raw",
    ["2023年4月30日", "2023.4.30", "20230430", "2023/4/30", "2023-04-30", "２０２３－０４－３０", "2023 年 4 月 30 日",
     "二〇二三年四月三十日", "2023-04-30 00:00:00", "2023年4月30日 星期日", "至2023年4月30日", "30/4/2023", "2023。4。30",
     datetime(2023, 4, 30), APRIL, 45046.0, 45046, "45046", 20230430.0],
)  # fmt: skip
def test_every_usual_spelling_of_a_date_is_read(raw: object) -> None:
    assert cell(ColumnKind.DATE, raw)[0] == APRIL


@pytest.mark.parametrize(
    ("raw", "code"),
    [("4-30", "date.ambiguous"), ("23.4.30", "date.ambiguous"), ("3/4/2023", "date.ambiguous"), ("4月30日", "date.ambiguous"),
     ("2023年4月31日", "date.impossible"), ("20230230", "date.impossible"), ("2023年4月", "date.no_day"),
     ("202304", "date.no_day"), ("去年", "date.unreadable"), (True, "date.unreadable"), (12.5, "date.unreadable"),
     ("2022.7.1至2025.6.30", "date.range"), ("2023年4月30日换证", "date.unreadable"), ("长期", "date.open")],
)  # fmt: skip
def test_a_doubtful_date_is_refused_with_its_own_reason(raw: object, code: str) -> None:
    assert cell(ColumnKind.DATE, raw) == (None, [code])


def test_the_end_of_a_period_is_taken_where_the_column_asks_for_it() -> None:
    assert cell(ColumnKind.DATE, "2022.7.1至2025.6.30", range_part="end") == (date(2025, 6, 30), ["date.of_range"])
    assert cell(ColumnKind.DATE, "2022.7.1-2025.6.30", range_part="start") == (date(2022, 7, 1), ["date.of_range"])


def test_day_counts_from_1904_are_read_from_1904() -> None:
    assert clean(Column("x", "日期", ColumnKind.DATE), 43584, date1904=True)[0] == APRIL


@pytest.mark.parametrize(
    ("raw", "value"),
    [("85m", "85"), ("８５．５", "85.5"), ("85 米", "85"), ("0.1km", "100"), ("1,234", "1234"), ("1，234.5", "1234.5"),
     (0.1 + 0.2, "0.3"), ("-3", "-3"), (85, "85"), ("1.2万", "12000"), ("850cm", "8.5")],
)  # fmt: skip
def test_numbers_with_units_and_full_width_digits_are_read(raw: object, value: str) -> None:
    assert cell(ColumnKind.DECIMAL, raw, unit="m", units=METRES)[0] == Decimal(value)


@pytest.mark.parametrize("raw", ["八十五", "80-90", "80~90", "85/90", True, "NaN", float("nan"), "1" * 70])
def test_what_is_no_single_number_is_refused(raw: object) -> None:
    assert cell(ColumnKind.DECIMAL, raw, unit="m") == (None, ["number.unreadable"])


def test_a_foreign_unit_is_refused_and_an_impossible_size_too() -> None:
    assert cell(ColumnKind.DECIMAL, "85吨", unit="m") == (None, ["number.unit"])
    assert cell(ColumnKind.DECIMAL, 8500, unit="m", low=0, high=2000) == (None, ["number.range"])
    assert cell(ColumnKind.INTEGER, "12.5") == (None, ["number.whole"])


def test_ten_thousand_in_the_unit_is_not_counted_twice() -> None:
    units = {"万吨/年": 1, "吨/年": 0.0001}
    for raw in ("50", "50万", "50万t/a", "50万吨/年", "500000吨/年"):
        assert cell(ColumnKind.DECIMAL, raw, unit="万t/a", units=units)[0] == Decimal(50)


@pytest.mark.parametrize(
    "raw",
    ["112°34′56″E", "112度34分56秒", "东经112°34′56″", "112°34'56''", "112-34-56", "１１２°３４′５６″", "112°34’56”"],
)
def test_degrees_minutes_and_seconds_are_read(raw: str) -> None:
    assert cell(ColumnKind.LONGITUDE, raw) == (Decimal("112.582222"), [])


def test_projected_coordinates_are_refused_by_name() -> None:
    assert cell(ColumnKind.LONGITUDE, 38456789.12) == (None, ["degrees.projected"])
    assert cell(ColumnKind.LONGITUDE, "112°64′56″") == (None, ["degrees.unreadable"])
    assert cell(ColumnKind.LATITUDE, 112.5) == (None, ["degrees.range"])
    assert cell(ColumnKind.LATITUDE, 0) == (None, [])


def test_codes_lose_their_dirt_and_keep_their_digits() -> None:
    assert cell(ColumnKind.CODE, "ｃ４４０７ 0020\u200b") == ("C44070020", [])
    assert cell(ColumnKind.CODE, 44070020.0) == ("44070020", [])
    assert cell(ColumnKind.CODE, 4.407002010117120e22) == (None, ["code.cut"])
    assert cell(ColumnKind.CODE, "4.40700201E+22") == (None, ["code.cut"])


def test_a_doubtful_credit_code_is_kept_and_named() -> None:
    kind = ColumnKind.CREDIT_CODE
    assert cell(kind, "1144 0783 mb2c94670y") == ("11440783MB2C94670Y", [])
    assert cell(kind, "11440783MB2C9467OY") == ("11440783MB2C9467OY", ["credit.confused"])
    assert cell(kind, "11440783MB2C94671Y") == ("11440783MB2C94671Y", ["credit.check"])
    assert cell(kind, "9144078370763****") == ("9144078370763****", ["credit.masked"])
    assert cell(kind, "440783000012345") == ("440783000012345", ["credit.length"])


@pytest.mark.parametrize(
    ("raw", "value"),
    [("138 0013 8000", "13800138000"), (13800138000.0, "13800138000"), ("+86 138-0013-8000", "13800138000"),
     ("０７５０－１２３４５６７", "0750-1234567"), ("(0750)1234567", "0750-1234567"),
     ("13800138000/0750-1234567", "13800138000、0750-1234567"), ("无", None)],
)  # fmt: skip
def test_telephone_numbers_are_read(raw: object, value: str | None) -> None:
    assert cell(ColumnKind.PHONE, raw) == (value, [])


def test_a_telephone_number_with_a_digit_too_many_is_refused() -> None:
    assert cell(ColumnKind.PHONE, "138001380001") == (None, ["phone.unreadable"])


def test_rare_characters_survive_and_doubtful_ones_are_named() -> None:
    assert cell(ColumnKind.TEXT, "　𠮷　三 ") == ("𠮷三", [])
    assert cell(ColumnKind.TEXT, "石业（一期）Ａ１ 号") == ("石业（一期）A1 号", [])
    assert cell(ColumnKind.TEXT, "\ue815矿") == ("\ue815矿", ["text.private"])
    assert cell(ColumnKind.TEXT, "石\ufffd业") == (None, ["text.lost"])
    assert cell(ColumnKind.TEXT, "字" * 501) == (None, ["text.long"])


def test_yes_and_no_in_all_their_forms() -> None:
    for raw in ("是", "有", "√", "Y", True, "1", 1.0):
        assert cell(ColumnKind.BOOLEAN, raw) == (True, []), raw
    for raw in ("否", "无", "×", "没有", False, 0):
        assert cell(ColumnKind.BOOLEAN, raw) == (False, []), raw
    assert cell(ColumnKind.BOOLEAN, "也许") == (None, ["boolean.unreadable"])


def test_an_unknown_choice_names_the_choices() -> None:
    column = Column("x", "类型", ColumnKind.CHOICE, choices={"a": ("小学", "小 学校"), "b": ("中学",)})
    assert clean(column, "小学校") == ("a", ())
    assert clean(column, "大学")[1][0].params == {"given": "大学", "labels": "小学、中学"}


def test_several_things_in_one_cell_are_told_apart() -> None:
    assert cell(ColumnKind.TEXT, "甲公司、乙公司；丙公司\n甲公司", several=True) == (("甲公司", "乙公司", "丙公司"), [])
    assert cell(ColumnKind.TEXT, "无", several=True) == ((), [])


PLACE = (Decimal("112.5822"), Decimal("22.175"))


@pytest.mark.parametrize(
    ("east", "north"),
    [
        ("112.5822,22.1750", None), (None, "112.5822，22.175"), ("22.175 112.5822", None), ("(112.5822, 22.175)", ""),
        ("东经112°34′55.92″，北纬22°10′30″", None), ("E112°34'55.92\" N22°10'30\"", None),
        ("112°34ʹ55.92〃、22°10ʹ30〃", None),
    ],
)  # fmt: skip
def test_a_pair_in_one_cell_is_taken_apart(east: object, north: object) -> None:
    place, remarks = place_of(east, north)
    assert place == PLACE
    assert [remark.code for remark in remarks] == ["place.pair"]


@pytest.mark.parametrize(("raw", "code"), [("112.58**", "degrees.masked"), ("112.5×××", "degrees.masked"),
                                           ("112.58-112.60", "degrees.span"), ("112.58°至112.60°", "degrees.span")])  # fmt: skip
def test_a_mask_and_a_range_are_no_place(raw: str, code: str) -> None:
    assert cell(ColumnKind.LONGITUDE, raw) == (None, [code])


def test_metres_with_a_zone_become_degrees_and_without_one_are_asked_about() -> None:
    # 112.5822°E, 22.175°N in the zone of 111° and in that of 114°, computed forward by the series of the same ellipsoid
    for meridian, zone in ((111, 37), (114, 38)):
        northing, easting = forward(112.5822, 22.175, meridian)
        for pair in ((f"{zone}{easting:.2f}", f"{northing:.2f}"), (f"{northing:.2f}", f"{zone}{easting:.2f}"),
                     (f"X={northing:.2f}", f"Y={zone}{easting:.2f}"), (f"{northing:.2f}, {zone}{easting:.2f}", None)):  # fmt: skip
            place, remarks = place_of(*pair)
            assert place is not None
            assert abs(float(place[0]) - 112.5822) < 1e-5
            assert abs(float(place[1]) - 22.175) < 1e-5
            assert [remark.code for remark in remarks] == ["place.projected"]
    with pytest.raises(Unreadable) as asked:
        place_of("412345.6", "2453123.4")
    assert asked.value.remark.code == "place.zone"


def forward(longitude: float, latitude: float, central: float) -> tuple[float, float]:
    """Gauss-Krüger forward, by another series than the one under test (Krüger in n)."""
    n = geodesy.F / (2 - geodesy.F)
    radius = geodesy.A / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    alphas = (n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16, 13 * n**2 / 48 - 3 * n**3 / 5, 61 * n**3 / 240)
    phi, lam = math.radians(latitude), math.radians(longitude - central)
    e = math.sqrt(geodesy.F * (2 - geodesy.F))
    t = math.sinh(math.atanh(math.sin(phi)) - e * math.atanh(e * math.sin(phi)))
    xi, eta = math.atan2(t, math.cos(lam)), math.atanh(math.sin(lam) / math.sqrt(1 + t * t))
    north = xi + sum(a * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, a in enumerate(alphas, 1))
    east = eta + sum(a * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, a in enumerate(alphas, 1))
    return radius * north, 500_000 + radius * east


def test_the_datum_of_the_heading_decides() -> None:
    assert [datum_in(t) for t in ("经度(GCJ-02)", "百度经度", "经度(WGS84)", "X(西安80)", "经度")] == [
        "gcj02", "bd09", "cgcs2000", "other", ""]  # fmt: skip
    with pytest.raises(Unreadable):
        place_of("112.5822", "22.175", "other")
    for datum in ("gcj02", "bd09"):
        place, remarks = place_of("112.5822", "22.175", datum)
        assert place is not None
        distance = math.hypot(float(place[0]) - 112.5822, float(place[1]) - 22.175) * 111_000
        assert 300 < distance < 1500
        assert remarks[-1].code == "place.shifted"
    east, north = geodesy.from_gcj02(112.5822, 22.175)
    shift = geodesy._shift(east, north)
    assert abs(east + shift[0] - 112.5822) < 1e-7
    assert abs(north + shift[1] - 22.175) < 1e-7


def test_letters_in_a_credit_code_are_remarked_on_and_never_repaired() -> None:
    right = "91110000600037341L"
    wrong = right.replace("0", "O", 1)
    assert cell(ColumnKind.CREDIT_CODE, wrong) == (wrong, ["credit.confused"])
    assert cell(ColumnKind.CREDIT_CODE, right) == (right, [])
    for masked in ("91440785MA****0003", "91440785●●●●00003X", "91440785XXXX00003X"):
        assert cell(ColumnKind.CREDIT_CODE, masked)[1] == ["credit.masked"]
    assert cell(ColumnKind.CREDIT_CODE, "91440785MA****00031") == (None, ["credit.length"])


@settings(max_examples=60, deadline=None)
@given(text=st.one_of(
    st.text(max_size=18),
    st.lists(st.sampled_from(["A", " ", "´", "\u0301", "-", "—", "ß", "ΐ", "／", "无", "（", "\u200b", "ﬁ", "1"]), max_size=6).map("".join),
))  # fmt: skip
def test_a_number_once_read_is_read_the_same_again_and_never_becomes_nothing(text: str) -> None:
    for kind in (ColumnKind.CODE, ColumnKind.CREDIT_CODE):
        value, codes = cell(kind, text)
        if isinstance(value, str) and value:
            assert cell(kind, value)[0] == value
        elif folded(plain(text)) not in NONE_WORDS:
            assert codes, text


def test_an_accent_behind_a_letter_grows_together_with_it_once() -> None:
    assert numbered("A´") == numbered(numbered("A´")) == "Á"
