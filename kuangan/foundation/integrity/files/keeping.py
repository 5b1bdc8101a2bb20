"""Taking a file in: streamed to disk and hashed, judged by content, stored once."""

import hashlib
from collections.abc import Iterator, Set
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from kuangan.foundation.integrity.files import shelves
from kuangan.foundation.integrity.files.names import clean_name
from kuangan.foundation.integrity.files.sniffing import DOCUMENTS, EXTENSIONS, IMAGES, compare, refuse_dangers, sniff
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel.errors import Refused


def keep(
    upload: File, *, allowed: Set[str] = IMAGES | DOCUMENTS, max_bytes: int | None = None, judged: str = ""
) -> StoredFile:
    """Store an uploaded file and return its row; the same content again returns the same row.

    `allowed` is a set of media types (IMAGES, DOCUMENTS, SHEETS, TEXTS, VIDEOS and unions); `max_bytes` lowers the
    general limit; `judged` is the media type when the caller has read the whole content itself (exchange): then
    only what endangers a later reader is looked for, macros and exploding archives. Refused, with what to do, for
    empty, too large, damaged, disguised and unwanted files.
    """
    limit = min(max_bytes or settings.KUANGAN_MAX_FILE_BYTES, settings.KUANGAN_MAX_FILE_BYTES)
    name = clean_name(upload.name or "")
    path = shelves.incoming()
    digest = hashlib.sha256()
    try:
        shelves.write(path, _measured(upload, digest, limit, name))
        size = path.stat().st_size
        if not size:
            raise Refused(_("“%(name)s” is empty. Choose another file.") % {"name": name})
        if judged:
            refuse_dangers(path)
        media_type = judged or _judge(path, name, getattr(upload, "content_type", "") or "", allowed)
        return _settle(path, digest.hexdigest(), size, media_type)
    finally:
        path.unlink(missing_ok=True)


def _measured(upload: File, digest: "hashlib._Hash", limit: int, name: str) -> Iterator[bytes]:
    total = 0
    for piece in upload.chunks():
        total += len(piece)
        if total > limit:
            megabytes = limit // (1024 * 1024)
            raise Refused(
                _("“%(name)s” is larger than %(limit)d MB. Make it smaller or split it.")
                % {"name": name, "limit": megabytes}
            )
        digest.update(piece)
        yield piece


def _judge(path: Path, name: str, declared: str, allowed: Set[str]) -> str:
    found = sniff(path, name)
    if found is None or found not in allowed:
        endings = "、".join(EXTENSIONS[one][0] for one in EXTENSIONS if one in allowed)
        raise Refused(
            _("“%(name)s” is of a kind that is not accepted here. Accepted are: %(endings)s.")
            % {"name": name, "endings": endings}
        )
    compare(found, name, declared)
    return found


def _settle(path: Path, sha256: str, size: int, media_type: str) -> StoredFile:
    known = StoredFile.objects.filter(sha256=sha256).first()
    if known is not None and shelves.exists(shelves.name_of(sha256)):
        return known
    from kuangan.foundation.integrity.files import fingerprints, pictures  # here: its decoders take 16 MB

    seen = pictures.look_at(path, media_type) if media_type in IMAGES else None
    if seen is not None:
        drawn = shelves.incoming().with_suffix(".jpg")
        seen.preview.save(drawn, "JPEG", quality=82, optimize=True)
        drawn.chmod(0o640)
        shelves.settle(drawn, shelves.name_of(sha256, preview=True))
    shelves.settle(path, shelves.name_of(sha256))
    stored, _created = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": size,
            "media_type": media_type,
            "width": seen.width if seen else None,
            "height": seen.height if seen else None,
            "exif": seen.exif if seen else {},
            "fingerprint": seen.fingerprint if seen else "",
        },
    )
    if seen is not None:
        fingerprints.keep_fingerprint(stored.pk, seen.bits, seen.detail)
    return stored
