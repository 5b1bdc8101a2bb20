"""An entry sent again under its key (the once-token of a form, the entry key of a client) is known by what was in it.

The act's own record carries a short code of every value that was sent: `record(…, **entries.mark(key, values))`. Sent
again, the same values are the same entry; others are asked about (`entries.refuse_other`) and never taken in silence.
"""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from kuangan.foundation.integrity.kinds import Kind, word_of
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import SentBefore

SENT = "sent"
"""The name of the code among the details of a record; it is for machines and stands on no page."""
_DIGITS = 6


def mark(key: UUID | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """The detail for the record of an act that was sent under `key`; {} without a key."""
    return {SENT: f"{key.hex}:{_codes(values)}"} if key else {}


def was_sent(key: UUID | None, row: Model, kind: Kind) -> bool:
    """Whether an act of this kind was done on `row` under this key."""
    return bool(key and _code(key, row, kind) is not None)


def refuse_other(key: UUID | None, row: Model, kind: Kind, values: Mapping[str, Any]) -> None:
    """SentBefore, naming what differs, when `key` was used for `row` with other values. Nothing without a code."""
    code, now = (_code(key, row, kind) or "") if key else "", _codes(values)
    if len(code) != len(now):
        return  # sent to a version that marked nothing, or marked something else
    starts = range(0, len(now), _DIGITS)
    same = [code[start : start + _DIGITS] == now[start : start + _DIGITS] for start in starts]
    if other := [name for name, is_same in zip(values, same, strict=True) if not is_same]:
        raise SentBefore(
            _(
                "This was sent before and is kept as %(row)s. What is different now has not been taken: %(names)s. "
                "Send it again to enter it as another one, or correct what is kept."
            )
            % {"row": getattr(row, "number", "") or row, "names": "、".join(_label(row, name) for name in other)}
        )


def _code(key: UUID, row: Model, kind: Kind) -> str | None:
    rows = AuditEvent.objects.unscoped("the record of an act that the sender has done before").filter(
        object_type=row._meta.label_lower, object_id=str(row.pk), kind=kind.name,
        details__sent__startswith=f"{key.hex}:",
    )  # fmt: skip
    event = rows.order_by("id").first()
    return event.details[SENT].partition(":")[2] if event else None


def _codes(values: Mapping[str, Any]) -> str:
    plain = [_plain(value).encode("utf-8", "surrogatepass") for value in values.values()]
    return "".join(sha256(one).hexdigest()[:_DIGITS] for one in plain)


def _plain(value: Any) -> str:
    """A value as text: blanks do not count, moments are told by their minute."""
    if value is None or value == "":
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    if dataclasses.is_dataclass(value):
        value = [getattr(value, one.name) for one in dataclasses.fields(value)]
    if isinstance(value, (list, tuple)):
        return "\x1f".join(_plain(one) for one in value)
    return " ".join(str(value).split())


def _label(row: Model, name: str) -> str:
    try:
        return str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return str(word_of(name))
