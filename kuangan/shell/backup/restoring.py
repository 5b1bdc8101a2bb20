"""Restoring: hashes first, then files, then the database into a fresh place, proven equal before it takes its name."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from kuangan.foundation.integrity.files import shelves
from kuangan.foundation.integrity.heads import put_aside
from kuangan.foundation.kernel import clock
from kuangan.shell.backup.archives import FILES, Folder, Tar, measured, opened
from kuangan.shell.backup.making import Say, verify
from kuangan.shell.backup.manifest import Manifest
from kuangan.shell.backup.newer import how_much_newer
from kuangan.shell.backup.stores import Content, Store, store_of
from kuangan.shell.backup.tables import differences


def restore(
    path: Path,
    *,
    replace: bool = False,
    told: dict[str, Any] | None = None,
    say: Say = print,
    agree: Callable[[], bool] = lambda: True,
) -> Manifest:
    """Bring an archive back and prove it equal; returns its manifest.

    Before something is put aside, how much newer it is than the backup is said and `agree` is asked.

    Refuses (CommandError) a damaged archive, another kind of database, migrations that this version does not know, and
    a place that holds something; with `replace` the present database is put aside under another name. Files that are
    there already stay.
    """
    manifest = verify(path, say=say)
    store = store_of(told or connections["default"].settings_dict)
    _refuse_other_kind(manifest, store)
    _refuse_newer(manifest)
    store.refuse_unfit(manifest.server, replace=replace)
    if replace and (present := store.present()):
        for line in how_much_newer(manifest, present):
            say(line)
        if not agree():
            raise CommandError("Nothing was done: the present database is as it was.")
    with opened(path) as archive, tempfile.TemporaryDirectory(prefix="kuangan-restore-") as near:
        say(_told_of_files(archive, manifest))
        dump = Path(near) / store.part
        with archive.open_part(store.part) as stream, dump.open("wb") as out:
            if measured(stream, out) != manifest.parts[store.part]:
                raise CommandError("the archive changed while it was read")
        for line in store.restore(dump, lambda content: prove(manifest, content), replace=replace):
            say(line)
    put_aside(told or connections["default"].settings_dict, f"{clock.real_now():%Y%m%d-%H%M%S}")
    rows = sum(table.rows for table in manifest.tables.values())
    say(f"proven equal: {len(manifest.tables)} tables, {rows} rows, {len(manifest.triggers)} triggers")
    return manifest


def prove(manifest: Manifest, content: Content) -> None:
    """Hold a restored database against the manifest. CommandError with every difference."""
    problems = differences(manifest.tables, content.tables)
    problems += [f"trigger {name} differs" for name in _differing(manifest.triggers, content.triggers)]
    if manifest.migrations != content.migrations:
        problems.append("the applied migrations differ")
    if problems:
        raise CommandError("the restored database is not equal to the backup: " + "; ".join(problems))


def _differing(wanted: dict[str, str], found: dict[str, str]) -> list[str]:
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def _refuse_other_kind(manifest: Manifest, store: Store) -> None:
    if manifest.vendor != store.vendor:
        raise CommandError(
            f"the archive is of {manifest.vendor}, DATABASE_URL names {store.vendor}: an archive goes back to the kind "
            "of database that it was made of"
        )


def _refuse_newer(manifest: Manifest) -> None:
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    known |= {f"{app}.{name}" for one in loader.disk_migrations.values() for app, name in one.replaces}
    if unknown := [name for name in manifest.migrations if name not in known]:
        raise CommandError(
            f"the archive is of version {manifest.version} with migrations that this version does not know "
            f"({unknown[0]}, …): install that version or a newer one"
        )


def _told_of_files(archive: Tar | Folder, manifest: Manifest) -> str:
    counts = {"new": 0, "already there": 0, "put back whole": 0, "damaged in the backup": 0}
    for outcome in _files(archive, manifest):
        counts[outcome] += 1
    said = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    return f"files: {said or 'none'}"


def _files(archive: Tar | Folder, manifest: Manifest) -> Iterator[str]:
    """Put every kept file on the shelves; a content that is not what its name says is put back whole."""
    for part, told in manifest.parts.items():
        if not part.startswith(FILES):
            continue
        name = part.removeprefix(FILES)
        sha256, is_preview = name.rpartition("/")[2].partition(".")[0], name.endswith(".jpg")
        if name != shelves.name_of(sha256, preview=is_preview):
            raise CommandError(f"{part} is no name of a kept file: the archive is not one of ours")
        if not is_preview and told.sha256 != sha256:
            yield "damaged in the backup"
            continue
        present = shelves.digest_of(name)
        if present == told.sha256 or (present and is_preview):
            yield "already there"
            continue
        if present:
            shelves.remove(name)
        with archive.open_part(part) as stream:
            path = shelves.incoming()
            shelves.write(path, iter(lambda: stream.read(1 << 20), b""))
        shelves.settle(path, name)
        yield "put back whole" if present else "new"
