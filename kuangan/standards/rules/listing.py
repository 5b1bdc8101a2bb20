"""How several numbers or codes are named in one sentence."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import ngettext

_SHOWN = 10


def listed(values: Iterable[Any]) -> str:
    """The first ten, and how many more there are."""
    found = [str(value) for value in values]
    more = len(found) - _SHOWN
    text = "、".join(found[:_SHOWN])
    return text if more <= 0 else text + ngettext(" and %(count)d more", " and %(count)d more", more) % {"count": more}


def twice(values: Iterable[Any]) -> list[Any]:
    """What occurs more than once, in the order of its first place."""
    return [value for value, count in Counter(values).items() if count > 1]
