"""What a signature is bound to, and what tells that a part was changed while somebody else had it open."""

import hashlib
import json
from typing import Any


def digest(content: Any) -> str:
    """SHA-256 (hex) over the canonical JSON of a check."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def part_code(told: Any) -> str:
    """A short code of what stands in one part."""
    return digest(told)[:16]
