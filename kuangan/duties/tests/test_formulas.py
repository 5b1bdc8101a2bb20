"""Nothing that people type becomes a formula in what the product writes out: one look at every export there is."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from kuangan.duties.tests.web_stage import Scene
from kuangan.foundation.exchange.columns import Column, SheetSpec
from kuangan.foundation.exchange.objections import Issue
from kuangan.foundation.exchange.writing import BadRow, Heading, write_bad_rows, write_csv, write_ledger
from kuangan.registry.models import Authority, Contractor, Enterprise, Mine, Person

pytestmark = pytest.mark.django_db
EVIL = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠A1", "=cmd|' /C calc'!A0")  # noqa: RUF001
LISTS = ("mines", "enterprises", "authorities", "agencies", "contractors", "people", "licences")
LOOKED_AT = {
    *(f"registry:export {name}" for name in LISTS), "registry:import_form", "duties:export", "duties:board_export",
    "hazards:export", "hazards:figures_export", "hazards:closed_export", "hazards:import_form",
}  # fmt: skip
ELSEWHERE = {
    "registry:import_bad_rows": "written by write_bad_rows, looked at below",
    "registry:export_fetch": "written by write_ledger_to, as the lists are",
    "hazards:two_lists_export": "needs a mine in the address; test_lists of hazards looks at it",
    "hazards:import_bad_rows": "written by write_bad_rows, looked at below",
    "standards:export": "official texts, written by write_ledger",
    "access:audit_export": "a zip of JSON lines, which no spreadsheet opens",
}
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets_of(content: bytes) -> Iterator[ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                yield ElementTree.fromstring(book.read(name))


def risky(text: str) -> bool:
    return bool(re.match(r"'*[=+\-@\t\r\n＝＋－＠]", text))  # noqa: RUF001


def check_workbook(content: bytes) -> int:
    """No formula anywhere, and every risky text is marked as text; returns how many risky ones were seen."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        styles = ElementTree.fromstring(book.read("xl/styles.xml"))
        shared = book.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in book.namelist() else b"<sst/>"
    texts = ["".join(item.itertext()) for item in ElementTree.fromstring(shared)]
    marked = [one.get("quotePrefix") == "1" for one in styles.find(f"{_NS}cellXfs") or ()]
    seen = 0
    for sheet in sheets_of(content):
        assert not sheet.findall(f".//{_NS}f"), "a formula"
        for cell in sheet.iter(f"{_NS}c"):
            text = "".join(cell.itertext())
            text = (texts[int(text)] if cell.get("t") == "s" else text).replace("_x000D_", "\r")
            if cell.get("t") in ("s", "inlineStr") and risky(text):
                seen += 1
                assert marked[int(cell.get("s", "0"))], text
    return seen


def exports_by_name(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from exports_by_name(one, f"{one.namespace}:" if one.namespace else space)
        elif one.name and ("export" in one.name or ".xlsx" in str(one.pattern) or ".csv" in str(one.pattern)):
            yield f"{space}{one.name}"


def test_every_export_of_the_product_is_known_here() -> None:
    pages = {"registry:my_exports"}
    known = {name.split(" ")[0] for name in LOOKED_AT} | set(ELSEWHERE) | pages
    found = {name for name in exports_by_name() if not name.startswith(("api", "v1"))}
    assert found <= known, "look at the new export too"


def test_no_export_turns_what_people_type_into_a_formula(scene: Scene) -> None:
    for number, model in enumerate((Mine, Enterprise, Person, Authority, Contractor)):
        for row in model._base_manager.all():
            row.name = f"{EVIL[(number + row.pk) % len(EVIL)]}{row.pk}"  # type: ignore[attr-defined]
            row.save(update_fields=["name"])
    client, seen = scene.as_("city"), 0
    for name in sorted(LOOKED_AT):
        address, _space, argument = name.partition(" ")
        answer: Any = client.get(reverse(address, args=[argument] if argument else []), {"state": "all", "q": ""})
        assert answer.status_code == 200, name
        seen += check_workbook(answer.content)
    assert seen > 10


def test_headings_units_bad_rows_and_csv_are_texts_too() -> None:
    for evil in EVIL:
        spec = SheetSpec("test", evil, (Column("a", evil), Column("b", "列"), Column("c", "列"), Column("d", "列")))
        heading = Heading(title=evil, unit=evil, day=evil, signatures=(evil,))
        assert check_workbook(write_ledger(spec, [{"a": evil}], heading)) >= 4
        bad = BadRow(3, {"a": evil}, [Issue(3, "A3", evil, "text.lost", {}, evil)], {evil: evil})
        assert check_workbook(write_bad_rows(spec, [bad])) >= 2
        lines = write_csv(spec, [{"a": evil}]).decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n")
        assert not any(risky(cell) and not cell.startswith("'") for cell in re.findall(r'"?([^",]+)', lines))
