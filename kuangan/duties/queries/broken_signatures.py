"""Signatures that are not over what they stand under: for the operator, after an upgrade that freezes more."""

from collections.abc import Iterator
from dataclasses import dataclass

from kuangan.duties.models import Assignment, Signature
from kuangan.duties.queries.evidence import dossier
from kuangan.duties.states import AssignmentState
from kuangan.foundation.authority.scopes import Scope

_ENDED = (AssignmentState.VOIDED,)


@dataclass(frozen=True, slots=True)
class Broken:
    """One signature over another content than what stands there. `is_delivered`: it was submitted or accepted so."""

    assignment: Assignment
    signature: Signature
    is_delivered: bool
    altered: tuple[str, ...] = ()


def broken_signatures(scope: Scope) -> Iterator[Broken]:
    """Every broken signature of the present round of an assignment that is still owed or was delivered."""
    signed = Signature.objects.within(scope).order_by().values("assignment_id")
    rows = Assignment.objects.within(scope).filter(pk__in=signed).exclude(state__in=_ENDED)
    for row in rows.select_related("duty__version", "plan", "mine").order_by("pk").iterator(chunk_size=200):
        papers = dossier(row)
        altered = tuple(papers.frozen.altered) if papers.frozen else ()
        for finding in papers.findings:
            if finding.signature is not None and finding.signature_broken:
                yield Broken(row, finding.signature, papers.frozen is not None, altered)
