"""Handing a file out: always as a download; only a re-drawn preview may appear inside a page."""

import re
import unicodedata

from django.http import FileResponse, Http404

from kuangan.foundation.integrity.files.shelves import name_of, open_
from kuangan.foundation.integrity.files.sniffing import JPEG
from kuangan.foundation.integrity.models import StoredFile

LONGEST_NAME = 120
_BREAKS = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode categories that a name of a file does not need: control and direction characters, line separators."""


def plain_name(name: str) -> str:
    """The name under which a file is handed out: one line, no folders, no quotes, no hidden change of direction."""
    kept = "".join(character for character in name if unicodedata.category(character) not in _BREAKS)
    kept = re.sub(r'[/\\:*?"<>|;%]+', "_", kept).strip(" .") or "file"
    stem, dot, ending = kept.rpartition(".")
    ending = ending[:10]
    return f"{stem[: LONGEST_NAME - len(ending)]}.{ending}" if dot and stem else kept[:LONGEST_NAME]


def serve(stored: StoredFile, name: str, *, preview: bool = False) -> FileResponse:
    """The content under `name`, streamed; `preview=True` gives a picture's re-drawn JPEG for showing in a page.

    The caller has decided that this reader may open the record on which the file hangs. Http404 when the content is
    gone or a preview is asked of something that is no picture.
    """
    if preview and not stored.is_image:
        raise Http404
    try:
        content = open_(name_of(stored.sha256, preview=preview))
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = FileResponse(
        content,
        as_attachment=not preview,
        filename=f"{stored.sha256[:12]}.jpg" if preview else plain_name(name),
        content_type=JPEG if preview else stored.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=31536000, immutable" if preview else "private, no-store"
    return response
