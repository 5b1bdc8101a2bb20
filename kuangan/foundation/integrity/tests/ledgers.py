"""A small ledger of several batches, its export taken apart, and put together again after somebody was at it."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity import exporting, sealing, verify_audit
from kuangan.foundation.integrity.actions import build, record_many
from kuangan.foundation.integrity.canonical import digest_of
from kuangan.foundation.integrity.kinds import declare
from kuangan.foundation.integrity.models import AuditEvent, Seal

TRIED = declare("integrity.tried", "tried")
SYSTEM = Actor.system("worker")
Files = dict[str, list[Any]]


def write(count: int, **details: Any) -> list[AuditEvent]:
    """Write records that differ, with something in every field."""
    clerk = Actor(7, "陈主任", "恩平市应急管理局", address="10.0.0.8")
    events = [
        build(clerk, TRIED, None, before={"state": "open", "at": 1.5}, after={"state": "送审"}, nr=at, **details)
        for at in range(count)
    ]
    for at, event in enumerate(events):
        event.object_type, event.object_id, event.object_label = "registry.mine", str(at), "石龙石场"
        event.region_code, event.mine_id, event.actor_roles = "440785", at, "county_reviewer"
        event.digest = digest_of(event)
    record_many(events)
    return list(AuditEvent.rows.order_by("pk"))


def ledger(batches: int = 4, each: int = 13) -> None:
    """A sealed ledger of some batches."""
    for _ in range(batches):
        write(each)
        sealing.seal_all(SYSTEM)


def exported(found: QuerySet[AuditEvent] | None = None) -> bytes:
    """The export as bytes."""
    target = io.BytesIO()
    exporting.write_export(SYSTEM, target, found, {"kind": "tried"})
    return target.getvalue()


def apart(data: bytes) -> Files:
    """Lines of events, entries of seals and the manifest of an export."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {
            "events": book.read("events.jsonl").decode().splitlines(),
            "seals": [json.loads(line) for line in book.read("seals.jsonl").splitlines()],
            "manifest": [json.loads(book.read("manifest.json"))],
        }


def together(files: Files, path: Path, *, is_manifest_redone: bool = True) -> verify_audit.Export:
    """Write the parts back as a zip; the manifest follows the parts, as a careful forger would have it."""
    events = "".join(f"{line}\n" for line in files["events"]).encode()
    seals = b"".join(verify_audit.canonical(entry) + b"\n" for entry in files["seals"])
    manifest = json.loads(json.dumps(files["manifest"][0]))
    if is_manifest_redone:
        manifest["files"] = {"events.jsonl": verify_audit.sha256(events), "seals.jsonl": verify_audit.sha256(seals)}
        manifest["records"] = len(files["events"])
        manifest["last_seal"] = files["seals"][-1]["seal"] if files["seals"] else None
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("events.jsonl", events)
        book.writestr("seals.jsonl", seals)
        book.writestr("manifest.json", json.dumps(manifest))
    return verify_audit.Export(str(path))


def anchor() -> dict[str, Any]:
    """The latest seal, as kept elsewhere."""
    return Seal.objects.order_by("-number")[0].figures()
