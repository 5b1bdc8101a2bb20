"""Where contents lie: MEDIA_ROOT/ab/cd/<sha256>, written whole or not at all, never executable."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from kuangan.foundation.integrity.models import StoredFile

_PIECE = 1024 * 1024


def shelf(sha256: str) -> Path:
    """The place of a content."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def preview_shelf(sha256: str) -> Path:
    """The place of a picture's preview."""
    return shelf(sha256).with_name(f"{sha256}.preview.jpg")


def incoming() -> Path:
    """A fresh path on the same disk, for a file on its way in."""
    folder = Path(settings.MEDIA_ROOT) / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    return folder / secrets.token_hex(16)


def write(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a new file through to the disk, readable by the service only."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
    with os.fdopen(descriptor, "wb") as stream:
        for piece in pieces:
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())


def settle(path: Path, place: Path) -> None:
    """Move a finished file to its place in one step; an equal one that is there already stays."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    if place.exists():
        path.unlink()
        return
    os.replace(path, place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(stored: StoredFile) -> BinaryIO:
    """The content, opened for reading. FileNotFoundError when it was lost: see the operations handbook."""
    return shelf(stored.sha256).open("rb")


def is_intact(stored: StoredFile) -> bool:
    """Whether the content is there and still is what its hash says."""
    digest = hashlib.sha256()
    try:
        with read(stored) as stream:
            while piece := stream.read(_PIECE):
                digest.update(piece)
    except FileNotFoundError:
        return False
    return digest.hexdigest() == stored.sha256
