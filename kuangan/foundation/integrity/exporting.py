"""The export that proves itself: records, seals, manifest, two verifiers and how to run them, in one zip.

Of batches in which the reader may not see everything, the hashes of the branches with the rest are given: enough to
work out the root, and nothing else.
"""

import hashlib
import json
import tempfile
import zipfile
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.db.models import QuerySet

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity import canonical, kinds, reading, verify_audit
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.models import AuditEvent, Seal
from kuangan.foundation.integrity.sealing import Numbers
from kuangan.foundation.kernel import clock

FORMAT = "kuangan-audit-export-1"
_HERE = Path(__file__).parent
_AT_ONCE = 20_000


# house: not-atomic — only reads; that it was exported is recorded by the caller before anything is written
def write_export(actor: Actor, target: IO[bytes], found: QuerySet[AuditEvent] | None, told: dict[str, str]) -> int:
    """Write the sealed records of `found` (None: all) into `target` as a zip; returns how many.

    `told` is put into the manifest: what was asked for. The caller has narrowed `found` to what the actor may see.
    """
    shown = None if found is None else _numbers(found)
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as book,
        tempfile.SpooledTemporaryFile(1 << 24) as kept,
    ):
        seals = _Hashed(kept)
        with book.open("events.jsonl", "w", force_zip64=True) as opened:
            events = _Hashed(opened)
            total, last = _write(events, seals, shown)
        kept.seek(0)
        with book.open("seals.jsonl", "w", force_zip64=True) as opened:
            for piece in iter(lambda: kept.read(1 << 20), b""):
                opened.write(piece)
        manifest = {
            "format": FORMAT,
            "made_at": canonical.stamp(clock.now()),
            "made_by": " ".join(filter(None, (actor.organisation, actor.name))),
            "asked": told,
            "records": total,
            "last_seal": last.figures() if last else None,
            "code": last.code if last else "",
            "files": {"events.jsonl": events.digest(), "seals.jsonl": seals.digest()},
        }
        book.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True))
        book.writestr("verify_audit.py", (_HERE / "verify_audit.py").read_bytes())
        book.writestr("verify_audit.html", verifier_page())
        book.writestr("README.txt", (_HERE / "export_readme.txt").read_bytes())
    return total


def verifier_page() -> bytes:
    """The page that checks an export in a browser, opened from a disk: one file, its program inside."""
    folder = _HERE / "browser"
    return (
        (folder / "verify_audit.html").read_bytes().replace(b"/*PROGRAM*/", (folder / "verify_audit.js").read_bytes())
    )


class _Hashed:
    """Writes lines and hashes them on the way."""

    def __init__(self, target: Any) -> None:
        self._target = target
        self._hash = hashlib.sha256()

    def write(self, line: bytes) -> None:
        self._hash.update(line)
        self._target.write(line)

    def digest(self) -> str:
        return self._hash.hexdigest()


def _write(events: _Hashed, seals: _Hashed, shown: Numbers | None) -> tuple[int, Seal | None]:
    total, last = 0, None
    for seal in reading.seals():
        leaves, rest = _disclosed(seal, shown)
        for number, data in reading.records(leaves):
            events.write(b'{"event":%s,"id":%d}\n' % (data or b"{}", number))
            total += 1
        entry = {"seal": seal.figures(), "leaves": leaves, "rest": rest}
        seals.write(verify_audit.canonical(entry) + b"\n")
        last = seal
    return total, last


def _disclosed(seal: Seal, shown: Numbers | None) -> tuple[list[reading.Leaf], list[str]]:
    """The leaves that are given, and the hashes of the branches that hold the others."""
    leaves = reading.leaves_of(seal)
    given = leaves if shown is None else [leaf for leaf in leaves if leaf[1] in shown]
    if not given or len(given) == len(leaves):
        return given, []
    row = [verify_audit.leaf_hash(number, digest) for _at, number, digest in leaves]
    return given, [one.hex() for one in verify_audit.branches(row, {leaf[0] for leaf in given})]


def _numbers(found: QuerySet[AuditEvent]) -> Numbers:
    numbers = Numbers()
    numbers.add_all(found.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=_AT_ONCE))
    return numbers


# house: unscoped — figures and hashes, no content of any record
def anchor_of(seal: Seal) -> dict[str, Any]:
    """What is kept elsewhere of a seal; `--anchor` of the verifier reads it."""
    return {"format": "kuangan-anchor-1", "seal": seal.figures(), "code": seal.code}


# house: unscoped — figures and hashes, no content of any record
def anchor_text(seal: Seal) -> str:
    """The anchor as the text of a file."""
    return json.dumps(anchor_of(seal), indent=1, sort_keys=True) + "\n"


@transaction.atomic
def note_exported(actor: Actor, rows: int, **told: Any) -> None:
    """Record that the trail was exported: by whom, how many records, by which filter."""
    record(actor, kinds.TRAIL_EXPORTED, rows=rows, **told)
