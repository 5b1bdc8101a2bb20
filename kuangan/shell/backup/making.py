"""Making a backup: snapshot, kept files, manifest; read back and held against the manifest before it gets its name."""

import io
import shutil
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import connections

from config.environment import BASE_DIR
from kuangan.foundation.integrity.files import shelves
from kuangan.foundation.kernel import clock
from kuangan.shell.backup.archives import FILES, Folder, Tar, free_bytes, measured, opened, read_manifest
from kuangan.shell.backup.manifest import NAME, Manifest
from kuangan.shell.backup.stores import Content, Store, store_of

Say = Callable[[str], None]


def back_up(
    place: Path, *, shared: bool = False, told: dict[str, Any] | None = None, say: Say = print
) -> tuple[Path, Manifest]:
    """Write a verified archive; returns its path and manifest.

    `place` is a new file, or a folder in which a dated archive is made; `shared` makes it a folder of its own whose
    kept files are shared with the other backups there. `told` are connection settings, the default database's when
    left out. CommandError when it cannot be made; files that were lost before are named in the manifest, and are no
    reason to stop.
    """
    store = store_of(told or connections["default"].settings_dict)
    target = _target(place, shared=shared)
    _refuse_little_room(target, store)
    unfinished = target.with_name(f".{target.name}.unfinished")
    archive: Tar | Folder
    if shared:
        unfinished.mkdir(mode=0o700)
        archive = Folder(unfinished)
    else:
        unfinished.touch(mode=0o600)
        archive = Tar(unfinished, "w")
    try:
        try:
            manifest = _fill(archive, store, target.parent)
        finally:
            archive.close()
        verify(unfinished, say=say)
        unfinished.rename(target)
    except BaseException:
        shutil.rmtree(unfinished) if unfinished.is_dir() else unfinished.unlink(missing_ok=True)
        raise
    return target, manifest


def verify(path: Path, *, say: Say = print) -> Manifest:
    """Read every part of an archive and hold it against the manifest. CommandError naming the first that differs."""
    with opened(path) as archive:
        manifest = read_manifest(archive)
        seen = set()
        for name in archive.names():
            if name == NAME:
                continue
            with archive.open_part(name) as stream:
                if manifest.parts.get(name) != measured(stream):
                    raise CommandError(f"{name} is not what the manifest says: the archive is damaged or was changed")
            seen.add(name)
        if lacking := sorted(set(manifest.parts) - seen):
            raise CommandError(f"{lacking[0]} is missing in the archive: it was cut off or changed")
    say(f"verified {len(seen)} parts")
    return manifest


def product_version() -> str:
    """The version of this checkout."""
    try:
        return version("kuangan")
    except PackageNotFoundError:
        lines = (BASE_DIR / "pyproject.toml").read_text(encoding="utf-8").splitlines()
        return next(line.split('"')[1] for line in lines if line.startswith("version"))


def dated(moment: Any) -> str:
    """The name of an archive made at a moment: sorts by time."""
    return f"kuangan-{moment:%Y%m%d-%H%M%S}"


def _target(place: Path, *, shared: bool) -> Path:
    if shared or place.is_dir():
        place.mkdir(parents=True, exist_ok=True)
        place = place / (dated(clock.real_now()) + ("" if shared else ".tar"))
    if place.exists():
        raise CommandError(f"{place} exists already: give another name; a backup overwrites nothing")
    if not place.parent.is_dir():
        raise CommandError(f"the folder {place.parent} does not exist")
    return place


def _refuse_little_room(target: Path, store: Store) -> None:
    needed, free = 2 * store.size(), free_bytes(target.parent)
    if free < needed:
        raise CommandError(f"{target.parent} has {free >> 20} MB free, the database alone may need {needed >> 20} MB")


def _fill(archive: Tar | Folder, store: Store, folder: Path) -> Manifest:
    with tempfile.TemporaryDirectory(prefix=".kuangan-", dir=folder) as near, store.snapshot(Path(near)) as snapshot:
        manifest = _described(store, snapshot.content)
        with snapshot.path.open("rb") as stream:
            manifest.parts[store.part] = archive.add(store.part, stream, snapshot.path.stat().st_size)
    for sha256, _size in snapshot.content.kept:
        _add_kept(archive, manifest, sha256)
    text = manifest.to_json()
    archive.add(NAME, io.BytesIO(text), len(text))
    return manifest


def _described(store: Store, content: Content) -> Manifest:
    return Manifest(
        made_at=clock.real_now().isoformat(timespec="seconds"),
        version=product_version(),
        vendor=store.vendor,
        server=content.server,
        migrations=content.migrations,
        tables=content.tables,
        triggers=content.triggers,
    )


def _add_kept(archive: Tar | Folder, manifest: Manifest, sha256: str) -> None:
    """A kept file and its preview. What was lost or damaged before is named, and taken as it is."""
    for name in (shelves.name_of(sha256), shelves.name_of(sha256, preview=True)):
        is_content = name.endswith(sha256)
        try:
            with shelves.open_(name) as stream:
                size = stream.seek(0, io.SEEK_END) or stream.tell()
                stream.seek(0)
                part = manifest.parts[FILES + name] = archive.add(FILES + name, stream, size)
        except FileNotFoundError:
            if is_content:
                manifest.missing.append(sha256)
            continue
        if is_content and part.sha256 != sha256:
            manifest.missing.append(sha256)
