"""Two shapes of an archive: one tar file, or a folder per backup whose kept files are shared with the other backups."""

import hashlib
import io
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, cast

from django.core.management.base import CommandError

from kuangan.foundation.kernel import clock
from kuangan.shell.backup.manifest import NAME, Manifest, Part, from_json

_PIECE = 1024 * 1024
FILES = "files/"
"""Beginning of the names of kept files; what follows is their name on the shelves."""


class Reader(Protocol):
    """An archive opened for reading."""

    def open_part(self, name: str) -> BinaryIO:
        """The part of this name. KeyError when there is none."""

    def names(self) -> Iterator[str]:
        """The names of all parts, the manifest among them, in an order that is quick to read."""


def measured(stream: BinaryIO, out: BinaryIO | None = None) -> Part:
    """Length and SHA-256 of a stream, which is copied to `out` on the way."""
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(_PIECE):
        digest.update(piece)
        size += len(piece)
        if out is not None:
            out.write(piece)
    return Part(size, digest.hexdigest())


def read_manifest(reader: Reader) -> Manifest:
    """The archive's manifest. CommandError when there is none."""
    try:
        with reader.open_part(NAME) as stream:
            return from_json(stream.read())
    except KeyError as error:
        raise CommandError("there is no manifest: the backup was cut off, or this is no archive of ours") from error


class Tar:
    """A tar file: one thing to copy, encrypt and put away."""

    def __init__(self, path: Path, mode: Literal["r", "w"]) -> None:
        self.path = path
        try:
            self._tar = tarfile.TarFile(path, mode, format=tarfile.PAX_FORMAT)  # closed by close()
        except (tarfile.TarError, OSError) as error:
            raise CommandError(f"{path} cannot be opened ({error})") from error
        self._entries: dict[str, tarfile.TarInfo] = {}

    def add(self, name: str, stream: BinaryIO, size: int) -> Part:
        """Write a part of exactly `size` bytes; returns what was written."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, 0o600, int(clock.real_now().timestamp())
        counted = _Counting(stream)
        self._tar.addfile(entry, counted)
        return counted.part()

    def open_part(self, name: str) -> BinaryIO:
        """The part of this name. KeyError when there is none."""
        if not self._entries:
            self._entries = {entry.name: entry for entry in self._tar.getmembers() if entry.isfile()}
        found = self._tar.extractfile(self._entries[name])
        if found is None:
            raise KeyError(name)
        return cast(BinaryIO, found)

    def names(self) -> Iterator[str]:
        """In the order in which they lie."""
        yield from (entry.name for entry in self._tar.getmembers())

    def close(self) -> None:
        """Finish; what was written reaches the disk."""
        writing = self._tar.mode == "w"
        self._tar.close()
        if writing:
            with self.path.open("rb") as stream:
                os.fsync(stream.fileno())


class Folder:
    """FOLDER/kuangan-<moment>/ with database and manifest, FOLDER/files/ with kept files, once for all backups."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._shared = path.parent

    def add(self, name: str, stream: BinaryIO, size: int) -> Part:
        """Write a part; a kept file that an earlier backup holds intact is not written again."""
        place = self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if name.startswith(FILES) and place.is_file() and place.stat().st_size == size:
            with place.open("rb") as present:
                found = measured(present)
            if found == measured(stream):
                return found
            stream.seek(0)
        fresh = place.with_name(f"{place.name}.part")
        with fresh.open("wb") as out:
            fresh.chmod(0o600)
            part = measured(stream, out)
            out.flush()
            os.fsync(out.fileno())
        os.replace(fresh, place)
        return part

    def open_part(self, name: str) -> BinaryIO:
        """The part of this name. KeyError when there is none."""
        try:
            return self._place(name).open("rb")
        except (FileNotFoundError, IsADirectoryError) as error:
            raise KeyError(name) from error

    def names(self) -> Iterator[str]:
        """What the manifest names: the shared files hold those of other backups too."""
        yield NAME
        yield from read_manifest(self).parts

    def close(self) -> None:
        """Nothing is kept open."""

    def _place(self, name: str) -> Path:
        if ".." in Path(name).parts or Path(name).is_absolute():
            raise CommandError(f"{name} is no name of a part: the archive is not one of ours")
        return self._shared / name if name.startswith(FILES) else self.path / name


class _Counting(io.RawIOBase):
    """A stream that hashes what is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._digest, self._size = stream, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._digest.update(piece)
        self._size += len(piece)
        return piece

    def part(self) -> Part:
        return Part(self._size, self._digest.hexdigest())


@contextmanager
def opened(path: Path) -> Iterator["Tar | Folder"]:
    """An archive for reading, whichever shape it has."""
    if not path.exists():
        raise CommandError(f"{path} does not exist")
    archive: Tar | Folder = Folder(path) if path.is_dir() else Tar(path, "r")
    try:
        yield archive
    except tarfile.TarError as error:
        raise CommandError(f"{path} is damaged ({error})") from error
    finally:
        archive.close()


def free_bytes(path: Path) -> int:
    """Free space where `path` will lie."""
    return shutil.disk_usage(next(one for one in [path, *path.parents] if one.exists())).free
