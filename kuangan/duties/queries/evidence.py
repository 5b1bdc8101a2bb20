"""Evidence: each requirement of an assignment with what was found, what is missing and how to supply it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kuangan.duties.models import Assignment, EvidenceFile, FormAnswer, Signature
from kuangan.duties.queries.measures import Measured, is_supplied, measured
from kuangan.duties.rules.content import FilePart, content_of, hash_of
from kuangan.duties.rules.filling import missing
from kuangan.plan.queries import package_of, parameters
from kuangan.plan.rules.dues import Amount, Duty, Evidence

LEDGER_KINDS = frozenset({"ledger", "coverage", "list", "checklist"})
MEASURED_KINDS = LEDGER_KINDS | {"fact"}
SIGNED_KINDS = frozenset({"statement", "zero_report", "acknowledgement"})


@dataclass(slots=True)
class Finding:
    """One requirement as it stands. `found` decides; `words` say what was found or is missing, in words."""

    spec: Evidence
    found: bool
    words: str
    required: bool
    files: list[EvidenceFile] = field(default_factory=list)
    answer: FormAnswer | None = None
    signature: Signature | None = None
    signature_broken: bool = False
    waits_for_ledger: bool = False
    stands_in_for: str = ""
    url: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it keeps the assignment from being submitted."""
        return self.required and not self.found


@dataclass(slots=True)
class Dossier:
    """Everything supplied for one round of an assignment, evaluated."""

    assignment: Assignment
    duty: Duty
    findings: list[Finding]
    content: dict[str, Any]
    content_hash: str

    @property
    def lacking(self) -> list[Finding]:
        """What is still missing before submission."""
        return [finding for finding in self.findings if finding.blocks]

    def finding(self, key: str) -> Finding:
        """The finding of a requirement; KeyError when the duty does not ask for it."""
        for item in self.findings:
            if item.spec.key == key:
                return item
        raise KeyError(key)


@dataclass(slots=True)
class _Supplied:
    files: dict[str, list[EvidenceFile]]
    answers: dict[str, FormAnswer]
    signatures: dict[str, Signature]
    measures: dict[str, Measured | None]
    goals: dict[str, Any]


# house: unscoped — the assignment was read within a scope
def duty_of(assignment: Assignment) -> Duty:
    """The duty as the plan says it. The assignment's `duty__version` should be loaded with it."""
    return package_of(assignment.duty.version).duty(assignment.duty_slug)


# house: unscoped — the assignment was read within a scope
def dossier(assignment: Assignment) -> Dossier:
    """Evaluate the evidence of the present round. The caller has read the assignment within a scope."""
    duty = duty_of(assignment)
    asked = effective(duty)
    supplied = _read(assignment, [spec for spec, _stands_in in asked])
    content = _content(assignment, supplied)
    digest = hash_of(content)
    findings = [_find(spec, stands_in, supplied, digest) for spec, stands_in in asked]
    _settle_alternatives(findings)
    return Dossier(assignment, duty, findings, content, digest)


def effective(duty: Duty) -> list[tuple[Evidence, str]]:
    """The requirements that hold now: a ledger that nobody supplies yet is replaced by what the plan asks meanwhile.

    The second value names the ledger requirement that a substitute stands in for.
    """
    asked: list[tuple[Evidence, str]] = []
    for spec in duty.evidence:
        if spec.kind in LEDGER_KINDS and not is_supplied(_measure_name(spec)):
            asked.append((spec, ""))
            asked.extend((substitute, spec.key) for substitute in spec.until_ledger)
        else:
            asked.append((spec, ""))
    return asked


def _measure_name(spec: Evidence) -> str:
    return {"list": f"list.{spec.list_id}", "checklist": f"checklist.{spec.checklist}"}.get(spec.kind, spec.measure)


def _read(assignment: Assignment, asked: list[Evidence]) -> _Supplied:
    """What was supplied in this round. A table that holds nothing the duty asks for is not asked."""
    kinds = {spec.kind for spec in asked}
    files: dict[str, list[EvidenceFile]] = {}
    if "file" in kinds:
        rows = assignment.files.filter(round=assignment.round, removed_at__isnull=True).select_related("stored")
        for row in rows.order_by("id"):
            files.setdefault(row.requirement, []).append(row)
    answers: dict[str, FormAnswer] = {}
    if "form" in kinds:
        answers = {row.requirement: row for row in assignment.answers.filter(round=assignment.round)}
    signatures: dict[str, Signature] = {}
    if kinds & SIGNED_KINDS:
        for mark in assignment.signatures.filter(round=assignment.round).order_by("id"):
            signatures[mark.requirement] = mark
    measures = {
        spec.key: measured(_measure_name(spec), assignment, {**spec.arguments, "population": spec.population})
        for spec in asked
        if spec.kind in MEASURED_KINDS
    }
    return _Supplied(files, answers, signatures, measures, _goals(assignment, asked))


def _goals(assignment: Assignment, asked: list[Evidence]) -> dict[str, Any]:
    """The figure each measured requirement asks for; parameters are read only where a requirement names one."""
    named = any(isinstance(spec.value, Amount) and spec.value.parameter for spec in asked)
    given = parameters(assignment.plan, assignment.region_code) if named else {}
    return {spec.key: spec.wanted(given) for spec in asked}


def _content(assignment: Assignment, supplied: _Supplied) -> dict[str, Any]:
    head = {
        "plan": assignment.plan.urn,
        "duty": assignment.duty_slug,
        "bearer": assignment.bearer_key,
        "subject": assignment.subject_key,
        "period": assignment.period_key,
        "round": assignment.round,
    }
    files = [
        FilePart(row.requirement, row.name, row.stored.sha256, row.stored.size)
        for rows in supplied.files.values()
        for row in rows
    ]
    figures = {key: value.content for key, value in supplied.measures.items() if value is not None}
    return content_of(head, files, {key: row.values for key, row in supplied.answers.items()}, figures)


def _find(spec: Evidence, stands_in: str, supplied: _Supplied, digest: str) -> Finding:
    if spec.kind == "file":
        finding = _find_files(spec, supplied)
    elif spec.kind == "form":
        finding = _find_form(spec, supplied)
    elif spec.kind in SIGNED_KINDS:
        finding = _find_signature(spec, supplied, digest)
    else:
        finding = _find_measure(spec, supplied)
    finding.stands_in_for = stands_in
    return finding


def _find_files(spec: Evidence, supplied: _Supplied) -> Finding:
    files = supplied.files.get(spec.key, [])
    least = max(spec.least, 1)
    if len(files) >= least:
        words = _("%(count)d attached") % {"count": len(files)}
    elif files:
        words = _("%(count)d attached, %(more)d more needed") % {"count": len(files), "more": least - len(files)}
    else:
        words = _("Nothing attached yet")
    return Finding(spec, len(files) >= least, words, spec.required, files=files)


def _find_form(spec: Evidence, supplied: _Supplied) -> Finding:
    answer = supplied.answers.get(spec.key)
    if answer is None:
        return Finding(spec, False, _("Not filled in yet"), spec.required)
    lacking = missing(spec.fields, answer.values)
    if lacking:
        words = _("Still to fill in: %(fields)s") % {"fields": "、".join(lacking)}
    else:
        words = _("Filled in by %(name)s") % {"name": answer.saved_by}
    return Finding(spec, not lacking, words, spec.required, answer=answer)


def _find_signature(spec: Evidence, supplied: _Supplied, digest: str) -> Finding:
    mark = supplied.signatures.get(spec.key)
    if mark is None:
        words = _("Not acknowledged yet") if spec.kind == "acknowledgement" else _("Not signed yet")
        return Finding(spec, False, words, spec.required)
    broken = mark.content_hash != digest and spec.kind != "acknowledgement"
    if broken:
        words = _("Changed since %(name)s signed: sign again") % {"name": mark.signed_by}
    elif spec.kind == "acknowledgement":
        words = _("Acknowledged by %(name)s") % {"name": mark.signed_by}
    else:
        words = _("Signed by %(name)s, unchanged since") % {"name": mark.signed_by}
    return Finding(spec, not broken, words, spec.required, signature=mark, signature_broken=broken)


def _find_measure(spec: Evidence, supplied: _Supplied) -> Finding:
    answer = supplied.measures.get(spec.key)
    if answer is None:
        words = _("This ledger is not connected yet; bring what is asked below instead")
        if not spec.until_ledger:
            words = _("This ledger is not connected yet; nothing is asked until it is")
        return Finding(spec, False, words, False, waits_for_ledger=True)
    goal = supplied.goals[spec.key]
    found = _compare(answer.value, spec.comparison, goal)
    words = answer.found or _("On record: %(value)s, needed: %(needed)s") % {
        "value": f"{answer.value:g}", "needed": goal,
    }  # fmt: skip
    return Finding(spec, found, words, spec.required, url=answer.url)


def _compare(actual: float, comparison: str, wanted: Any) -> bool:
    goal = float(1 if wanted is None else wanted)
    return {"at_least": actual >= goal, "at_most": actual <= goal}.get(comparison, actual == goal)


# house: unscoped — compares two plain values and reads no row
def replaces(spec: Evidence, finding: Finding) -> bool:
    """Whether a zero report stands for this requirement, or for the ledger that it substitutes meanwhile."""
    return bool(spec.instead_of) and spec.instead_of in (finding.spec.key, finding.stands_in_for)


def _settle_alternatives(findings: list[Finding]) -> None:
    """A zero report and the evidence it replaces: one of the two is enough."""
    for finding in findings:
        others = [other for other in findings if replaces(finding.spec, other) and other.required]
        if not others:
            continue
        if all(other.found for other in others):
            finding.required = False
        elif finding.found:
            for other in others:
                other.required = False
                other.words = _("Nothing to report, attested")
