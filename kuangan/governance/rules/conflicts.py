"""Who is not impartial as a helper (利益冲突; rows 46, 100). It warns and never decides: a person answers for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from kuangan.governance.states import Conflict


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who might help. `agency_id` is None for an officer; names are compared without blanks."""

    name: str = ""
    agency_id: int | None = None
    agency_name: str = ""
    qualification_no: str = ""
    qualified_until: date | None = None
    has_evaluated: bool = False


@dataclass(frozen=True, slots=True)
class Ties:
    """What the ledgers know of a mine and of the hazard that help is asked for.

    `assessors` and `certifiers` are agencies by number, the names beside them experts and officers; `employers` are
    agencies whose people hold a post in the mine, `hired_from` is what the mine says of the experts that it pays.
    """

    assessors: Collection[int] = ()
    assessor_names: Collection[str] = ()
    certifiers: Collection[int] = ()
    certifier_names: Collection[str] = ()
    employers: Collection[int] = ()
    hired_from: str = ""
    hired_expert: str = ""


def conflicts(candidate: Candidate, ties: Ties, on: date) -> list[Conflict]:
    """Why this helper may not be impartial or fit on a day, the gravest first; empty when nothing is known."""
    agency, name = candidate.agency_id, bare_name(candidate.name)
    certifies = agency in ties.certifiers or name in {bare_name(one) for one in ties.certifier_names}
    assessed = agency in ties.assessors or name in {bare_name(one) for one in ties.assessor_names}
    found = {
        Conflict.CERTIFIES: certifies if (agency or name) else False,
        Conflict.ASSESSED: assessed if (agency or name) else False,
        Conflict.DECLARED: candidate.has_evaluated,
        Conflict.HIRED: _is_hired(candidate, ties),
        Conflict.EMPLOYED: agency is not None and agency in ties.employers,
        Conflict.UNQUALIFIED: agency is not None and not is_qualified(candidate, on),
    }
    return [one for one, holds in found.items() if holds]


def is_qualified(candidate: Candidate, on: date) -> bool:
    """Whether an agency has a numbered qualification whose last day has not passed; an unknown day is not enough."""
    until = candidate.qualified_until
    return bool(candidate.qualification_no.strip()) and until is not None and until >= on


def _is_hired(candidate: Candidate, ties: Ties) -> bool:
    agency, name = bare_name(candidate.agency_name), bare_name(candidate.name)
    hired = {bare_name(ties.hired_from), bare_name(ties.hired_expert)} - {""}
    return bool(hired & {agency, name} - {""})


def bare_name(name: str) -> str:
    """A name as it is compared: without blanks, full-width brackets made narrow, lower case."""
    return "".join(name.split()).replace("（", "(").replace("）", ")").lower()
