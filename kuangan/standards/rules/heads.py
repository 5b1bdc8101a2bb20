"""What the head of a published document must say before it is loaded: plain values in, sentences out."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

_URN = re.compile(r"^urn:[a-z0-9][a-z0-9-]{1,31}:[a-z0-9:._-]+$")


def content_hash(data: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over the canonical JSON of a document; the order of keys in the file does not matter."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def missing(data: Mapping[str, Any], keys: Iterable[str]) -> list[str]:
    """A sentence for each key of the head that is not there."""
    return [_("“%(key)s” is missing. Add it at the top.") % {"key": key} for key in keys if not data.get(key)]


def urn_problems(data: Mapping[str, Any], *keys: str) -> Iterable[str]:
    """A sentence for each of the keys that holds something else than a URN; an empty one is left alone."""
    for key in keys:
        if data.get(key) and not _URN.match(str(data[key])):
            yield _("The URN “%(urn)s” is not well formed. Write urn:… with lower-case words.") % {"urn": data[key]}


def length_problems(data: Mapping[str, Any], longest: Mapping[str, int]) -> Iterable[str]:
    """A sentence for each text of the head that is too long for its column; lengths in characters."""
    for key, most in longest.items():
        if len(str(data.get(key) or "")) > most:
            yield _("“%(key)s” is longer than %(most)d characters. Shorten it.") % {"key": key, "most": most}


def day_problems(data: Mapping[str, Any], *others: str) -> Iterable[str]:
    """What is wrong with the days in force, and with other days of the head that may be left out."""
    start, end = data.get("effective_from"), data.get("effective_to")
    optional = [start, end, *(data.get(key) for key in others)]
    if not all(one is None or is_day(one) for one in optional):
        yield _("The days in force must be written like 2023-03-20.")
    elif start and end and end < start:
        yield _("It would end before it comes into force. Correct one of the two days.")


def is_day(value: Any) -> bool:
    """Whether it is a day without a time of day."""
    return type(value) is date
