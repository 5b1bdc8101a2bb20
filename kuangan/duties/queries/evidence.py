"""Evidence: each requirement of an assignment with what was found, what is missing and how to supply it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kuangan.duties.models import Assignment
from kuangan.duties.queries.findings import Finding, find
from kuangan.duties.queries.frozen import Frozen, compared, live_submission
from kuangan.duties.queries.measures import is_supplied
from kuangan.duties.queries.supplied import (
    LEDGER_KINDS,
    MEASURED_KINDS,
    SIGNED_KINDS,
    content,
    measure_name,
    supplied,
)
from kuangan.duties.rules.content import hash_of
from kuangan.plan.queries import package_of
from kuangan.plan.rules.dues import Duty, Evidence


@dataclass(slots=True)
class Dossier:
    """Everything supplied for one round of an assignment, evaluated.

    `content_hash` is what a signature is bound to: the hash of what is on the page while it is prepared, of what is
    frozen once it was submitted. `frozen` is None until then.
    """

    assignment: Assignment
    duty: Duty
    findings: list[Finding]
    content: dict[str, Any]
    content_hash: str
    frozen: Frozen | None = None

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


# house: unscoped — the assignment was read within a scope
def duty_of(assignment: Assignment) -> Duty:
    """The duty as the plan says it. The assignment's `duty__version` should be loaded with it."""
    return package_of(assignment.duty.version).duty(assignment.duty_slug)


# house: unscoped — the assignment was read within a scope
def dossier(assignment: Assignment) -> Dossier:
    """Evaluate the evidence of the present round. The caller has read the assignment within a scope."""
    duty = duty_of(assignment)
    asked = effective(duty)
    specs = [spec for spec, _stands_in in asked]
    given = supplied(assignment, duty, specs)
    present = content(assignment, specs, given)
    submission = live_submission(assignment)
    frozen = compared(assignment, submission, given) if submission else None
    digest = frozen.digest if frozen else hash_of(present)
    findings = [find(spec, given, digest, frozen) for spec in specs]
    for finding, (_spec, stands_in) in zip(findings, asked, strict=True):
        finding.stands_in_for = stands_in
    _settle_alternatives(findings)
    return Dossier(assignment, duty, findings, present, digest, frozen)


def effective(duty: Duty) -> list[tuple[Evidence, str]]:
    """The requirements that hold now: a ledger that nobody supplies yet is replaced by what the plan asks meanwhile.

    The second value names the ledger requirement that a substitute stands in for.
    """
    asked: list[tuple[Evidence, str]] = []
    for spec in duty.evidence:
        if spec.kind in LEDGER_KINDS and not is_supplied(measure_name(spec)):
            asked.append((spec, ""))
            asked.extend((substitute, spec.key) for substitute in spec.until_ledger)
        else:
            asked.append((spec, ""))
    return asked


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


__all__ = [
    "LEDGER_KINDS",
    "MEASURED_KINDS",
    "SIGNED_KINDS",
    "Dossier",
    "Finding",
    "dossier",
    "duty_of",
    "effective",
    "replaces",
]
