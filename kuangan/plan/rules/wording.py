"""Reasons as sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kuangan.foundation.ui.rules import day

from .dues import Duty
from .facts import FACTS, SCOPE, Fact, word_for
from .periods import Period
from .reasons import Reason
from .scope import Outcome


def because(reason: Reason, facts: Mapping[str, Fact] = FACTS) -> str:
    """Why a duty applies: ``Mine status is normal production (since 23 March 2023).``"""
    sentence = _state(reason, facts)
    if reason.since:
        return _("%(state)s (since %(day)s)") % {"state": sentence, "day": day(reason.since, year=True)}
    return sentence


def until(reason: Reason, facts: Mapping[str, Fact] = FACTS) -> str:
    """What would end a duty: ``Ends when: mine status is not normal production.``"""
    sentence = _("Ends when: %(state)s") % {"state": _state(reason, facts, becomes=True)}
    return sentence if reason.alone else _("%(sentence)s (together with the others)") % {"sentence": sentence}


def not_known(names: Iterable[str], facts: Mapping[str, Fact] = FACTS) -> str:
    """The facts that a duty hangs on and nobody has entered: ``Not known: people working.`` Empty without any."""
    labels = [str(facts[name].label) if name in facts else name for name in names]
    return _("Not known: %(facts)s") % {"facts": pgettext("between words", ", ").join(labels)} if labels else ""


def scope_left_open(said: Outcome, facts: Mapping[str, Fact] = FACTS) -> str:
    """What else the mine's scope could be while facts are not known; empty when it is certain."""
    if not said.open:
        return ""
    codes = pgettext("between words", ", ").join(str(SCOPE.get(code, code)) for code in said.open)
    return _("%(unknown)s; once entered, the mine may be %(scope)s instead.") % {
        "unknown": not_known(said.unknown, facts),
        "scope": codes,
    }


def _state(reason: Reason, facts: Mapping[str, Fact], *, becomes: bool = False) -> str:
    if reason.kind == "scope":
        word = SCOPE.get(reason.value, reason.value)
        return (_("The mine is %(scope)s") if reason.truth else _("The mine is not %(scope)s")) % {"scope": word}
    if reason.kind == "region":
        if not reason.truth:
            return _("No such mine in the region")
        return _("Such mines in the region: %(count)s") % {"count": reason.count if not becomes else 1}
    fact = facts.get(reason.fact)
    names: dict[str, Any] = {"fact": fact.label if fact else reason.fact}
    if not becomes and reason.actual is not None:
        return _("%(fact)s: %(value)s") % {**names, "value": word_for(reason.fact, reason.actual, facts)}
    return _compared(reason, names, facts)


def _compared(reason: Reason, names: dict[str, Any], facts: Mapping[str, Fact]) -> str:
    if reason.op == "is" and isinstance(reason.value, bool):
        value = word_for(reason.fact, reason.value if reason.truth else not reason.value, facts)
        return _("%(fact)s: %(value)s") % {**names, "value": value}
    if reason.op == "known":
        known = reason.truth == reason.value
        return (_("%(fact)s is on record") if known else _("%(fact)s is not on record")) % names
    if reason.op == "in":
        words = pgettext("between words", ", ").join(str(word_for(reason.fact, value, facts)) for value in reason.value)
    else:
        words = str(word_for(reason.fact, reason.value, facts))
    positive = {
        "is": _("%(fact)s is %(value)s"),
        "is_not": _("%(fact)s is not %(value)s"),
        "in": _("%(fact)s is one of %(value)s"),
        "at_least": _("%(fact)s is at least %(value)s"),
        "at_most": _("%(fact)s is at most %(value)s"),
    }
    negative = {
        "is": _("%(fact)s is not %(value)s"),
        "is_not": _("%(fact)s is %(value)s"),
        "in": _("%(fact)s is none of %(value)s"),
        "at_least": _("%(fact)s is below %(value)s"),
        "at_most": _("%(fact)s is above %(value)s"),
    }
    return (positive if reason.truth else negative)[reason.op] % {**names, "value": words}


def period_name(period: Period) -> str:
    """A period as people say it: ``July``, ``first half-year``, ``second quarter``; empty for once and continuous.

    The year is left out: a list that spans years shows it beside.
    """
    if period.key in ("once", "all"):
        return ""
    if period.key.startswith(("event:", "D")):
        return period.start.isoformat()
    tail = period.key.partition("-")[2]
    if not tail:
        return pgettext("period", "Year %(year)s") % {"year": period.key}
    if tail.startswith("W"):
        return pgettext("period", "Week %(week)s") % {"week": int(tail[1:])}
    if tail.startswith("Q"):
        return pgettext("period", "Quarter %(quarter)s") % {"quarter": tail[1:]}
    if tail.startswith("H"):
        return pgettext("period", "First half-year") if tail == "H1" else pgettext("period", "Second half-year")
    return pgettext("period", "Month %(month)s") % {"month": int(tail)}


def short_title(duty: Duty, period: Period) -> str:
    """The board's column title: the period's name before the duty's short title (``7月`` + ``重大隐患排查``)."""
    return f"{period_name(period)}{duty.short}"


def full_title(duty: Duty, period: Period) -> str:
    """The duty's title with the period's name before it."""
    return f"{period_name(period)}{duty.title}"
