"""Why an assignment exists and what would end it, in the reader's language (因, 止); and why a duty is not owed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kuangan.duties.models import Assignment
from kuangan.duties.queries.evidence import duty_of
from kuangan.duties.queries.subjects import authority_facts, mine_stretches, mines_in
from kuangan.duties.queries.voiding import restored
from kuangan.duties.rules.planning import Stretch, since_of
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.rules import day as day_words
from kuangan.plan.models import PlanVersion
from kuangan.plan.queries import known_facts, package_of, parameters
from kuangan.plan.rules.dues import Duty
from kuangan.plan.rules.periods import periods
from kuangan.plan.rules.phrases import occasion_words
from kuangan.plan.rules.predicates import REGION_MINES, Not, Predicate, facts_used, unknown_facts
from kuangan.plan.rules.reasons import enders, explain, since_begin
from kuangan.plan.rules.scope import Outcome, outcome
from kuangan.plan.rules.wording import because, not_known, scope_left_open, until
from kuangan.registry.models import Mine


@dataclass(slots=True)
class Why:
    """Sentences: what made it apply, what would end it, what the scope rules say (and, as `scope_open`, what they leave
    open while facts are not known); `gone` when it is no longer owed.

    `occasion`: what happened that it arises from.
    """

    because: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    scope: Outcome | None = None
    scope_open: str = ""
    period: str = ""
    arrival: str = ""
    occasion: str = ""
    gone: list[str] = field(default_factory=list)


# house: unscoped — the assignment was read within a scope
def why(assignment: Assignment) -> Why:
    """Explain an assignment that the caller has read within a scope."""
    version = assignment.duty.version
    duty = duty_of(assignment)
    found = Why(period=_period_words(assignment, duty), arrival=_arrival_words(assignment))
    found.occasion = _occasion_words(assignment, duty)
    if assignment.state == "voided":
        found.gone = gone_words(assignment, version)
    if assignment.mine is not None:
        _explain_mine(found, version, duty.applies, assignment.mine)
    elif assignment.authority is not None:
        _explain_authority(found, version, duty.applies, assignment)
    return found


# house: unscoped — the mine was read within a scope
def why_not(version: PlanVersion, duty: Duty, mine: Mine) -> Why:
    """Explain why a mine does not owe a duty now."""
    found = Why()
    stretches = mine_stretches(package_of(version), [mine.pk]).get(mine.pk, [])
    facts, since = _present(version, stretches, clock.today())
    found.scope = _scope(version, facts)
    words = known_facts(version)
    found.gone = [because(reason, words) for reason in explain(Not(duty.applies), facts, since)]
    if missing := not_known(unknown_facts(duty.applies, facts), words):
        found.gone.append(missing)
    found.scope_open = scope_left_open(found.scope, words) if found.scope else ""
    if not duty.in_force(parameters(version.plan, mine.region_code)):
        found.gone.append(_("The parameters of this region leave the duty out."))
    return found


def gone_words(assignment: Assignment, version: PlanVersion) -> list[str]:
    """Why an assignment is no longer owed, from the reason stored with it."""
    reason = assignment.void_reason or {}
    if reason.get("code") == "duty_removed":
        return [
            _("Version %(version)s of the plan no longer holds this duty.") % {"version": reason.get("version", "")}
        ]
    if reason.get("code") == "parameter":
        return [_("The parameters of this region leave the duty out.")]
    if reason.get("code") == "before_scope":
        day = day_words(date.fromisoformat(reason["since"]), year=True)
        return [_("It ended before its bearer came into scope on %(day)s.") % {"day": day}]
    if reason.get("code") in ("event_moved", "event_gone"):
        return [_event_words(reason)]
    known = known_facts(version)
    words = [because(restored(item), known) for item in reason.get("reasons", [])]
    words += [not_known(reason["unknown"], known)] if reason.get("unknown") else []
    return words or [_("The facts on which it rested have ended.")]


def _event_words(reason: Mapping[str, Any]) -> str:
    days = {name: day_words(date.fromisoformat(reason[name]), year=True) for name in ("from", "to") if name in reason}
    if "to" in days:
        return _("The event of %(from)s on which it rested was corrected; it took place on %(to)s.") % days
    return _("The event of %(from)s on which it rested is no longer on record.") % days


def _explain_mine(found: Why, version: PlanVersion, condition: Predicate, mine: Mine) -> None:
    stretches = mine_stretches(package_of(version), [mine.pk]).get(mine.pk, [])
    facts, since = _present(version, stretches, clock.today())
    found.scope = _scope(version, facts)
    names = facts_used(condition) | ({"status"} if "scope" in facts_used(condition) else set())
    shown = {name: day for name, day in since.items() if name in names}
    words = known_facts(version)
    found.scope_open = scope_left_open(found.scope, words) if found.scope else ""
    found.because = [because(reason, words) for reason in explain(condition, facts, shown)]
    found.ends = [until(reason, words) for reason in enders(condition, facts)]


def _explain_authority(found: Why, version: PlanVersion, condition: Predicate, assignment: Assignment) -> None:
    facts: dict[str, Any] = {}
    if assignment.authority is not None:
        inside = mines_in(prefix_of(assignment.region_code)) if REGION_MINES in facts_used(condition) else []
        stretches = mine_stretches(package_of(version), [mine.pk for mine in inside])
        present = [_present(version, rows, clock.today())[0] for rows in stretches.values()]
        facts = authority_facts(assignment.authority, [item for item in present if item])
    words = known_facts(version)
    found.because = [because(reason, words) for reason in explain(condition, facts, {})]
    found.ends = [until(reason, words) for reason in enders(condition, facts)]


def _present(version: PlanVersion, stretches: list[Stretch], day: date) -> tuple[dict[str, Any], dict[str, date]]:
    present = next((s for s in reversed(stretches) if s.covers(day)), None)
    if present is None:
        return {}, {}
    since = {name: since_of(name, stretches, day) for name in present.facts}
    known = {name: first for name, first in since.items() if first is not None}
    return dict(present.facts), since_begin(known, package_of(version).window.start, day)


def _scope(version: PlanVersion, facts: Mapping[str, Any]) -> Outcome | None:
    package = package_of(version)
    return outcome(package.scope, facts, package.scope_default) if facts else None


def _period_words(assignment: Assignment, duty: Duty) -> str:
    if duty.cadence.kind in ("once", "continuous", "on_event"):
        return ""
    package = package_of(assignment.duty.version)
    given = parameters(assignment.plan, assignment.region_code)
    keys = [period.key for period in periods(duty.cadence, package.window, package.window.end, given)]
    if assignment.period_key not in keys:
        return ""
    return _("No. %(position)d of %(total)d") % {"position": keys.index(assignment.period_key) + 1, "total": len(keys)}


def _occasion_words(assignment: Assignment, duty: Duty) -> str:
    """What happened that it arises from, with the day; empty for a duty that needs no occasion."""
    if duty.cadence.kind != "on_event" or assignment.event_on is None:
        return ""
    words = {"event": occasion_words(duty.cadence), "day": day_words(assignment.event_on, year=True)}
    return _("%(event)s (%(day)s)") % words


def _arrival_words(assignment: Assignment) -> str:
    if not assignment.late_on_arrival or assignment.original_due_at is None:
        return ""
    return _(
        "The plan's date, %(first)s, had already passed when this became known on %(known)s; that is no breach."
    ) % {
        "first": day_words(assignment.original_due_at, year=True),
        "known": day_words(assignment.known_at, year=True),
    }
