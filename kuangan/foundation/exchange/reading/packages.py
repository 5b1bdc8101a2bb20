"""Workbooks that are zip packages (.xlsx, .xlsm): opened, thinned out and handed to the reader.

Only the parts that hold cells are taken: macros, links, pictures and queries never leave the zip.
"""

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree  # nosec B405 - entities are refused before any part is parsed

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from kuangan.foundation.exchange.reading.limits import Deadline, Limits, too_big
from kuangan.foundation.exchange.reading.sheets import Row, Sheet, Workbook
from kuangan.foundation.exchange.reading.thinning import Thinned, thin
from kuangan.foundation.kernel.errors import Refused

MARKS = "_kuangan"
_KEPT = ("[content_types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")
_STRINGS = "xl/sharedstrings.xml"
_WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read(data: bytes, limits: Limits, deadline: Deadline) -> Workbook:
    """Read an xlsx or xlsm package; anything else that is a zip is refused by name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_directory(package, limits)
            slim, thinned, texts = _thin_package(package, limits, deadline)
        return _read_slim(slim, thinned, texts, limits, deadline)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ElementTree.ParseError, CalamineError):
        raise Refused(_("The workbook is damaged. Open it in WPS or Excel and save it again as .xlsx.")) from None


def _check_directory(package: zipfile.ZipFile, limits: Limits) -> None:
    entries = package.infolist()
    names = {entry.filename.lower() for entry in entries}
    if len(entries) > limits.entries or len(names) != len(entries):
        raise too_big(_("%(count)d parts") % {"count": len(entries)})
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(_("The workbook is protected by a password. Remove the password and save it again."))
    if "xl/workbook.bin" in names:
        raise Refused(_("The binary format .xlsb is not read. Open it in WPS or Excel and save it as .xlsx."))
    if "word/document.xml" in names:
        raise Refused(_("This is a Word document. Copy its table into a workbook and save it as .xlsx."))
    if "content.xml" in names:
        raise Refused(_("The OpenDocument format is not read. Open it in WPS or Excel and save it as .xlsx."))
    if "xl/workbook.xml" not in names:
        raise Refused(_("This is an archive, not a workbook. Unpack it and choose the table inside."))


def _thin_package(
    package: zipfile.ZipFile, limits: Limits, deadline: Deadline
) -> tuple[io.BytesIO, dict[str, Thinned], dict[str, bytes]]:
    slim = io.BytesIO()
    thinned: dict[str, Thinned] = {}
    texts: dict[str, bytes] = {}
    unpacked = kept = 0
    with zipfile.ZipFile(slim, "w", zipfile.ZIP_STORED) as out:
        for entry in package.infolist():
            name = entry.filename.replace("\\", "/").lower()
            if name in _KEPT or name == _STRINGS:
                body = _whole(package, entry, limits, deadline)
                texts[name] = body if name in _KEPT else b""
            elif _WORKSHEET.fullmatch(name):
                with package.open(entry) as stream:
                    found = thin(stream, limits, deadline, budget=limits.worksheets - unpacked)
                body = found.body
                thinned[name] = found
                unpacked += found.unpacked
            else:
                continue
            kept += len(body)
            if kept > limits.kept or len(thinned) > limits.sheets:
                raise too_big(_("%(size)d MB") % {"size": kept // 2**20})
            out.writestr(entry.filename, body)
    slim.seek(0)
    return slim, thinned, texts


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
    slim: io.BytesIO, thinned: dict[str, Thinned], texts: dict[str, bytes], limits: Limits, deadline: Deadline
) -> Workbook:
    parts = _parts(texts)
    book = CalamineWorkbook.from_filelike(slim)
    sheets: list[Sheet] = []
    marks: dict[str, str] = {}
    for meta in book.sheets_metadata:
        found = thinned.get(parts.get(meta.name, ""))
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
    date1904 = re.search(rb'date1904\s*=\s*["\'](1|true)', texts.get("xl/workbook.xml", b"")) is not None
    return Workbook("xlsx", sheets, date1904=date1904, marks=marks)


def _parts(texts: dict[str, bytes]) -> dict[str, str]:
    """Map sheet names to their parts by the workbook's own relations."""
    relations = ElementTree.fromstring(texts["xl/_rels/workbook.xml.rels"])  # noqa: S314  # nosec B314 - entities are refused before
    targets = {item.get("Id", ""): item.get("Target", "") for item in relations}
    book = ElementTree.fromstring(texts["xl/workbook.xml"])  # noqa: S314  # nosec B314 - entities are refused before
    found = {}
    for item in book.iter():
        if item.tag.rpartition("}")[2] == "sheet":
            relation = next((value for key, value in item.items() if key == _REL or key.endswith("}id")), "")
            target = targets.get(relation, "").replace("\\", "/").lower()
            found[item.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
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
