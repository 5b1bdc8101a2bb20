"""The gate of the five in place (五落实): 责任、措施、资金、期限、应急预案 (plan 五(一)2).

What is missing is refused; what looks implausible is flagged and needs an answer, because a person judges it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kuangan.hazards.rules.words import likeness, says_nothing

LEAST_MEASURES = {True: 10, False: 4}
"""Characters that measures need at least, for a major and for a general hazard."""
LONG_DAYS = 180


@dataclass(frozen=True)
class Points:
    """The five as they are put forward."""

    responsible: str
    measures: str
    deadline_at: datetime | None
    funds_yuan: Decimal | None = None
    fund_source: str = ""
    emergency_plan: str = ""
    has_emergency_file: bool = False
    interim_measures: str = ""


@dataclass(frozen=True)
class Other:
    """The measures of another hazard, to tell what was copied: its number, what is wrong there, what is done."""

    number: str
    description: str
    measures: str


def missing(points: Points, is_major: bool, now: datetime) -> list[tuple[str, Any]]:
    """What keeps the five from counting: (field, sentence that says how to mend it). Empty when nothing does."""
    found: list[tuple[str, Any]] = []
    if says_nothing(points.responsible):
        found.append(("responsible", _("Name the person who is responsible, not a department.")))
    if says_nothing(points.measures, LEAST_MEASURES[is_major]):
        found.append(("measures", _("Write what will be done, where and how; “rectify as required” is no measure.")))
    if points.deadline_at is None:
        found.append(("deadline", _("Set a deadline.")))
    elif points.deadline_at <= now:
        found.append(("deadline", _("The deadline lies in the past. Choose today or a later day.")))
    if points.funds_yuan is not None and points.funds_yuan < 0:
        found.append(("funds_yuan", _("Funds cannot be negative.")))
    return found + (_missing_of_major(points) if is_major else [])


def _missing_of_major(points: Points) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    if points.funds_yuan is None:
        found.append(("funds_yuan", _("Enter the funds in yuan; write 0 only where the work truly costs nothing.")))
    elif points.funds_yuan > 0 and not points.fund_source:
        found.append(("fund_source", _("Say where the money comes from.")))
    if says_nothing(points.emergency_plan, 6) and not points.has_emergency_file:
        found.append(("emergency_plan", _("Write what to do if it comes to the worst, or attach the emergency plan.")))
    if says_nothing(points.interim_measures, 4):
        found.append(("interim_measures", _("Say how people are kept safe until it is rectified.")))
    return found


def implausible(
    points: Points, is_major: bool, description: str, now: datetime, others: Iterable[Other], copied_from: float
) -> list[dict[str, Any]]:
    """What looks implausible: a list of {"code", "number"?, "likeness"?}. `copied_from` is the likeness (0-100) that
    counts as copied. Wording is made by `flag_words`, so that what is stored is not translated text."""
    found: list[dict[str, Any]] = []
    if is_major and points.funds_yuan == 0:
        found.append({"code": "no_funds"})
    if points.deadline_at and points.deadline_at > now + timedelta(days=LONG_DAYS):
        found.append({"code": "long_deadline"})
    if likeness(points.measures, description) >= copied_from:
        found.append({"code": "repeats_description"})
    if is_major and likeness(points.measures, points.emergency_plan) >= copied_from:
        found.append({"code": "same_twice"})
    alike = [(likeness(points.measures, other.measures), other) for other in others]
    close = [
        (score, other)
        for score, other in alike
        if score >= copied_from and likeness(description, other.description) < copied_from
    ]
    if close:
        score, other = max(close, key=lambda pair: pair[0])
        found.append({"code": "copied", "number": other.number, "likeness": round(score)})
    return found


def flag_words(flag: dict[str, Any]) -> str:
    """A stored flag in words."""
    words = {
        "no_funds": _("No funds are planned for a major hazard."),
        "long_deadline": _("The deadline is more than half a year away."),
        "repeats_description": _("The measures only repeat what is wrong."),
        "same_twice": _("Measures and emergency plan are the same words."),
        "copied": _("The measures are %(likeness)s%% the same as those of %(number)s, which is a different hazard."),
    }
    return str(words[flag["code"]]) % {"number": flag.get("number", ""), "likeness": flag.get("likeness", "")}
