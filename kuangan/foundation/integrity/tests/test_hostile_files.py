"""Files that mean harm: refused with a sentence, or kept as what no browser runs; memory and time stay bounded."""

import io
import os
import resource
import struct
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.exchange.reading import read as read_table
from kuangan.foundation.integrity import files
from kuangan.foundation.integrity.files import pictures, shelves, sniffing
from kuangan.foundation.integrity.files.names import clean_name
from kuangan.foundation.integrity.files.sweeping import ASIDE, sweep_files
from kuangan.foundation.integrity.models import AuditEvent, StoredFile
from kuangan.foundation.integrity.tests.test_files import package, photo, upload, workbook
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused

pytestmark = pytest.mark.django_db
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
MEMORY, SECONDS = 700 << 20, 30
TABLE = "xl/workbook.xml"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def huge_png() -> bytes:
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(2_000_000)))
        + chunk(b"IEND", b"")
    )


def animation(form: str, frames: int) -> bytes:
    first, *rest = [Image.new("RGB", (16, 16), (n % 256, 0, 0)) for n in range(frames)]
    out = io.BytesIO()
    first.save(out, form, save_all=True, append_images=rest, **({"quality": 1} if form == "WEBP" else {}))
    return out.getvalue()


def many_parts(count: int) -> bytes:
    return package({"[Content_Types].xml": b"<Types/>", TABLE: b"<w/>", **{f"x/{n}": b"" for n in range(count)}})


def long_list() -> bytes:
    return package({"[Content_Types].xml": b" " * 3_000_000, TABLE: b"<workbook/>"})


def nested() -> bytes:
    inner = package({"a": bytes(60_000_000)})
    return package({"a.xlsx": inner, "b.xlsx": inner})


KEPT: dict[str, tuple[str, Callable[[], bytes]]] = {
    "png of 50,000 × 50,000": ("a.png", huge_png),
    "tiff": ("a.tif", lambda: b"II*\x00" + bytes(2000)),
    "gif of a thousand pictures": ("a.gif", lambda: animation("GIF", 1000)),
    "webp of a thousand pictures": ("a.webp", lambda: animation("WEBP", 1000)),
    "heic that is cut off": ("a.heic", lambda: photo(64, 48, "HEIF")[:200]),
    "jpeg that is cut off": ("a.jpg", lambda: photo()[:3000]),
    "archive of six thousand parts": ("a.xlsx", lambda: many_parts(6000)),
    "archive with an endless list": ("a.xlsx", long_list),
    "archive that unfolds": ("a.xlsx", lambda: workbook(**{"xl/a.xml": bytes(60_000_000)})),
    "archive in an archive": ("a.xlsx", nested),
    "word with macros": ("a.docm", lambda: package({
        "[Content_Types].xml": b"vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml": b"<w/>"})),
    "excel with macros": ("a.xlsm", lambda: workbook(**{"xl/vbaProject.bin": b"x"})),
    "excel with macros under a plain name": ("a.xlsx", lambda: workbook(**{"xl/vbaproject_1.BIN": b"x"})),
    "excel with macros of the old sort": ("a.xlsx", lambda: workbook(**{"xl/macrosheets/sheet1.xml": b"x"})),
    "old excel with macros": ("a.xls", lambda: OLE + "Workbook _VBA_PROJECT".encode("utf-16-le")),
    "program behind two endings": ("承诺书.pdf.exe", lambda: b"MZ\x90\0" + bytes(100)),
    "page behind two endings": ("现场.jpg.html", lambda: photo(40, 30)),
    "script in a picture's name": ("<script>alert(1)</script>.svg", lambda: b"<svg onload='alert(1)'/>"),
    "nothing": ("../../etc/passwd", lambda: b""),
}  # fmt: skip
STRINGS_LED = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" '
    b'Target="sharedStrings.xml"/></Relationships>'
)
"""A part is read when a relation leads to it; one that nothing leads to stays in the archive."""
READ: dict[str, Callable[[], bytes]] = {
    "csv of one endless line": lambda: b"a," * 5_000_000,
    "csv of one endless cell": lambda: b'"' + b"a" * 10_000_000,
    "csv of an endless column": lambda: b"a\n" * 250_000,
    "archive of six thousand parts": lambda: many_parts(6000),
    "billion laughs": lambda: workbook(**{
        "xl/_rels/workbook.xml.rels": b"<!DOCTYPE r [<!ENTITY a 'aaaa'>]><r>&a;</r>", TABLE: b"<workbook/>"}),
    "entity from elsewhere": lambda: workbook(**{
        "xl/_rels/workbook.xml.rels": STRINGS_LED,
        "xl/sharedStrings.xml": b"<!DOCTYPE s [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><sst>&x;</sst>"}),
    "archive that is cut off": lambda: workbook(**{"xl/worksheets/sheet1.xml": os.urandom(9000)})[:4000],
}  # fmt: skip


def refused_within_bounds(work: Callable[[], object]) -> str:
    """What `work` is refused with, in a child that may not take much memory or time; "" when it is not refused."""
    down, up = os.pipe()
    if child := os.fork():
        os.close(up)
        with os.fdopen(down, "rb") as said:
            told = said.read().decode()
        assert os.waitpid(child, 0)[1] == 0, "ended by the limits, or by an error"
        return told
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (pages + MEMORY, pages + MEMORY))
        used = int(time.process_time()) + SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (used, used))
        work()
        os._exit(0)
    except Refused as refusal:
        os.write(up, str(refusal).encode())
        os._exit(0)
    except BaseException:
        os._exit(1)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a process are Linux's")
@pytest.mark.parametrize("case", KEPT)
def test_a_hostile_upload_is_refused_with_a_sentence_within_bounds(case: str, tmp_path: Path) -> None:
    name, build = KEPT[case]
    content = build()
    with pytest.raises(Refused) as refusal:
        files.keep(upload(name, content))
    assert len(str(refusal.value)) > 8 and "/etc/" not in str(refusal.value)
    assert not StoredFile.objects.exists()
    path = tmp_path / "content"
    path.write_bytes(content)

    def look() -> None:
        found = sniffing.sniff(path, name)
        if found in files.IMAGES:
            pictures.look_at(path, str(found))
        raise Refused("not taken" if found is None else "by its name")

    assert refused_within_bounds(look)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a process are Linux's")
@pytest.mark.parametrize("case", READ)
def test_a_hostile_table_is_refused_with_a_sentence_within_bounds(case: str) -> None:
    content = READ[case]()
    assert len(refused_within_bounds(lambda: read_table(content, "a.xlsx"))) > 12


def test_macros_are_refused_also_when_the_table_has_been_read() -> None:
    for content in (workbook(**{"xl/vbaProject.bin": b"x"}), OLE + "Workbook _VBA_PROJECT".encode("utf-16-le")):
        with pytest.raises(Refused, match=r"宏|macros"):
            files.keep(upload("a.xlsx", content), judged=sniffing.XLSX)


def test_what_hides_in_a_picture_is_not_in_its_preview_and_never_shown() -> None:
    archive = package({"evil.html": b"<script>alert(1)</script>"})
    stored = files.keep(upload("现场.jpg", photo(400, 300) + b"<script>alert(1)</script>" + archive))
    preview = shelves.preview_shelf(stored.sha256).read_bytes()
    assert b"<script>" not in preview and b"PK\x03\x04" not in preview
    assert files.serve(stored, "现场.jpg")["Content-Disposition"].startswith("attachment;")


def test_a_pdf_with_a_script_is_handed_out_as_a_download_only() -> None:
    stored = files.keep(upload("a.pdf", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"))
    response = files.serve(stored, "a.pdf")
    assert (
        response["Content-Disposition"].startswith("attachment;") and "sandbox" in response["Content-Security-Policy"]
    )


@pytest.mark.parametrize(
    ("name", "clean"),
    [("../../etc/passwd", "passwd"), ("C:\\a\\名录.xlsx", "名录.xlsx"), ("a\u202exslx.exe", "axslx.exe"),
     ("名\x00录\r\n.csv", "名录.csv"), (" .. ", ""), ("长" * 300 + ".xlsx", "长" * 115 + ".xlsx")],
)  # fmt: skip
def test_names_lose_folders_and_hidden_marks(name: str, clean: str) -> None:
    assert clean_name(name) == clean


SYSTEM = Actor.system("sweeper")


def older(path: Path, days: float) -> None:
    moment = clock.real_now().timestamp() - days * 86_400
    os.utime(path, (moment, moment))


@pytest.fixture
def contents() -> Iterator[tuple[StoredFile, Path, Path]]:
    """A content with its row, and one whose row was rolled back."""
    stored = files.keep(upload("a.pdf", b"%PDF-1.7 kept"))
    lost = files.keep(upload("b.pdf", b"%PDF-1.7 lost"))
    place = shelves.shelf(lost.sha256)
    lost.delete()
    older(shelves.shelf(stored.sha256), 30)
    yield stored, shelves.shelf(stored.sha256), place


def test_what_nothing_refers_to_goes_after_two_days_and_is_recorded(contents: tuple[StoredFile, Path, Path]) -> None:
    _stored, kept, lost = contents
    assert not any(sweep_files(SYSTEM).values()), "too young"
    older(lost, 2)
    assert sweep_files(SYSTEM)["set_aside"] == 1
    aside = lost.parents[2] / ASIDE / lost.name
    assert aside.exists() and not lost.exists()
    older(aside, 2)
    assert sweep_files(SYSTEM)["taken_away"] == 1
    assert kept.exists() and not aside.exists()
    assert AuditEvent.rows.filter(kind="integrity.files_swept").count() == 2


def test_what_has_got_a_row_meanwhile_is_put_back(contents: tuple[StoredFile, Path, Path]) -> None:
    _stored, _kept, lost = contents
    older(lost, 2)
    sweep_files(SYSTEM)
    row = StoredFile.objects.create(sha256=lost.name, size=13, media_type="application/pdf")
    assert sweep_files(SYSTEM)["put_back"] == 1
    assert files.is_intact(row)


def test_a_content_with_a_row_is_never_swept_however_old(contents: tuple[StoredFile, Path, Path]) -> None:
    stored, kept, _lost = contents
    older(kept, 3000)
    for _round in range(3):
        sweep_files(SYSTEM)
    assert files.is_intact(stored)


def test_an_upload_of_the_same_content_makes_it_young_again(contents: tuple[StoredFile, Path, Path]) -> None:
    _stored, _kept, lost = contents
    older(lost, 2)
    again = files.keep(SimpleUploadedFile("b.pdf", b"%PDF-1.7 lost"))
    again.delete()  # as if its transaction had not committed yet
    assert sweep_files(SYSTEM)["set_aside"] == 0
    assert lost.exists()
