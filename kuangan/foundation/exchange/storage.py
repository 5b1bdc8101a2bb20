"""Where uploads are kept: by their content hash, with integrity."""

from typing import Any

from kuangan.foundation.integrity import files
from kuangan.foundation.integrity.files.names import clean_name
from kuangan.foundation.integrity.files.sniffing import CSV, SHEETS, XLS, XLSX
from kuangan.foundation.integrity.models import StoredFile


def content(upload: Any) -> tuple[bytes, str]:
    """Return the bytes and the bare name of an upload, which is read from its beginning."""
    upload.seek(0)
    data = upload.read()
    upload.seek(0)
    return data, name_of(upload)


_TYPES = {"xlsx": XLSX, "xls": XLS, "csv": CSV}


def size_of(upload: Any) -> int:
    """How many bytes an upload has."""
    upload.seek(0, 2)
    size = upload.tell()
    upload.seek(0)
    return int(size)


def name_of(upload: Any) -> str:
    """The bare name of an upload, fit to be shown: no folders, no control or direction marks."""
    return clean_name(str(getattr(upload, "name", "") or ""))


def keep_unread(upload: Any) -> StoredFile:
    """Keep a file that nobody has read yet: what it is, is judged by its first bytes and its directory."""
    upload.seek(0)
    return files.keep(upload, allowed=SHEETS)


def keep(upload: Any, kind: str) -> StoredFile:
    """Keep an upload under its hash. `kind` is what reading found it to be: it has seen every byte already."""
    upload.seek(0)
    return files.keep(upload, judged=_TYPES[kind])


def reread(stored: StoredFile) -> bytes:
    """Return the bytes of a kept file."""
    with files.read(stored) as stream:
        return bytes(stream.read())
