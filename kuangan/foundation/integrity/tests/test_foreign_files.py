"""Files as strangers' devices really write them: odd camera data, other endings, missing ends. Taken, never a fault."""

import io
import json
import struct
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kuangan.foundation.integrity import files
from kuangan.foundation.integrity.files import camera, decoder, pictures, shelves, sniffing
from kuangan.foundation.integrity.files.sniffing import DOC, DOCX, HEIC, JPEG, PDF, PNG, XLS, XLSX
from kuangan.foundation.integrity.tests.test_files import from_a_phone, package, photo, upload
from kuangan.foundation.kernel import children
from kuangan.foundation.kernel.errors import Busy, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.embedded, pytest.mark.filterwarnings("ignore::UserWarning")]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BYTE, TEXT, SHORT, LONG, RATIONAL, UNKNOWN, SIGNED, FLOAT, DOUBLE = 1, 2, 3, 4, 5, 7, 10, 11, 12
ORIENTATION, MAKER, MOMENT, DETAIL, PLACE = 0x0112, 0x010F, 0x0132, 0x8769, 0x8825


def exif(*entries: tuple[int, int, int, bytes]) -> bytes:
    """A camera's block with entries of (tag, type, count, bytes), however wrong."""
    head, body = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", len(entries)), b""
    start = 8 + 2 + 12 * len(entries) + 4
    for tag, kind, count, value in entries:
        placed = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack("<I", start + len(body))
        body += value if len(value) > 4 else b""
        head += struct.pack("<HHI", tag, kind, count) + placed
    return head + b"\0\0\0\0" + body


def with_exif(block: bytes) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(out, "JPEG", exif=block)
    return out.getvalue()


ODD = {
    "orientation as a fraction": (ORIENTATION, RATIONAL, 1, struct.pack("<II", 6, 1)),
    "orientation as a fraction of nothing": (ORIENTATION, RATIONAL, 1, struct.pack("<II", 6, 0)),
    "orientation as bytes": (ORIENTATION, UNKNOWN, 4, b"\xff\xfe\0\x01"),
    "orientation as text": (ORIENTATION, TEXT, 4, b"top\0"),
    "orientation that is no number": (ORIENTATION, FLOAT, 1, struct.pack("<f", float("nan"))),
    "orientation without end": (ORIENTATION, DOUBLE, 1, struct.pack("<d", float("inf"))),
    "orientation as a list": (ORIENTATION, SHORT, 3, struct.pack("<HHH", 6, 6, 6)),
    "orientation of 4711": (ORIENTATION, LONG, 1, struct.pack("<I", 4711)),
    "a maker with NUL and halves": (MAKER, TEXT, 12, b"\0\xd8\0\xff\xfeABC\0\0\0\0"),
    "a maker as a number": (MAKER, LONG, 1, struct.pack("<I", 2**31)),
    "a day that is none": (MOMENT, TEXT, 20, b"0000:00:00 00:00:00\0"),
    "a day as numbers": (MOMENT, SHORT, 6, struct.pack("<6H", 2023, 7, 20, 9, 15, 0)),
    "a detail that leads nowhere": (DETAIL, LONG, 1, struct.pack("<I", 2**32 - 1)),
    "a place as text": (PLACE, TEXT, 8, b"nowhere\0"),
    "a value beyond the file": (MAKER, TEXT, 2**31, b"\xff\xff\xff\x7f"),
}


@pytest.mark.parametrize("case", ODD)
def test_odd_camera_data_never_refuse_a_picture(case: str) -> None:
    stored = files.keep(upload("现场.jpg", with_exif(exif(ODD[case]))))
    stored.refresh_from_db()
    assert json.loads(json.dumps(stored.exif, allow_nan=False)) == stored.exif
    assert set(stored.exif) <= {"orientation"} or case.startswith("a maker")


def test_an_orientation_written_as_a_fraction_still_turns_the_picture() -> None:
    stored = files.keep(upload("现场.jpg", with_exif(exif(ODD["orientation as a fraction"]))))
    assert (stored.width, stored.height, stored.exif["orientation"]) == (30, 40, 6)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([ORIENTATION, MAKER, MOMENT, DETAIL, PLACE, 0x9003, 0x9011, 1, 2, 3, 4]),
            st.integers(0, 14), st.integers(0, 2**32 - 1), st.binary(max_size=24),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_whatever_a_camera_wrote_becomes_plain_values(entries: list[tuple[int, int, int, bytes]]) -> None:
    json.dumps(camera.data(exif(*entries)), allow_nan=False)


@pytest.mark.parametrize(
    ("parts", "side", "degrees"),
    [((22.0, 11.0, 30.0), "N", 22.191667), ((22.0, 11.0, 30.0), "s", -22.191667), ((22.0, 75.0, 0.0), "N", None),
     ((float("nan"), 0.0, 0.0), "N", None), ((91, 0, 0), "N", None), ("22", "N", None), ((22.5,), "N", None),
     ((b"\x16", b"\0", b"\0"), b"N", None)],
)  # fmt: skip
def test_a_place_is_read_or_it_is_not_there(parts: object, side: object, degrees: float | None) -> None:
    assert camera.degrees(parts, side, "S", 90) == degrees


TAKEN: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "jpeg that a phone calls heic": ("IMG_0001.HEIC", photo, JPEG),
    "png called jpg": ("截图.jpg", lambda: photo(40, 30, "PNG"), PNG),
    "heic called jpg": ("IMG_0002.jpg", lambda: photo(64, 48, "HEIF"), HEIC),
    "new table with the old ending": ("台账.xls", lambda: book("xl/workbook.xml"), XLSX),
    "old text with the new ending": ("报告.docx", lambda: OLE + "WordDocument".encode("utf-16-le"), DOC),
    "old table with the new ending": ("台账.xlsx", lambda: OLE + "Workbook".encode("utf-16-le"), XLS),
    "table whose part has another name": ("台账.xlsx", lambda: book("xl/workbook2.xml"), XLSX),
    "text whose part lies elsewhere": ("报告.docx", lambda: text("document/main.xml"), DOCX),
    "pdf behind a printer's words": ("承诺书.pdf", lambda: b"\x1b%-12345X@PJL\r\n" * 30 + b"%PDF-1.4\n1 0 obj", PDF),
    "pdf behind an empty line": ("承诺书.pdf", lambda: b"\xef\xbb\xbf\r\n%PDF-1.7\n", PDF),
    "jpeg without its end mark": ("a.jpg", lambda: photo(400, 300)[:-2], JPEG),
    "grey jpeg without its end mark": ("a.jpg", lambda: grey()[:-2], JPEG),
    "progressive jpeg without its end mark": ("a.jpg", lambda: progressive(400, 300)[:-2], JPEG),
    "jpeg with more behind its end": ("a.jpg", lambda: photo(400, 300) + b"\0" * 900, JPEG),
    "jpeg in four inks": ("a.jpg", lambda: saved(Image.new("CMYK", (40, 30)), "JPEG"), JPEG),
    "png of 16 bits": ("a.png", lambda: saved(Image.new("I;16", (40, 30), 40_000), "PNG"), PNG),
    "picture within a picture": ("a.jpg", lambda: saved(Image.new("RGB", (40, 30)), "MPO"), JPEG),
}


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def grey() -> bytes:
    return saved(Image.linear_gradient("L").resize((400, 300)), "JPEG")


def progressive(width: int, height: int) -> bytes:
    return saved(Image.linear_gradient("L").resize((width, height)).convert("RGB"), "JPEG", progressive=True)


def _package(main: str, kind: str) -> bytes:
    form = f"application/vnd.openxmlformats-officedocument.{kind}"
    types = f'<Types><Override PartName="/{main}" ContentType="{form}"/></Types>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = f'<Relationships><Relationship Id="r1" Type="{office}" Target="/{main}"/></Relationships>'
    return package({"[Content_Types].xml": types.encode(), "_rels/.rels": relations.encode(), main: b"<a/>"})


def book(main: str) -> bytes:
    return _package(main, "spreadsheetml.sheet.main+xml")


def text(main: str) -> bytes:
    return _package(main, "wordprocessingml.document.main+xml")


@pytest.mark.parametrize("case", TAKEN)
def test_a_harmless_oddity_is_taken_for_what_it_holds(case: str) -> None:
    name, build, found = TAKEN[case]
    stored = files.keep(upload(name, build()))
    assert stored.media_type == found
    ending = files.serve(stored, name)["Content-Disposition"].rstrip('"').rpartition(".")[2].lower()
    assert ending in sniffing.EXTENSIONS[found], "handed out under an ending that fits"


def test_a_picture_without_its_end_mark_is_drawn_whole() -> None:
    stored = files.keep(upload("a.jpg", photo(400, 300)[:-2]))
    with Image.open(shelves.preview_shelf(stored.sha256)) as drawn:
        low = drawn.convert("L").getpixel((200, 299))
    assert isinstance(low, int) and low > 240, "the last line of the gradient is nearly white"


@pytest.mark.parametrize("build", [lambda: photo()[:9000], lambda: progressive(2400, 1800)[:3000]])
def test_half_a_picture_is_refused(build: Callable[[], bytes]) -> None:
    with pytest.raises(Refused, match=r"损坏|damaged"):
        files.keep(upload("a.jpg", build()))


GIANTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "progressive jpeg of 90 million pixels": ("a.jpg", lambda: _claiming(progressive(64, 64), 9_500, 9_500)),
    "jpeg of a hundred passes": ("a.jpg", lambda: progressive(64, 64)[:-2] + b"\xff\xda\0\x08\1\1\0\1\1\0" * 100),
    "png of two pictures": ("a.png", lambda: saved(
        Image.new("RGB", (9, 9)), "PNG", save_all=True, append_images=[Image.new("RGB", (9, 9), "red")])),
    "webp of a large canvas": ("a.webp", lambda:
        b"RIFF\0\0\1\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xfe\x3f\0" * 2 + bytes(400)),
    "png of 61 million pixels": ("a.png", lambda: saved(Image.new("1", (7_900, 7_900)), "PNG")),
}  # fmt: skip


def _claiming(content: bytes, width: int, height: int) -> bytes:
    place = content.index(b"\xff\xc2") + 5
    return content[:place] + struct.pack(">HH", height, width) + content[place + 4 :]


@pytest.mark.parametrize("case", GIANTS)
def test_a_giant_is_refused_before_it_is_decoded(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, door in ((decoder, "draw"), (children, "run")):
        monkeypatch.setattr(module, door, lambda *_given, **_named: pytest.fail("decoded"))
    name, build = GIANTS[case]
    with pytest.raises(Refused, match=r"像素|动图|层|pixels|animation|layers"):
        files.keep(upload(name, build()))


def test_a_dear_picture_is_drawn_by_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder, "draw", lambda *_given: pytest.fail("drawn here"))
    stored = files.keep(upload("a.png", saved(Image.new("RGBA", (3_000, 3_000), (9, 9, 9, 90)), "PNG")))
    with Image.open(shelves.preview_shelf(stored.sha256)) as drawn:
        assert drawn.size == (1600, 1600) and stored.width == 3_000 and stored.fingerprint


def test_what_a_process_of_its_own_draws_is_what_this_one_draws(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(photo(2400, 1800, exif=from_a_phone()))
    here = pictures.look_at(path, JPEG)
    size, raw, small = pictures._drawn_apart(path, JPEG, 10**8)
    assert size == (2400, 1800) and camera.data(raw) == here.exif and here.exif["orientation"] == 6
    assert pictures.fingerprint(small.transpose(Image.Transpose.ROTATE_270)) == here.fingerprint


def test_who_comes_while_another_is_drawn_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "PATIENCE", 0.0)
    content = saved(Image.new("RGBA", (3_000, 3_000)), "PNG")
    with children._turn("pictures"), pytest.raises(Busy, match=r"一分钟|minute"):
        files.keep(upload("a.png", content))
    assert files.keep(upload("a.png", content)).width == 3_000, "the turn is given back"


def test_dear_pictures_are_drawn_one_after_the_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    together: list[int] = []
    running = [0]
    run = children.subprocess.run

    def counted(*given: object, **named: object) -> object:
        running[0] += 1
        together.append(running[0])
        try:
            return run(*given, **named)  # type: ignore[call-overload]
        finally:
            running[0] -= 1

    monkeypatch.setattr(children.subprocess, "run", counted)
    path = tmp_path / "a"
    path.write_bytes(saved(Image.new("RGBA", (3_000, 3_000)), "PNG"))
    threads = [threading.Thread(target=pictures.look_at, args=(path, PNG)) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [1, 1, 1]
