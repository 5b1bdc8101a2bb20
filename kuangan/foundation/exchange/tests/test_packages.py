"""A workbook is known by its relations, and what it carries beside its cells is named to whoever brings it."""
# ruff: noqa: E501 - parts of packages read better on one line

import io
import os
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.drawing.image import Image as Placed
from PIL import Image

from kuangan.foundation.exchange import notes
from kuangan.foundation.exchange.freezing import freeze, thaw
from kuangan.foundation.exchange.reading import read
from kuangan.foundation.exchange.tests import nasty
from kuangan.foundation.kernel.errors import Refused

EXAMPLES = int(os.environ.get("KUANGAN_FUZZ_EXAMPLES", "60"))
MAIN, SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
NAMES = st.from_regex(r"[a-z][a-z0-9]{0,8}(/[a-z][a-z0-9]{0,8}){0,3}", fullmatch=True)


def book(cells: list[list[object]], *, picture: str = "", link: str = "") -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "名录"
    for row in cells:
        sheet.append(row)
    if picture:
        drawn = io.BytesIO()
        Image.new("RGB", (9, 9)).save(drawn, "PNG")
        sheet.add_image(Placed(drawn), picture)
    if link:
        sheet[link].hyperlink = "https://elsewhere.example/list"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_parts(data: bytes, more: dict[str, str], changed: dict[str, tuple[str, str]]) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for entry in source.infolist():
            old, new = changed.get(entry.filename, ("", ""))
            package.writestr(
                entry.filename, source.read(entry).decode().replace(old, new, 1) if old else source.read(entry)
            )
        for name, body in more.items():
            package.writestr(name, body)
    return out.getvalue()


def relation(kind: str, target: str, *, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    inner = f'<Relationship Id="r77" Type="{nasty.OFFICE}/{kind}" Target="{target}"{mode}/>'
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def said(data: bytes) -> list[str]:
    return [notes.spell(note) for note in read(data).foreign]


@settings(max_examples=EXAMPLES, deadline=None)
@given(main=NAMES, sheet=NAMES, strings=NAMES)
def test_whatever_the_parts_are_called_the_cells_are_read(main: str, sheet: str, strings: str) -> None:
    plain = book([["矿山", "高度"], ["甲石场", 80]])
    names = {MAIN: f"a/{main}.xml", SHEET: f"b/{sheet}.xml", "xl/sharedStrings.xml": f"c/{strings}.xml"}
    (found,) = read(nasty.renamed(plain, names)).sheets
    assert (found.name, [row.cells for row in found.rows]) == ("名录", [["矿山", "高度"], ["甲石场", 80.0]])


@settings(max_examples=EXAMPLES, deadline=None)
@given(body=st.binary(max_size=60), which=st.sampled_from(["_rels/.rels", "[Content_Types].xml", MAIN, SHEET]),
       at=st.integers(0, 4000))  # fmt: skip
def test_a_package_with_a_spoiled_part_is_read_or_refused_and_never_a_fault(body: bytes, which: str, at: int) -> None:
    source = zipfile.ZipFile(io.BytesIO(book([["矿山"], ["甲"]])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for entry in source.infolist():
            held = source.read(entry)
            place = at % (len(held) + 1)
            package.writestr(entry.filename, held[:place] + body + held[place:] if entry.filename == which else held)
    try:
        read(out.getvalue())
    except Refused as refusal:
        assert len(str(refusal)) > 12


def test_a_document_of_words_is_told_from_a_workbook_by_its_type_not_its_names() -> None:
    data = with_parts(book([["矿山"]]), {"word/document.xml": "<a/>"}, {})
    assert read(data).sheets[0].name == "名录"
    words = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    sheets = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    with pytest.raises(Refused, match=r"Word"):
        read(with_parts(data, {}, {"[Content_Types].xml": (sheets, words)}))


def test_pictures_and_links_are_named_with_sheet_and_cell() -> None:
    told = said(book([["矿山"], ["甲"]], picture="D5", link="A2"))
    assert any("名录" in one and "A2" in one and "elsewhere.example" in one for one in told)
    assert any("名录" in one and "D5" in one for one in told)


def test_an_embedded_object_is_named_with_its_cell() -> None:
    shape = ('<oleObjects><oleObject progId="Package" shapeId="1" r:id="r77"><objectPr><anchor><from><xdr:col>2</xdr:col>'
             "<xdr:colOff>0</xdr:colOff><xdr:row>6</xdr:row></from></anchor></objectPr></oleObject></oleObjects></worksheet>")  # fmt: skip
    shape = shape.replace("<oleObjects>", f'<oleObjects xmlns:r="{nasty.OFFICE}" xmlns:xdr="x">')
    data = with_parts(
        book([["矿山"], ["甲"]]),
        {"xl/worksheets/_rels/sheet1.xml.rels": relation("oleObject", "../embeddings/o.bin"), "xl/embeddings/o.bin": "x"},
        {SHEET: ("</worksheet>", shape)},
    )  # fmt: skip
    (told,) = said(data)
    assert "名录" in told and "C7" in told


def test_a_formula_that_fetches_from_another_file_is_named_with_file_and_cell() -> None:
    data = with_parts(
        book([["矿山"], ["=[1]表!A1"]]),
        {"xl/externalLinks/externalLink1.xml": "<externalLink/>",
         "xl/externalLinks/_rels/externalLink1.xml.rels": relation("externalLinkPath", "上年台账.xlsx", outside=True)},
        {"xl/_rels/workbook.xml.rels": ("</Relationships>",
         f'<Relationship Id="r78" Type="{nasty.OFFICE}/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>')},
    )  # fmt: skip
    (told,) = said(data)
    assert "上年台账.xlsx" in told and "名录!A2" in told


def test_what_is_named_is_still_named_when_the_columns_are_chosen_later() -> None:
    held = read(book([["矿山"], ["甲"]], picture="D5"))
    assert thaw(freeze(held, held.sheets[0]))[0].foreign == held.foreign
