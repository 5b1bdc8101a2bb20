"""What an archive says about itself: its parts with their hashes, its tables with theirs, version and migrations."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.management.base import CommandError

NAME = "manifest.json"
FORMAT = 1
"""Raised when an older product could not read a newer archive."""


@dataclass(frozen=True)
class Part:
    """One part of the archive: length in bytes and SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Table:
    """One table: number of rows, and SHA-256 over all of them in the order of their keys."""

    rows: int
    sha256: str


@dataclass
class Manifest:
    """Everything a restore is held against. `missing` names files that were lost or damaged before the backup."""

    made_at: str
    version: str
    vendor: str
    server: str
    migrations: list[str]
    tables: dict[str, Table]
    triggers: dict[str, str]
    parts: dict[str, Part] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    def to_json(self) -> bytes:
        """As written into the archive, with a hash over itself: it is what everything else is held against."""
        told = asdict(self)
        return _written({**told, "sha256": hashlib.sha256(_written(told)).hexdigest()})


def _written(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()


def from_json(text: bytes) -> Manifest:
    """Read a manifest. CommandError when it is none, or of a newer product."""
    try:
        told: dict[str, Any] = json.loads(text)
        if told["format"] > FORMAT:
            raise CommandError("the archive was made by a newer version: install that version first")
        if told.pop("sha256") != hashlib.sha256(_written(told)).hexdigest():
            raise CommandError("the manifest is not what was written: the archive is damaged or was changed")
        told["tables"] = {name: Table(**value) for name, value in told["tables"].items()}
        told["parts"] = {name: Part(**value) for name, value in told["parts"].items()}
        return Manifest(**told)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommandError(
            f"the manifest cannot be read ({error}): this is no archive of ours, or it is damaged"
        ) from error
