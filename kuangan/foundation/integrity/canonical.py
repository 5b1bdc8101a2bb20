"""One spelling for what is hashed: an audit row becomes the bytes that its digest is made of (docs/adr/0007).

Nothing here depends on the language of a reader, on the database or on the order in which values were given.
"""

import json
import os
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from kuangan.foundation.integrity import verify_audit

EVENT_FORMAT = "kuangan-event-1"
SEAL_FORMAT = "kuangan-seal-1"
_PLAIN = (
    "uid", "kind", "actor_id", "actor_name", "actor_organisation", "actor_roles", "address", "object_type",
    "object_id", "object_label", "region_code", "mine_id",
)  # fmt: skip
_JSON = ("before", "after", "details")
_TIMES = ("happened_at", "entered_at")
FIELDS = (*_PLAIN, *_TIMES, *_JSON)
"""Every field of an audit row but its number and its digest, in the order in which `content` takes them."""


def new_uid() -> str:
    """A random mark, by which two rows that say the same differ and no digest can be guessed."""
    return os.urandom(16).hex()


def stamp(moment: datetime) -> str:
    """A moment in UTC with microseconds: 2023-07-20T01:00:00.000000Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def settled(value: Any) -> Any:
    """Details as the database will give them back: lazy texts, days, amounts and numbers in their plain JSON form."""
    if not value:
        return value
    return verify_audit.plain(json.loads(json.dumps(value, cls=DjangoJSONEncoder, allow_nan=False)))


def content(values: tuple[Any, ...]) -> bytes:
    """The bytes that are hashed, of the values of FIELDS in that order."""
    found = dict(zip(FIELDS, values, strict=True))
    for name in _TIMES:
        found[name] = stamp(found[name])
    for name in _JSON:
        found[name] = verify_audit.plain(found[name])
    found["format"] = EVENT_FORMAT
    return verify_audit.canonical(found)


def content_of(event: Any) -> bytes:
    """The bytes that are hashed, of a row."""
    return content(tuple(getattr(event, name) for name in FIELDS))


def digest_of(event: Any) -> str:
    """The digest of a row."""
    return verify_audit.sha256(content_of(event))
