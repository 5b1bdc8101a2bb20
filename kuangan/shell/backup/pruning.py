"""Keeping the newest backups of a folder: older ones go, and the kept files that no backup names any more."""

import re
import shutil
from pathlib import Path

from kuangan.shell.backup.archives import FILES, Folder, read_manifest

_DATED = re.compile(r"kuangan-\d{8}-\d{6}(\.tar)?")


def keep_newest(folder: Path, count: int) -> list[str]:
    """Delete all but the newest `count` (one or more) dated backups in `folder`; returns the names of the deleted.

    A folder whose manifest cannot be read stops the deletion of shared files: they might be its own.
    """
    made = sorted(one.name for one in folder.iterdir() if _DATED.fullmatch(one.name))
    old = made[: -max(count, 1)]
    for name in old:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shared = folder / FILES
    if old and shared.is_dir():
        _forget_unnamed(folder, shared)
    return old


def _forget_unnamed(folder: Path, shared: Path) -> None:
    named: set[str] = set()
    for one in folder.glob("kuangan-*/"):
        named.update(read_manifest(Folder(one)).parts)
    if any(folder.glob(".kuangan-*.unfinished")):
        return  # another backup is being made, and has no manifest yet
    for path in shared.rglob("*"):
        if path.is_file() and f"{FILES}{path.relative_to(shared)}" not in named:
            path.unlink()
