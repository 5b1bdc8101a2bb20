"""What a submission consists of, in one canonical form, and its hash: the thing that a signature is bound to."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file as part of the content: which requirement it serves, its name, its SHA-256 and size in bytes."""

    requirement: str
    name: str
    sha256: str
    size: int


def content_of(
    head: Mapping[str, Any],
    files: Iterable[FilePart],
    forms: Mapping[str, Mapping[str, Any]],
    measured: Mapping[str, Any],
) -> dict[str, Any]:
    """The content of an assignment: `head` names duty, bearer, period and round; order never matters."""
    return {
        "head": dict(head),
        "files": sorted(
            ({"for": f.requirement, "name": f.name, "sha256": f.sha256, "size": f.size} for f in files),
            key=lambda item: (str(item["for"]), str(item["sha256"]), str(item["name"])),
        ),
        "forms": {key: dict(values) for key, values in sorted(forms.items())},
        "measured": dict(sorted(measured.items())),
    }


def frozen_part(content: Mapping[str, Any]) -> dict[str, Any]:
    """What of a submission its hash and its signatures are over: everything but the signatures themselves."""
    return {key: value for key, value in content.items() if key != "signatures"}


def hash_of(content: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over the canonical JSON of a content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
