"""What one mine would owe under a version, and why: read from the plan's rules alone, nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.working_days import add_working_days
from kuangan.plan.models import PlanVersion
from kuangan.plan.package.serving import Service
from kuangan.plan.queries.mines import facts_of, known_facts, since_of
from kuangan.plan.queries.parameters import parameter_sets
from kuangan.plan.queries.versions import package_of, services_of
from kuangan.plan.rules.dues import Duty
from kuangan.plan.rules.parts import PlanPackage
from kuangan.plan.rules.periods import Period, due_at, periods
from kuangan.plan.rules.predicates import truth, unknown_facts
from kuangan.plan.rules.reasons import enders, explain
from kuangan.plan.rules.scope import Outcome, outcome, scope_facts
from kuangan.plan.rules.wording import because, not_known, until
from kuangan.registry.models import Mine, MineState


@dataclass(frozen=True)
class PreviewLine:
    """One duty that the mine would owe, or that an authority would owe for it.

    `reasons` and `enders` are sentences; `due` is the next deadline (the last one when all are past), None for a duty
    without one or one that waits for an event; `event` names the event it waits for. `awaits`: what has to be supplied
    before it can arise or be proven by the ledgers, in the plan's words.
    """

    duty: Duty
    reasons: tuple[str, ...]
    enders: tuple[str, ...]
    due: datetime | None
    period: Period | None
    event: str = ""
    awaits: tuple[str, ...] = ()
    awaits_event: bool = False

    @property
    def is_past(self) -> bool:
        """Whether the only deadlines left lie in the past."""
        return self.due is not None and self.due < clock.now()


@dataclass(frozen=True)
class Preview:
    """All of it: the mine, the outcome of the scope rules, own duties, duties of others for it, duties not owed, and
    duties that would be owed if facts were known, with the sentence that names these."""

    mine: Mine
    version: PlanVersion
    outcome: Outcome
    facts: Mapping[str, Any]
    since: Mapping[str, date]
    own: list[PreviewLine] = field(default_factory=list)
    of_others: list[PreviewLine] = field(default_factory=list)
    not_owed: list[Duty] = field(default_factory=list)
    unknown: list[tuple[Duty, str]] = field(default_factory=list)


def preview(scope: Scope, version: PlanVersion, mine_code: str, on: date | None = None) -> Preview:
    """What the mine with this code would owe on a day (today). Raises Mine.DoesNotExist outside the scope."""
    day = on or clock.today()
    mine = Mine.objects.within(scope).select_related("enterprise").get(code=mine_code)
    states = list(
        MineState.objects.unscoped("the history of a mine read within a scope")
        .filter(mine=mine, valid_from__lte=day)
        .order_by("valid_from")
    )
    package, present = package_of(version), states[-1] if states else None
    facts = facts_of(mine, present)
    said = outcome(package.scope, facts, package.scope_default)
    facts |= scope_facts(said)
    found = Preview(mine, version, said, facts, since_of(mine, states, version))
    parameters = parameter_sets(version.plan, day, version).of(mine.region_code)
    words, served = known_facts(version), services_of(version)
    for duty in package.duties:
        if not _concerns_a_mine(duty) or not duty.in_force(parameters):
            continue
        answer = truth(duty.applies, facts)
        if answer is None:
            found.unknown.append((duty, not_known(unknown_facts(duty.applies, facts), words)))
            continue
        if not answer:
            found.not_owed.append(duty)
            continue
        service = served.get(("duties", duty.id), Service())
        line = _line(package, duty, found, parameters, words, service)
        (found.of_others if duty.bearer.for_each else found.own).append(line)
    return found


def _concerns_a_mine(duty: Duty) -> bool:
    return duty.bearer.kind in ("mine", "enterprise") or duty.bearer.for_each == "mine"


def _line(
    package: PlanPackage,
    duty: Duty,
    found: Preview,
    parameters: Mapping[str, Any],
    words: Mapping[str, Any],
    service: Service,
) -> PreviewLine:
    reasons = tuple(because(reason, words) for reason in explain(duty.applies, found.facts, found.since))
    ends = tuple(until(reason, words) for reason in enders(duty.applies, found.facts))
    period, due = next_due(package, duty, parameters)
    return PreviewLine(duty, reasons, ends, due, period, duty.cadence.event, service.words, service.awaits_event)


# house: unscoped — pure arithmetic over a package
def next_due(package: PlanPackage, duty: Duty, parameters: Mapping[str, Any]) -> tuple[Period | None, datetime | None]:
    """The period with the next deadline from now on; the last period when all are past; nothing for events."""
    now, last = clock.now(), None
    for period in periods(duty.cadence, package.window, package.window.end, parameters):
        due = due_at(duty.due, period, parameters, working_days=add_working_days) if _has_deadline(duty) else None
        last = (period, due)
        if due is None or due >= now:
            return last
    return last or (None, None)


def _has_deadline(duty: Duty) -> bool:
    return duty.due.rule not in ("none", "after_event")
