"""What has been supplied for the present round of an assignment, and the content that a signature is over."""

from dataclasses import dataclass, field
from typing import Any

from kuangan.duties.models import Assignment, EvidenceFile, FormAnswer, Signature
from kuangan.duties.queries.measures import CHECKLIST_PREFIX, COVER, LIST_PREFIX, Measured, covered, measured
from kuangan.duties.rules.content import FilePart, content_of
from kuangan.duties.rules.figures import Figure
from kuangan.duties.rules.filling import ledger_keys, typed_only
from kuangan.plan.queries import package_of, parameters
from kuangan.plan.rules.dues import Amount, Duty, Evidence
from kuangan.plan.rules.parts import ListSpec

LEDGER_KINDS = frozenset({"ledger", "coverage", "list", "checklist"})
MEASURED_KINDS = LEDGER_KINDS | {"fact"}
SIGNED_KINDS = frozenset({"statement", "zero_report", "acknowledgement"})


@dataclass(slots=True)
class Supplied:
    """Everything supplied, by requirement. `figures`: what the ledgers say, as it would be frozen now."""

    files: dict[str, list[EvidenceFile]] = field(default_factory=dict)
    answers: dict[str, FormAnswer] = field(default_factory=dict)
    signatures: dict[str, list[Signature]] = field(default_factory=dict)
    measures: dict[str, Measured | None] = field(default_factory=dict)
    filled: dict[str, dict[str, Measured]] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    goals: dict[str, Any] = field(default_factory=dict)


def measure_name(spec: Evidence) -> str:
    """The measure that a requirement asks."""
    names = {"list": f"{LIST_PREFIX}{spec.source}", "checklist": f"{CHECKLIST_PREFIX}{spec.checklist}"}
    return names.get(spec.kind, spec.measure)


def figure_key(spec: Evidence, field_key: str) -> str:
    """The name under which the figure of a field of a form is frozen."""
    return f"{spec.key}.{field_key}"


# house: unscoped — the assignment was read within a scope
def supplied(assignment: Assignment, duty: Duty, asked: list[Evidence]) -> Supplied:
    """What was supplied in this round. A table that holds nothing the duty asks for is not asked."""
    kinds = {spec.kind for spec in asked}
    given = Supplied(goals=_goals(assignment, asked))
    if "file" in kinds:
        rows = assignment.files.filter(round=assignment.round, removed_at__isnull=True).select_related("stored")
        for row in rows.order_by("id"):
            given.files.setdefault(row.requirement, []).append(row)
    if "form" in kinds:
        given.answers = {row.requirement: row for row in assignment.answers.filter(round=assignment.round)}
    if kinds & SIGNED_KINDS:
        for mark in assignment.signatures.filter(round=assignment.round).order_by("id"):
            given.signatures.setdefault(mark.requirement, []).append(mark)
    for spec in asked:
        if spec.kind in MEASURED_KINDS:
            _ask_ledger(assignment, duty, spec, given)
        elif spec.kind == "form":
            _ask_for_fields(assignment, spec, given)
    return given


def _ask_ledger(assignment: Assignment, duty: Duty, spec: Evidence, given: Supplied) -> None:
    kept = _list_of(assignment, spec)
    over = (kept.over if kept else spec.over) or (
        "" if duty.cadence.kind == "on_event" or spec.kind == "fact" else "period"
    )
    cover = covered(assignment, over, (kept.population if kept else "") or spec.population)
    found = measured(measure_name(spec), assignment, {**spec.arguments, "population": spec.population, COVER: cover})
    given.measures[spec.key] = found
    if found is not None:
        columns = [(column.key, column.label) for column in kept.columns] if kept else []
        given.figures[spec.key] = found.figure(cover, columns)


def _list_of(assignment: Assignment, spec: Evidence) -> ListSpec | None:
    return package_of(assignment.duty.version).list(spec.list_id) if spec.kind == "list" else None


def _ask_for_fields(assignment: Assignment, spec: Evidence, given: Supplied) -> None:
    filled = given.filled[spec.key] = {}
    for item in spec.fields:
        cover = covered(assignment, item.over)
        found = measured(item.measure, assignment, {COVER: cover}) if item.measure else None
        if found is not None:
            filled[item.key] = found
            given.figures[figure_key(spec, item.key)] = found.figure(cover)


def _goals(assignment: Assignment, asked: list[Evidence]) -> dict[str, Any]:
    """The figure each measured requirement asks for; parameters are read only where a requirement names one."""
    named = any(isinstance(spec.value, Amount) and spec.value.parameter for spec in asked)
    given = parameters(assignment.plan, assignment.region_code) if named else {}
    return {spec.key: spec.wanted(given) for spec in asked}


# house: unscoped — the assignment was read within a scope
def content(assignment: Assignment, asked: list[Evidence], given: Supplied) -> dict[str, Any]:
    """The content of the round as it stands: what a signature is over and a submission freezes."""
    head = {
        "plan": assignment.plan.urn,
        "duty": assignment.duty_slug,
        "bearer": assignment.bearer_key,
        "subject": assignment.subject_key,
        "period": assignment.period_key,
        "round": assignment.round,
    }
    forms = {
        spec.key: typed_only(given.answers[spec.key].values, ledger_keys(spec.fields, given.filled[spec.key]))
        for spec in asked
        if spec.kind == "form" and spec.key in given.answers
    }
    rows = [row for rows in given.files.values() for row in rows]
    return content_of(head, parts_of(rows), forms, {key: one.stored() for key, one in given.figures.items()})


# house: unscoped — only words about rows that were read within a scope
def parts_of(rows: list[EvidenceFile]) -> list[FilePart]:
    """Files as parts of a content."""
    return [FilePart(row.requirement, row.name, row.stored.sha256, row.stored.size) for row in rows]
