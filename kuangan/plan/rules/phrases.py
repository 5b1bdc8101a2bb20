"""What a duty or a parameter says, in short phrases of the reader's language: who, how often, until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuangan.foundation.authority.roles import Role
from kuangan.foundation.ui.rules import day as day_words

from .dues import ANSWER, DELIVERY, Amount, Bearer, Cadence, Day, Due, Duty, Evidence, Span
from .parts import Parameter, Target
from .periods import in_rhythm

BEARERS = {
    "mine": gettext_lazy("Mine"),
    "enterprise": gettext_lazy("Enterprise"),
    "county_bureau": gettext_lazy("County bureau"),
    "city_bureau": gettext_lazy("City bureau"),
    "county_government": gettext_lazy("County government"),
    "city_government": gettext_lazy("City government"),
    "province": gettext_lazy("Province"),
    "agency": gettext_lazy("Technical-service agency"),
}
FORCES = {
    "must": gettext_lazy("must"),
    "may": gettext_lazy("may"),
    "encouraged": gettext_lazy("encouraged"),
}
CADENCES = {
    "once": gettext_lazy("once"),
    "weekly": gettext_lazy("every week"),
    "monthly": gettext_lazy("every month"),
    "quarterly": gettext_lazy("every quarter"),
    "half_yearly": gettext_lazy("every half-year"),
    "yearly": gettext_lazy("every year"),
    "continuous": gettext_lazy("all the time"),
}
PERIOD_ENDS = {
    "weekly": gettext_lazy("end of the week"),
    "monthly": gettext_lazy("end of the month"),
    "quarterly": gettext_lazy("end of the quarter"),
    "half_yearly": gettext_lazy("end of the half-year"),
    "yearly": gettext_lazy("end of the year"),
}
EVENTS = {
    "status_changed": gettext_lazy("the status changes"),
    "facts_changed": gettext_lazy("the facts change"),
    "appointed": gettext_lazy("somebody is appointed"),
    "inability_declared": gettext_lazy("inability is declared"),
    "hazard_found": gettext_lazy("a hazard is found"),
    "major_hazard_missed": gettext_lazy("a check finds a major hazard that the mine had missed"),
    "self_found_matched": gettext_lazy("a check finds what the mine had found itself and is rectifying"),
    "people_withdrawn": gettext_lazy("people are ordered out of a danger area"),
    "leak_found": gettext_lazy("a leak is found"),
    "risky_work_found": gettext_lazy("hazardous work against the rules is found"),
    "slope_danger_found": gettext_lazy("danger of a slope failure is found"),
    "violation_found": gettext_lazy("a violation is found"),
    "serious_violation_found": gettext_lazy("a serious violation is found"),
    "stop_failed": gettext_lazy("an ordered stop is not kept"),
    "tip_verified": gettext_lazy("a tip is verified"),
    "help_requested": gettext_lazy("help is requested"),
    "coordination_needed": gettext_lazy("coordination from above is needed"),
    "problem_referred": gettext_lazy("a problem is referred"),
    "prominent_problem_raised": gettext_lazy("a prominent problem is raised"),
    "written_report_received": gettext_lazy("a written report is received"),
    "document_issued": gettext_lazy("a document is issued"),
}
STATES = {
    "served": gettext_lazy("served"),
    "awaits": gettext_lazy("awaits"),
    "not_served": gettext_lazy("not served"),
    "in_words": gettext_lazy("in words"),
}
"""How far a row of the catalogue can work in this installation."""
EVIDENCE = {
    "file": gettext_lazy("file"),
    "form": gettext_lazy("form"),
    "statement": gettext_lazy("signed statement"),
    "acknowledgement": gettext_lazy("acknowledgement"),
    "fact": gettext_lazy("entry in the registry"),
    "ledger": gettext_lazy("entry in a ledger"),
    "coverage": gettext_lazy("coverage"),
    "list": gettext_lazy("list"),
    "checklist": gettext_lazy("checklist"),
    "zero_report": gettext_lazy("zero report"),
}


def bearer_words(bearer: Bearer) -> str:
    """Who owes it: ``County bureau, for each mine``."""
    who = bearer.name or str(BEARERS.get(bearer.kind, bearer.kind))
    return _("%(bearer)s, for each mine") % {"bearer": who} if bearer.for_each == "mine" else who


def bearers_words(duty: Duty) -> str:
    """All bearers of a duty, and how they bear it together."""
    names = [bearer_words(bearer) for bearer in duty.bearers]
    if duty.bearing == "in_order":
        return " → ".join(names)
    return _(" and ").join(names)


def cadence_words(duty: Duty, parameters: Mapping[str, Any] | None = None) -> str:
    """How often, with the values of the parameters where they are given: ``every month``, ``every 7 days``."""
    cadence = in_rhythm(duty.cadence, parameters or {})
    if cadence.kind == "every_days":
        return _("every %(days)s days") % {"days": _amount(cadence.every or Amount(1), parameters)}
    if cadence.kind == "on_event":
        return _("when: %(event)s") % {"event": occasion_words(cadence)}
    return str(CADENCES[cadence.kind])


def occasion_words(cadence: Cadence) -> str:
    """What a duty waits for: an event, the delivery of another duty, or an answer given in it."""
    titles = _(", ").join(cadence.titles)
    if cadence.event == DELIVERY:
        return _("%(duty)s is delivered") % {"duty": titles}
    if cadence.event == ANSWER:
        values = {"true": _("yes"), "false": _("no")}
        answer = _(", ").join(values.get(value, value) for value in cadence.match["value"])
        return _("“%(asked)s” is answered with “%(answer)s” in: %(duty)s") % {
            "asked": cadence.asked, "answer": answer, "duty": titles,
        }  # fmt: skip
    return event_words(cadence.event)


def event_words(event: str) -> str:
    """What a duty waits for."""
    return str(EVENTS.get(event, event))


def due_words(duty: Duty, parameters: Mapping[str, Any] | None = None) -> str:
    """Until when, with the values of the parameters where they are given: ``by 24 March 2023, 12:00``."""
    due, known = duty.due, parameters or {}
    at_time = f" {due.at:%H:%M}" if due.at else ""
    match due.rule:
        case "none":
            return _("no deadline")
        case "on":
            return _("by %(day)s") % {"day": _day(due.day, known) + at_time}
        case "before":
            return _before(due, known) + at_time
        case "after_event" if due.span is None or due.span.days == Amount(0):
            return _("at once") + at_time
        case "after_event":
            return _("within %(span)s after it") % {"span": _span(due.span, known)} + at_time
        case "after_period":
            ends = str(PERIOD_ENDS.get(duty.cadence.kind, _("end of the period")))
            return _("%(span)s after the %(end)s") % {"span": _span(due.span, known), "end": ends} + at_time
        case _:
            return str(PERIOD_ENDS.get(duty.cadence.kind, _("end of the period"))) + at_time


def _before(due: Due, known: Mapping[str, Any]) -> str:
    day = _day(due.day, known)
    if due.span is None:
        return _("before %(day)s") % {"day": day}
    return _("%(span)s before %(day)s") % {"span": _span(due.span, known), "day": day}


def _day(day: Day | None, known: Mapping[str, Any]) -> str:
    if day is None:
        return ""
    value = known.get(day.parameter) if day.parameter else day.fixed
    return day_words(value) if isinstance(value, date) else str(value or f"“{day.parameter}”")


def _amount(amount: Amount, known: Mapping[str, Any] | None = None) -> str:
    if amount.parameter:
        return str((known or {}).get(amount.parameter, f"“{amount.parameter}”"))
    return str(amount.value)


def _span(span: Span | None, known: Mapping[str, Any]) -> str:
    span = span or Span(Amount(0))
    words = _("%(count)s working days") if span.working else _("%(count)s days")
    return words % {"count": _amount(span.days, known)}


def awaits_words(awaits: Sequence[str], awaits_event: bool) -> str:
    """What has to come first, and what that means: a duty without its event does not arise until then."""
    names = _(", ").join(awaits)
    if awaits_event:
        return _("Does not arise by itself yet; awaits: %(names)s") % {"names": names}
    return _("Proven by what is brought until there is: %(names)s") % {"names": names}


def force_words(duty: Duty) -> str:
    """must, may or encouraged, as the bureau says it."""
    return str(FORCES.get(duty.force, duty.force))


def evidence_words(evidence: Evidence) -> str:
    """What kind of proof a requirement asks for."""
    return str(EVIDENCE.get(evidence.kind, evidence.kind))


def value_words(parameter: Parameter, value: Any) -> str:
    """A parameter's value as people write it: a day, a number with its unit, yes or no, a choice's own words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if parameter.type == "choice":
        return parameter.choices.get(str(value), str(value))
    if parameter.type == "date":
        return day_words(value if isinstance(value, date) else date.fromisoformat(str(value)))
    if parameter.type == "percent":
        return f"{value}%"
    return f"{value}{parameter.unit}"


def target_words(target: Target) -> str:
    """A goal with its figure: ``title≥100``; the title alone where the plan only counts."""
    if target.value is None:
        return target.title
    sign = {"at_least": "≥", "at_most": "≤", "equals": "＝"}[target.comparison]
    return f"{target.title}{sign}{target.value:g}"


def setter_words(parameter: Parameter) -> str:
    """Who may set a parameter."""
    return _(", ").join(str(Role(role).label) for role in parameter.set_by)
