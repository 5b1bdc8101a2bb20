"""Workbooks that are zip packages (.xlsx, .xlsm): opened, thinned out and handed to the reader.

Parts are found by the relations of the package, whatever they are called and wherever they lie. Only those that hold
cells are taken, under the names that the reader expects; what else a file carries stays in the zip and is named.
"""

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree  # nosec B405 - entities are refused before any part is parsed
from xml.sax.saxutils import quoteattr  # nosec B406 - writes attributes, parses nothing

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from kuangan.foundation.exchange.reading import besides
from kuangan.foundation.exchange.reading.limits import Deadline, Limits, too_big
from kuangan.foundation.exchange.reading.sheets import Row, Sheet, Workbook
from kuangan.foundation.exchange.reading.thinning import Thinned, thin
from kuangan.foundation.integrity.files import relations
from kuangan.foundation.kernel.errors import Refused

MARKS = "_kuangan"
USUAL = "xl/workbook.xml"
_PLACES = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedStrings.xml"}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_REL = f"{{{_OFFICE}}}id"
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, ElementTree.ParseError, CalamineError,
)  # fmt: skip


def read(data: bytes, limits: Limits, deadline: Deadline) -> Workbook:
    """Read an xlsx or xlsm package; anything else that is a zip is refused by name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            main = _main_part(package, limits)
            slim, thinned, text = _thin_package(package, main, limits, deadline)
            foreign = besides.named(package, main, thinned)
        return _read_slim(slim, thinned, text, foreign, limits, deadline)
    except _DAMAGED:
        raise Refused(_("The workbook is damaged. Open it in WPS or Excel and save it again as .xlsx.")) from None


def _main_part(package: zipfile.ZipFile, limits: Limits) -> str:
    """The part that the package says it is about; Refused, with what it is, when that is no workbook of cells."""
    entries = package.infolist()
    names = {entry.filename.replace("\\", "/").lower() for entry in entries}
    if len(entries) > limits.entries or len(names) != len(entries):
        raise too_big(_("%(count)d parts") % {"count": len(entries)})
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(_("The workbook is protected by a password. Remove the password and save it again."))
    main = relations.main_part(package)
    told = relations.type_of(package, main) if main else ""
    if "sheet.binary" in told or main.endswith(".bin") or "xl/workbook.bin" in names:
        raise Refused(_("The binary format .xlsb is not read. Open it in WPS or Excel and save it as .xlsx."))
    if "spreadsheetml" in told or "ms-excel" in told:
        return main
    if "word" in told or "word/document.xml" in names:
        raise Refused(_("This is a Word document. Copy its table into a workbook and save it as .xlsx."))
    if "content.xml" in names:
        raise Refused(_("The OpenDocument format is not read. Open it in WPS or Excel and save it as .xlsx."))
    if USUAL not in names:
        raise Refused(_("This is an archive, not a workbook. Unpack it and choose the table inside."))
    return USUAL


def _thin_package(
    package: zipfile.ZipFile, main: str, limits: Limits, deadline: Deadline
) -> tuple[io.BytesIO, dict[str, Thinned], bytes]:
    """The parts with cells under their usual names; thinned worksheets by the key of their relation."""
    entries = {entry.filename.replace("\\", "/").lower(): entry for entry in package.infolist()}
    slim = io.BytesIO()
    thinned: dict[str, Thinned] = {}
    unpacked = kept = 0
    lines: list[str] = []
    text = _whole(package, entries[main.lower()], limits, deadline)
    with zipfile.ZipFile(slim, "w", zipfile.ZIP_STORED) as out:
        out.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        root = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="{USUAL}"/>'
        out.writestr("_rels/.rels", _led([root]))
        out.writestr(USUAL, text)
        for number, one in enumerate(relations.of(package, main), 1):
            entry = None if one.is_external else entries.get(one.target.lower())
            place = _PLACES.get(one.kind, f"xl/{one.kind}s/part{number}.xml")
            lines.append(
                f"<Relationship Id={quoteattr(one.key)} Type={quoteattr(f'{_OFFICE}/{one.kind}')}"
                f" Target={quoteattr(place.removeprefix('xl/'))}/>"
            )
            if entry is None or place in out.NameToInfo:
                continue
            if one.kind == "worksheet":
                with package.open(entry) as stream:
                    found = thin(stream, limits, deadline, budget=limits.worksheets - unpacked)
                body, found.part = found.body, one.target
                thinned[one.key] = found
                unpacked += found.unpacked
            elif one.kind in _PLACES:
                body = _whole(package, entry, limits, deadline)
            else:
                continue
            kept += len(body)
            if kept > limits.kept or len(thinned) > limits.sheets:
                raise too_big(_("%(size)d MB") % {"size": kept // 2**20})
            out.writestr(place, body)
        out.writestr("xl/_rels/workbook.xml.rels", _led(lines))
    slim.seek(0)
    return slim, thinned, text


def _led(lines: list[str]) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _whole(package: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits, deadline: Deadline) -> bytes:
    deadline.check()
    with package.open(entry) as stream:
        body = stream.read(limits.part + 1)
    if len(body) > limits.part:
        raise too_big(_("%(size)d MB") % {"size": len(body) // 2**20})
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body or b"\x00" in body[:4096]:
        raise Refused(_("The workbook holds XML entities, which no office program writes. Save it again as .xlsx."))
    return body


def _read_slim(
    slim: io.BytesIO, thinned: dict[str, Thinned], text: bytes, foreign: list[besides.Foreign],
    limits: Limits, deadline: Deadline,
) -> Workbook:  # fmt: skip
    keys = _keys(text)
    book = CalamineWorkbook.from_filelike(slim)
    sheets: list[Sheet] = []
    marks: dict[str, str] = {}
    for meta in book.sheets_metadata:
        found = thinned.get(keys.get(meta.name, ""))
        if found is None:
            continue
        deadline.check()
        sheet = _sheet(
            book.get_sheet_by_name(meta.name), meta.visible != SheetVisibleEnum.Visible, found, limits, deadline
        )
        if meta.name == MARKS:
            marks = {str(row.cells[0]): str(row.cells[1] or "") for row in sheet.rows if len(row.cells) > 1}
        else:
            sheets.append(sheet)
    date1904 = re.search(rb'date1904\s*=\s*["\'](1|true)', text) is not None
    parts = {thinned[key].part: name for name, key in keys.items() if key in thinned}
    return Workbook("xlsx", sheets, date1904=date1904, marks=marks, foreign=besides.notes(foreign, parts))


def _keys(text: bytes) -> dict[str, str]:
    """The key of its relation by the name of each sheet, as the workbook has it."""
    found: dict[str, str] = {}
    for item in ElementTree.fromstring(text).iter():  # noqa: S314  # nosec B314 - entities are refused before
        if item.tag.rpartition("}")[2] == "sheet":
            keys = (value for key, value in item.items() if key == _REL or key.endswith("}id"))
            found[item.get("name", "")] = next(keys, "")
    return found


def _sheet(raw: CalamineSheet, hidden: bool, found: Thinned, limits: Limits, deadline: Deadline) -> Sheet:
    left = (raw.start or (0, 0))[1]
    padding: list[object] = [None] * left
    rows: list[Row] = []
    for index, cells in enumerate(raw.iter_rows() if raw.start else ()):
        if index % 2000 == 0:
            deadline.check()
        values = [None if cell == "" else cell for cell in cells]
        if any(value is not None for value in values):
            rows.append(Row(index, padding + values))
            if len(rows) > limits.rows:
                raise too_big(
                    _("more than %(rows)d rows or %(columns)d columns")
                    % {"rows": limits.rows, "columns": limits.columns}
                )
    merged = [(top, start, bottom, end) for (top, start), (bottom, end) in raw.merged_cell_ranges or []]
    return Sheet(
        raw.name, rows, merged, found.formulas, found.failures, hidden, found.hidden_rows, found.hidden_columns
    )
