"""What a file is, judged by its bytes. The name and the browser's claim are only compared with the finding."""

import re
import zipfile
import zlib
from pathlib import Path

from django.utils.translation import gettext as _

from kuangan.foundation.integrity.files import relations
from kuangan.foundation.kernel.errors import Refused

JPEG, PNG, WEBP, HEIC = "image/jpeg", "image/png", "image/webp", "image/heic"
PDF, DOC, XLS = "application/pdf", "application/msword", "application/vnd.ms-excel"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MP4, TXT, CSV = "video/mp4", "text/plain", "text/csv"

IMAGES = frozenset({JPEG, PNG, WEBP, HEIC})
SHEETS = frozenset({XLS, XLSX, CSV})
TEXTS = frozenset({TXT, CSV})
DOCUMENTS = frozenset({PDF, DOC, DOCX, XLS, XLSX})
VIDEOS = frozenset({MP4})

EXTENSIONS = {
    JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    PNG: ("png",),
    WEBP: ("webp",),
    HEIC: ("heic", "heif", "hif"),
    PDF: ("pdf",),
    DOC: ("doc", "wps"),
    XLS: ("xls", "et"),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
    MP4: ("mp4", "m4v", "mov"),
    TXT: ("txt",),
    CSV: ("csv",),
}
"""Endings that each type may carry; the first is the one we name in messages."""

_FAMILIES = (IMAGES, frozenset({DOC, DOCX}), frozenset({XLS, XLSX}), VIDEOS)
"""Within a family the content decides: phones call a JPEG .HEIC, office programs a new table .xls."""

_HEAD = 4096
_PDF_WITHIN = 1024
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"PK", b"Rar!", b"\xca\xfe\xba\xbe")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_VIDEO_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"qt  "}
_MARKUP = re.compile(
    rb"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|meta|link|img|\?xml|!entity)", re.IGNORECASE
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

_MACROS = re.compile(r"vbaproject[^/]*\.bin$|(^|/)(macrosheets|dialogsheets|activex)/")
_MOST_PARTS = 5_000
_MOST_UNPACKED = 400 * 1024 * 1024
_MOST_RATIO = 150
_LIST, _LONGEST_LIST = "[Content_Types].xml", 2 * 1024 * 1024


def sniff(path: Path, name: str) -> str | None:
    """The media type of the content at `path`, or None when it is none that we take.

    `name` decides only between plain text and CSV. Raises Refused for macros and for archives that explode.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if found := _by_magic(head):
        return found
    if head.startswith(_OLE):
        return _ole(path)
    if head.startswith(b"PK\x03\x04"):
        return _office_package(path)
    return _text(path, name)


def refuse_dangers(path: Path) -> None:
    """Refused for macros and for archives that explode, whatever else the content is."""
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith(_OLE):
        _ole(path)
    elif head.startswith(b"PK"):
        _office_package(path)


def _by_magic(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return HEIC if brand in _HEIC_BRANDS else MP4 if brand in _VIDEO_BRANDS else None
    return PDF if _is_pdf(head) else None


def _is_pdf(head: bytes) -> bool:
    """A PDF begins within its first 1,024 bytes; what stands before it may be neither a page nor a program."""
    before, mark, _body = head[: _PDF_WITHIN + 5].partition(b"%PDF-")
    return bool(mark) and not _MARKUP.search(before) and not before.startswith(_PROGRAMS)


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def _ole(path: Path) -> str | None:
    """Old Office files: the names of their streams tell Word from Excel, and macros from none."""
    content = path.read_bytes()
    if _wide("_VBA_PROJECT") in content or _wide("Macros") in content:
        raise _macros()
    if _wide("WordDocument") in content:
        return DOC
    return XLS if _wide("Workbook") in content or _wide("Book") in content else None


def _office_package(path: Path) -> str | None:
    """New Office files are archives; other archives are not taken, and nothing is unpacked to find out."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            _refuse_bomb(path, parts)
            names = {part.filename for part in parts}
            if _LIST not in names:
                return None
            kinds = package.read(_LIST).lower()
            if b"macroenabled" in kinds or any(_MACROS.search(name.lower()) for name in names):
                raise _macros()
            return _kind_of(package, names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error, EOFError) as error:
        said = _("This file is damaged or protected by a password. Open it and save it again without one.")
        raise Refused(said) from error


def _kind_of(package: zipfile.ZipFile, names: set[str]) -> str | None:
    """By the type of the part that the package says it is about; by the usual names where it says nothing."""
    main = relations.main_part(package)
    told = relations.type_of(package, main) if main else ""
    if "macrosheet" in told or "vbaproject" in told:
        raise _macros()
    if "wordprocessingml.document" in told or "word/document.xml" in names:
        return DOCX
    return XLSX if "spreadsheetml.sheet" in told or "xl/workbook.xml" in names else None


def _macros() -> Refused:
    return Refused(_("This file contains macros. Save it without macros (.docx or .xlsx) and upload it again."))


def _refuse_bomb(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = max(path.stat().st_size, 1)
    dense = unpacked > 50_000_000 and unpacked / packed > _MOST_RATIO
    listed = max((part.file_size for part in parts if part.filename == _LIST), default=0)
    if len(parts) > _MOST_PARTS or listed > _LONGEST_LIST or unpacked > _MOST_UNPACKED or dense:
        raise Refused(_("This file is far too large when unpacked. Remove unused sheets and save it again."))


def _text(path: Path, name: str) -> str | None:
    """Plain text or CSV in UTF-8 or GB18030, without anything that a browser could take for a page."""
    ending = name.rpartition(".")[2].lower()
    if ending not in ("txt", "csv"):
        return None
    content = path.read_bytes()
    if _CONTROL.search(content) or _MARKUP.search(content):
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return CSV if ending == "csv" else TXT
    return None


def _endings_like(found: str) -> set[str]:
    family = next((one for one in _FAMILIES if found in one), frozenset({found}))
    return {ending for one in family for ending in EXTENSIONS[one]}


def rightly_named(name: str, media_type: str) -> str:
    """The name with an ending that fits the content, so that a program finds what the ending promises."""
    stem, dot, ending = name.rpartition(".")
    fitting = EXTENSIONS.get(media_type, ())
    if not fitting or ending.lower() in fitting:
        return name
    return f"{stem if dot and ending.lower() in _endings_like(media_type) else name}.{fitting[0]}"


def compare(found: str, name: str, declared: str) -> None:
    """Refused when the name's ending or the browser's claim contradicts what the content is."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending and ending not in _endings_like(found):
        raise Refused(
            _(
                "“%(name)s” is not what its name says: its content is .%(found)s. Give it the right ending, or save it "
                "again in the format that you mean."
            )
            % {"name": name, "found": EXTENSIONS[found][0]}
        )
    claimed = declared.partition(";")[0].strip().lower()
    family = found.partition("/")[0]
    contradicts = claimed in EXTENSIONS and claimed.partition("/")[0] != family and "text" not in (family, claimed[:4])
    if contradicts or claimed in ("text/html", "image/svg+xml", "application/xhtml+xml"):
        raise Refused(_("“%(name)s” was sent as something else than it is. Choose the file again.") % {"name": name})
