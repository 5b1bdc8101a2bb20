"""Files: stored once, typed by content, never a page; the hostile set stays outside."""

import io
import os
import stat
import struct
import zipfile
import zlib

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image

from kuangan.foundation.integrity import files
from kuangan.foundation.integrity.files import decoder, shelves
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import children
from kuangan.foundation.kernel.errors import Refused

pytestmark = pytest.mark.django_db
pillow_heif.register_heif_opener()
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def upload(name: str, content: bytes, declared: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=declared)


def photo(width: int = 2400, height: int = 1800, form: str = "JPEG", exif: Image.Exif | None = None) -> bytes:
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, form, **({"exif": exif} if exif else {}))
    return buffer.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def workbook(**more: bytes) -> bytes:
    return package({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>", **more})


def from_a_phone() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "HUAWEI\0", "Mate 60", 6
    exif.get_ifd(0x8769)[0x9003] = "2023:07:20 09:15:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 11.0, 30.0), 3: "E", 4: (112.0, 18.0, 0.0)})
    return exif


def test_same_content_is_stored_once_and_is_what_its_hash_says() -> None:
    first, second = files.keep(upload("a.jpg", photo())), files.keep(upload("b.jpeg", photo()))
    assert first == second and StoredFile.objects.count() == 1
    assert files.is_intact(first)
    with files.read(first) as stream:
        assert stream.read() == photo()


def test_stored_file_is_never_executable_and_nothing_is_left_behind() -> None:
    stored = files.keep(upload("a.jpg", photo()))
    place = shelves.shelf(stored.sha256)
    assert place.parts[-3:] == (stored.sha256[:2], stored.sha256[2:4], stored.sha256)
    assert not place.stat().st_mode & (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    assert os.listdir(shelves.incoming().parent) == []


def test_refused_upload_leaves_no_file_and_no_row() -> None:
    with pytest.raises(Refused):
        files.keep(upload("a.jpg", b"<html>"))
    assert os.listdir(shelves.incoming().parent) == [] and not StoredFile.objects.exists()


def test_changed_content_is_noticed() -> None:
    stored = files.keep(upload("a.jpg", photo()))
    with shelves.shelf(stored.sha256).open("ab") as stream:
        stream.write(b"!")
    assert not files.is_intact(stored)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.png", photo(40, 30, "PNG"), "image/png"),
        ("a.webp", photo(40, 30, "WEBP"), "image/webp"),
        ("a.heic", photo(64, 48, "HEIF"), "image/heic"),
        ("承诺书.pdf", b"%PDF-1.7\n%...", "application/pdf"),
        ("台账.xlsx", workbook(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("旧台账.xls", _OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
        ("旧报告.doc", _OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
    ],
)
def test_type_is_read_from_the_content(name: str, content: bytes, found: str) -> None:
    assert files.keep(upload(name, content)).media_type == found


def test_text_in_gb18030_is_taken_where_text_is_wanted() -> None:
    stored = files.keep(upload("名录.csv", "矿山,县\n石龙,恩平".encode("gb18030"), "text/csv"), allowed=files.SHEETS)
    assert stored.media_type == "text/csv"


HOSTILE = {
    "html as jpg": ("photo.jpg", b"<!doctype html><script>alert(1)</script>", "image/jpeg"),
    "svg": ("plan.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml"),
    "svg as png": ("plan.png", b"<?xml version='1.0'?><svg onload='alert(1)'/>", "image/png"),
    "html as csv": ("list.csv", b"a,b\n<script>alert(1)</script>", "text/csv"),
    "polyglot pdf behind html": ("a.pdf", b"<html><!--%PDF-1.4", "application/pdf"),
    "jpeg under the name of a page": ("a.html", photo(40, 30), "image/jpeg"),
    "jpeg declared as a page": ("a.jpg", photo(40, 30), "text/html"),
    "pdf with a picture's name": ("a.jpg", b"%PDF-1.7\n", "image/jpeg"),
    "archive": ("a.zip", package({"a.txt": b"a"}), "application/zip"),
    "archive as xlsx": ("a.xlsx", package({"a.txt": b"a"}), ""),
    "macro workbook": ("a.xlsm", workbook(**{"xl/vbaProject.bin": b"x"}), ""),
    "macro workbook renamed": ("a.xlsx", workbook(**{"xl/vbaProject.bin": b"x"}), ""),
    "old macro workbook": ("a.xls", _OLE + "Workbook _VBA_PROJECT".encode("utf-16-le"), ""),
    "zip bomb": ("a.xlsx", workbook(**{"xl/sheet1.xml": b"\0" * 60_000_000}), ""),
    "broken archive": ("a.docx", b"PK\x03\x04 nothing", ""),
    "truncated photo": ("a.jpg", photo()[:2000], "image/jpeg"),
    "program": ("setup.exe", b"MZ\x90\0", ""),
    "empty": ("a.pdf", b"", "application/pdf"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_file_is_refused_with_a_sentence(case: str) -> None:
    name, content, declared = HOSTILE[case]
    with pytest.raises(Refused) as refusal:
        files.keep(upload(name, content, declared), allowed=files.IMAGES | files.DOCUMENTS | files.TEXTS)
    assert len(str(refusal.value)) > 8
    assert not StoredFile.objects.exists()


def test_picture_bomb_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n"
    for kind, content in ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1_000_000))), (b"IEND", b"")):
        bomb += struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    for module, door in ((decoder, "draw"), (children, "run")):
        monkeypatch.setattr(module, door, lambda *_given, **_named: pytest.fail("decoded"))
    with pytest.raises(Refused):
        files.keep(upload("a.png", bomb))


def test_too_large_upload_stops_on_the_way_in() -> None:
    with pytest.raises(Refused):
        files.keep(upload("a.pdf", b"%PDF-" + b"0" * 2_000_000), max_bytes=1_000_000)


def test_camera_data_are_kept_aside_and_the_preview_has_none() -> None:
    stored = files.keep(upload("现场.jpg", photo(2400, 1800, exif=from_a_phone())))
    assert stored.exif["taken_at"] == "2023:07:20 09:15:00" and stored.exif["device"] == "HUAWEI Mate 60"
    assert (stored.exif["latitude"], stored.exif["longitude"]) == (22.191667, 112.3)
    with Image.open(shelves.preview_shelf(stored.sha256)) as preview:
        assert preview.size == (1200, 1600), "turned upright and made smaller"
        assert preview.format == "JPEG" and not preview.getexif() and "exif" not in preview.info
    assert (stored.width, stored.height) == (1800, 2400)


def test_fingerprint_finds_the_same_photo_saved_again() -> None:
    first = files.keep(upload("a.jpg", photo()))
    again = files.keep(upload("b.png", photo(1200, 900, "PNG")))
    differing = (int(first.fingerprint, 16) ^ int(again.fingerprint, 16)).bit_count()
    assert first != again and differing <= 4


def test_download_is_an_attachment_that_no_browser_shows() -> None:
    response = files.serve(files.keep(upload("承诺书.pdf", b"%PDF-1.7\n")), "承诺书.pdf")
    assert response["Content-Disposition"].startswith("attachment;") and "utf-8''" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_preview_is_inline_jpeg_and_only_for_pictures() -> None:
    response = files.serve(files.keep(upload("a.png", photo(40, 30, "PNG"))), "a.png", preview=True)
    assert response["Content-Type"] == "image/jpeg" and response["Content-Disposition"].startswith("inline")
    with pytest.raises(Http404):
        files.serve(files.keep(upload("a.pdf", b"%PDF-1.7\n")), "a.pdf", preview=True)
