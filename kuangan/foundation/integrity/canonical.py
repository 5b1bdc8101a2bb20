"""One spelling for what is hashed: an audit row becomes the bytes that its digest is made of (docs/adr/0007).

Nothing here depends on the language of a reader, on the database or on the order in which values were given.
"""

import json
import os
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import c_make_encoder, encode_basestring  # type: ignore[attr-defined]
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from kuangan.foundation.integrity import verify_audit

EVENT_FORMAT = "kuangan-event-1"
SEAL_FORMAT = "kuangan-seal-1"


def _refuse(value: Any) -> Any:
    raise TypeError(f"{type(value).__name__} is not settled")


_ACTOR = ("actor_id", "actor_name", "actor_organisation", "actor_roles", "address")
_PLAIN = (
    "uid", "kind", *_ACTOR, "object_type", "object_id", "object_label", "region_code", "mine_id",
)  # fmt: skip
JSON = ("before", "after", "details")
TIMES = ("happened_at", "entered_at")
# What JSONEncoder makes anew at every call, made once; other Pythons have none and take the longer way.
_made_once = (
    c_make_encoder(None, _refuse, encode_basestring, None, ":", ",", True, False, False) if c_make_encoder else None
)
_AS_THEY_ARE = frozenset({str, int, bool, type(None)})
_TEXT = frozenset({str})
FIELDS = (*_PLAIN, *TIMES, *JSON)
"""Every field of an audit row but its number and its digest."""


def new_uid() -> str:
    """A random mark, by which two rows that say the same differ and no digest can be guessed."""
    return os.urandom(16).hex()


def stamp(moment: datetime) -> str:
    """A moment in UTC with microseconds: 2023-07-20T01:00:00.000000Z."""
    return f"{moment.astimezone(UTC).isoformat(timespec='microseconds')[:26]}Z"


_stamped = lru_cache(maxsize=1024)(stamp)


def settled(value: Any) -> Any:
    """Details as every database will give them back: lazy texts, days, amounts and numbers in their plain JSON form."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is dict and _TEXT.issuperset(map(type, value)):
        if _AS_THEY_ARE.issuperset(map(type, value.values())):
            return dict(value)
        return {key: settled(one) for key, one in value.items()}
    if kind in (list, tuple):
        return [settled(one) for one in value]
    return verify_audit.plain(json.loads(json.dumps(value, cls=DjangoJSONEncoder, allow_nan=False)))


def content(found: dict[str, Any]) -> bytes:
    """The bytes that are hashed, of a row's FIELDS by name: times as `stamp` gives them, JSON values settled.

    The same as `verify_audit.canonical` of these values and the format, in a fraction of the time: which keys there
    are, and in which order, is known. TypeError for a value that is none of its column.
    """
    text = encode_basestring
    head = _head(*(found[name] for name in _ACTOR))
    mine = "null" if found["mine_id"] is None else f"{found['mine_id']:d}"
    return (
        f'{head},"after":{_nested(found["after"])},"before":{_nested(found["before"])},'
        f'"details":{_nested(found["details"])},"entered_at":{text(found["entered_at"])},"format":"{EVENT_FORMAT}",'
        f'"happened_at":{text(found["happened_at"])},"kind":{text(found["kind"])},"mine_id":{mine},'
        f'"object_id":{text(found["object_id"])},"object_label":{text(found["object_label"])},'
        f'"object_type":{text(found["object_type"])},"region_code":{text(found["region_code"])},'
        f'"uid":{text(found["uid"])}}}'
    ).encode()


@lru_cache(maxsize=256, typed=True)  # 1, 1.0 and True are three things here
def _head(number: int | None, *texts: str) -> str:
    """Who acted, the same in all records of an act: the first keys in the order of their names."""
    told = ",".join(f'"{name}":{encode_basestring(text)}' for name, text in zip(_ACTOR[1:], texts, strict=True))
    return f'{{"actor_id":{_number(number)},{told}'


def _number(value: int | None) -> str:
    return "null" if value is None else f"{value:d}"


def _nested(value: Any) -> str:
    if not value:
        return "null" if value is None else "{}"
    return "".join(_made_once(value, 0)) if _made_once else verify_audit.text_of(value)


def digest_of(event: Any) -> str:
    """The digest of a row whose JSON values are settled."""
    held = event.__dict__
    told = {"happened_at": _stamped(held["happened_at"]), "entered_at": _stamped(held["entered_at"])}
    return verify_audit.sha256(content({**held, **told}))
