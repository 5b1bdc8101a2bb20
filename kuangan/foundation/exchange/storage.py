"""Where uploads are kept: by their content hash, with integrity."""

from typing import Any

from kuangan.foundation.integrity import files
from kuangan.foundation.integrity.files.sniffing import CSV, XLS, XLSX
from kuangan.foundation.integrity.models import StoredFile


def content(upload: Any) -> tuple[bytes, str]:
    """Return the bytes and the bare name of an upload, which is read from its beginning."""
    upload.seek(0)
    data = upload.read()
    upload.seek(0)
    return data, str(getattr(upload, "name", "") or "").replace("\\", "/").rsplit("/", 1)[-1]


_TYPES = {"xlsx": XLSX, "xls": XLS, "csv": CSV}


def keep(upload: Any, kind: str) -> StoredFile:
    """Keep an upload under its hash. `kind` is what reading found it to be: it has seen every byte already."""
    upload.seek(0)
    return files.keep(upload, judged=_TYPES[kind])


def reread(stored: StoredFile) -> bytes:
    """Return the bytes of a kept file."""
    with files.read(stored) as stream:
        return bytes(stream.read())
