"""Where uploads are kept: by their content hash, with integrity."""

from typing import Any

from kuangan.foundation.integrity import files
from kuangan.foundation.integrity.models import StoredFile


def content(upload: Any) -> tuple[bytes, str]:
    """Return the bytes and the bare name of an upload, which is read from its beginning."""
    upload.seek(0)
    data = upload.read()
    upload.seek(0)
    return data, str(getattr(upload, "name", "") or "").replace("\\", "/").rsplit("/", 1)[-1]


def keep(upload: Any) -> StoredFile:
    """Keep an upload under its hash."""
    return files.keep(upload, allowed=files.TABLES)


def reread(stored: StoredFile) -> bytes:
    """Return the bytes of a kept file."""
    with files.open_stored(stored) as stream:
        return bytes(stream.read())
