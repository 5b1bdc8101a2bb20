"""An audit event in the reader's words: names, codes, days and yes or no, for the viewer and the ledger."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from kuangan.access.rules import device_words
from kuangan.foundation.integrity.entries import SENT
from kuangan.foundation.integrity.frozen import DETAIL
from kuangan.foundation.integrity.kinds import Named, names_of, word_of
from kuangan.foundation.ui import rules

NOTHING = "—"


def changes(event: Any) -> list[tuple[str, str, str]]:
    """What changed: words of the field, before, after."""
    before, after, told = event.before or {}, event.after or {}, _told(event)
    return [
        (str(told[name].label), shown(told[name], before.get(name)), shown(told[name], after.get(name)))
        for name in dict.fromkeys((*before, *after))
    ]


def details(event: Any) -> list[tuple[str, str]]:
    """The details: words of the name and of the value."""
    told = _told(event)
    return [(str(told[name].label), shown(told[name], value)) for name, value in _spoken(event.details)]


def one_line(event: Any, values: Mapping[str, Any] | None) -> str:
    """Names and values in one cell of a ledger."""
    told = _told(event)
    return "\n".join(f"{told[name].label}：{shown(told[name], value)}" for name, value in _spoken(values))


def _spoken(values: Mapping[str, Any] | None) -> list[tuple[str, Any]]:
    """What is meant for people."""
    return [(name, value) for name, value in (values or {}).items() if name not in (SENT, DETAIL)]


def _told(event: Any) -> dict[str, Named]:
    told = names_of(event)
    if "device" in told:
        told["device"] = replace(told["device"], shown=device_words)
    return told


def shown(named: Named, value: Any) -> str:
    """One value; a code that its room does not know any more stays as it was stored."""
    if value in (None, "", [], {}):
        return NOTHING
    if named.shown is not None:
        try:
            return named.shown(value)
        except (ValueError, KeyError, TypeError, ArithmeticError):
            return text_of(value)
    return text_of(value)


def text_of(value: Any) -> str:
    """A stored JSON value in words."""
    if value in (None, "", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "，".join(f"{word_of(name)}：{text_of(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ("；" if any(isinstance(one, dict) for one in value) else "、").join(text_of(one) for one in value)
    return _day_or_text(str(value))


def _day_or_text(text: str) -> str:
    """Days and moments are stored as ISO text."""
    try:
        if len(text) == 10 and text[4] == "-":
            return rules.day(date.fromisoformat(text), year=True)
        if len(text) >= 19 and text[4] == "-" and text[10] == "T":
            moment = datetime.fromisoformat(text)
            return rules.moment(moment) if moment.tzinfo else text
    except ValueError:
        pass
    return text
