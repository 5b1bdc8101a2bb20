"""Handing a file out: always as a download; only a re-drawn preview may appear inside a page."""

from django.http import FileResponse, Http404

from kuangan.foundation.integrity.files.names import clean_name
from kuangan.foundation.integrity.files.shelves import name_of, open_
from kuangan.foundation.integrity.files.sniffing import JPEG, rightly_named
from kuangan.foundation.integrity.models import StoredFile


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
    shown = rightly_named(clean_name(name) or "file", stored.media_type)
    response = FileResponse(
        content,
        as_attachment=not preview,
        filename=f"{stored.sha256[:12]}.jpg" if preview else shown,
        content_type=JPEG if preview else stored.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=31536000, immutable" if preview else "private, no-store"
    return response
