"""Where contents lie: ab/cd/<sha256> in the folder MEDIA_ROOT or in an object store; written whole or not at all."""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel.errors import Outage

_PIECE = 1024 * 1024
PROBE = "probe/kuangan"
"""A small object of ours by which is told whether the store takes and gives."""


def name_of(sha256: str, *, preview: bool = False) -> str:
    """The name of a content, or of a picture's preview, on the shelves."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}{'.preview.jpg' if preview else ''}"


def shelf(sha256: str) -> Path:
    """The place of a content where files lie in a folder."""
    return Path(settings.MEDIA_ROOT) / name_of(sha256)


def preview_shelf(sha256: str) -> Path:
    """The place of a picture's preview where files lie in a folder."""
    return Path(settings.MEDIA_ROOT) / name_of(sha256, preview=True)


def incoming() -> Path:
    """A fresh path on this machine, for a file on its way in: on the disk of the folder, so that it can be moved."""
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


def settle(path: Path, name: str) -> None:
    """Move a finished file to the shelves in one step; an equal one that is there already stays."""
    if store := _object_store():
        if not exists(name):
            with _reached(), path.open("rb") as stream:
                store.save(name, File(stream, name=name))
        path.unlink()
        return
    _settle_in_folder(path, Path(settings.MEDIA_ROOT) / name)


def _settle_in_folder(path: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    if place.exists():
        os.utime(place)  # wanted again: the sweeper leaves it alone for another day
        path.unlink()
        return
    os.replace(path, place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def exists(name: str) -> bool:
    """Whether something lies under this name; False where the store does not say: writing again harms nothing."""
    if store := _object_store():
        with _reached():
            try:
                return bool(store.exists(name))
            except Exception as error:
                if _status(error) != 403:
                    raise
                return False
    return (Path(settings.MEDIA_ROOT) / name).is_file()


def open_(name: str) -> BinaryIO:
    """What lies under this name, opened for reading. FileNotFoundError when it is not there.

    A key that may not list is told 403 for an object that is missing, as it is by a store that refuses everything:
    which of the two it is, the probe tells.
    """
    if store := _object_store():
        with _reached():
            try:
                return cast(BinaryIO, store.open(name, "rb"))
            except Exception as error:
                if _status(error) != 403 or name == PROBE:
                    raise
                probe()
                raise FileNotFoundError(name) from error
    return (Path(settings.MEDIA_ROOT) / name).open("rb")


def remove(name: str) -> None:
    """Take something off the shelves: for a damaged content that is about to be put back whole."""
    if store := _object_store():
        with _reached():
            store.delete(name)
    else:
        (Path(settings.MEDIA_ROOT) / name).unlink(missing_ok=True)


def read(stored: StoredFile) -> BinaryIO:
    """The content, opened for reading. FileNotFoundError when it was lost: see the operations handbook."""
    return open_(name_of(stored.sha256))


def digest_of(name: str) -> str | None:
    """SHA-256 of what lies under this name now; None when nothing does."""
    digest = hashlib.sha256()
    try:
        with open_(name) as stream:
            while piece := stream.read(_PIECE):
                digest.update(piece)
    except FileNotFoundError:
        return None
    return digest.hexdigest()


def is_intact(stored: StoredFile) -> bool:
    """Whether the content is there and still is what its hash says."""
    return digest_of(name_of(stored.sha256)) == stored.sha256


def probe() -> None:
    """Put something on the shelves and take it back. Outage, with the reason, when that does not work."""
    store = _object_store()
    if store is None:
        folder = Path(settings.MEDIA_ROOT)
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise Outage(f"the folder {folder} cannot be written")
        return
    with _reached():
        store.save(PROBE, File(BytesIO(b"kuangan"), name=PROBE))
        with store.open(PROBE, "rb") as stream:
            if stream.read() != b"kuangan":
                raise Outage("the object store gives back other things than it was given")


@contextmanager
def _reached() -> Iterator[None]:
    """What the store's library says when the store refuses or does not answer, in a word that pages understand."""
    from botocore.exceptions import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
        BotoCoreError,
        ClientError,
    )

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        told = f"HTTP {status}" if (status := _status(error)) else type(error).__name__
        raise Outage(f"the object store does not do what it is asked ({told})") from error


def _status(error: Exception) -> int:
    answer = getattr(error, "response", None) or {}
    return int(answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _object_store() -> Storage | None:
    """The store that is no folder of this machine; None for the folder, which we write ourselves to be atomic."""
    store = storages["default"]
    return None if isinstance(store, FileSystemStorage) else store
