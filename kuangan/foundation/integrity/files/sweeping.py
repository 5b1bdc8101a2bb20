"""Contents that nothing refers to: what an upload left behind whose transaction was rolled back.

Two steps, so that no content is lost to an upload of the same content at the same moment: what has had no row for a day
is set aside; what is still without one a day later goes. What has got a row meanwhile is put back.
"""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity import kinds
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock

REST = timedelta(days=1)
ASIDE = "swept"
_CONTENT = re.compile(r"([0-9a-f]{64})(\.preview\.jpg)?")
_BATCH = 500


@transaction.atomic
def sweep_files(actor: Actor, *, rest: timedelta = REST) -> dict[str, int]:
    """Set aside, put back and remove; returns how many of each. Does nothing in an object store."""
    require(actor, "integrity.sweep")
    root = Path(settings.MEDIA_ROOT)
    before = (clock.real_now() - rest).timestamp()
    counts = {"put_back": _put_back(root), "taken_away": _remove(root, before), "set_aside": _set_aside(root, before)}
    counts["unfinished"] = _remove_unfinished(root, before)
    if any(counts.values()):
        told: dict[str, Any] = dict(counts)
        record(actor, kinds.FILES_SWEPT, **told)
    return counts


def _known(digests: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(digests), _BATCH):
        some = digests[start : start + _BATCH]
        found |= set(StoredFile.objects.filter(sha256__in=some).values_list("sha256", flat=True))
    return found


def _contents(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.glob("**/*") if folder.is_dir() else ():
        if (match := _CONTENT.fullmatch(path.name)) and path.is_file():
            yield match[1], path


def _set_aside(root: Path, before: float) -> int:
    old = [
        (digest, path)
        for digest, path in _contents(root)
        if path.parts[len(root.parts)] != ASIDE and _is_older(path, before)
    ]
    known = _known([digest for digest, _path in old])
    lost = [path for digest, path in old if digest not in known]
    for path in lost:
        (root / ASIDE).mkdir(exist_ok=True, mode=0o750)
        os.utime(path)
        os.replace(path, root / ASIDE / path.name)
    return len(lost)


def _put_back(root: Path) -> int:
    aside = list(_contents(root / ASIDE))
    known = _known([digest for digest, _path in aside])
    back = [(digest, path) for digest, path in aside if digest in known]
    for digest, path in back:
        place = root / digest[:2] / digest[2:4] / path.name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        os.replace(path, place)
    return len(back)


def _remove(root: Path, before: float) -> int:
    gone = [path for _digest, path in _contents(root / ASIDE) if _is_older(path, before)]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _remove_unfinished(root: Path, before: float) -> int:
    incoming = root / "incoming"
    gone = (
        [path for path in incoming.iterdir() if path.is_file() and _is_older(path, before)] if incoming.is_dir() else []
    )
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _is_older(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False
