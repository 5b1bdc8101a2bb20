"""Who hears of which act, and as what: by the kind of its record in the trail."""

from collections.abc import Callable, Iterable, Iterator

from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.notices.kinds import Kind
from kuangan.hazards import kinds
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.recipients import People
from kuangan.hazards.states import CheckResult, Grade, HazardState

Told = tuple[Kind, Iterable[int], str]
"""A kind, whom it is told, and the tail of its key ("" for the first notice about an act)."""
Of = Callable[[People, Hazard, AuditEvent], Iterable[Told]]


def _mine(people: People, row: Hazard) -> set[int]:
    return people.of_mine(row.mine_id, row.mine.enterprise_id)


def _principals(people: People, row: Hazard) -> set[int]:
    return people.principals(row.mine_id, row.mine.enterprise_id)


def _bureaus(people: People, row: Hazard) -> set[int]:
    return people.of_county(row.region_code) | people.of_city(row.region_code)


def _to_mine(kind: Kind) -> Of:
    return lambda people, row, event: [(kind, _mine(people, row), "")]


def _to_mine_and_county(kind: Kind) -> Of:
    return lambda people, row, event: [(kind, _mine(people, row) | people.of_county(row.region_code), "")]


def _to_everybody(kind: Kind) -> Of:
    return lambda people, row, event: [(kind, _mine(people, row) | _bureaus(people, row), "")]


def _registered(people: People, row: Hazard, event: AuditEvent) -> Iterator[Told]:
    """A suspected one waits for a determination; what the bureau found is told to the mine."""
    if (event.details or {}).get("grade") == Grade.SUSPECTED:
        yield kinds.TOLD_SUSPECTED, _principals(people, row) | people.of_county(row.region_code), ""
    else:
        yield kinds.TOLD_FOUND, _mine(people, row), ""


def _determined(people: People, row: Hazard, event: AuditEvent) -> Iterator[Told]:
    """Raised to major: both bureaus and the mine; the principal is reminded of the report while its clock runs."""
    before, after = (event.before or {}).get("grade"), (event.after or {}).get("grade")
    if before == after:
        return
    if after == Grade.MAJOR:
        yield kinds.TOLD_MAJOR, _mine(people, row) | _bureaus(people, row), ""
        if row.report_due_at is not None and row.reported_at is None:
            yield kinds.TOLD_REPORT, _principals(people, row), ":report"
    else:
        yield kinds.TOLD_LOWERED, _mine(people, row) | people.of_county(row.region_code), ""


def _reported(people: People, row: Hazard, event: AuditEvent) -> Iterator[Told]:
    yield kinds.TOLD_REPORTED, people.of_county(row.region_code), ""


def _to_sign(people: People, row: Hazard, event: AuditEvent) -> Iterator[Told]:
    """Only a major hazard waits for the principal, and only until it was signed."""
    five = row.five_points.order_by("-version").first() if row.is_major and row.is_open else None
    if five is not None and five.signed_at is None:
        yield kinds.TOLD_TO_SIGN, _principals(people, row), ""


def _asked(people: People, row: Hazard, event: AuditEvent) -> Iterator[Told]:
    """Whoever decides: the city about a listed one, else the county."""
    deciders = people.of_city(row.region_code) if row.is_listed else people.of_county(row.region_code)
    yield kinds.TOLD_ASKED, deciders, ""


def _applied(people: People, row: Hazard, event: AuditEvent) -> Iterator[Told]:
    """Whoever accepts, unless it has been decided or taken back meanwhile."""
    if row.state != HazardState.APPLIED:
        return
    if row.is_major:
        yield kinds.TOLD_APPLIED, people.county_checkers(row.region_code), ""
    else:
        yield kinds.TOLD_APPLIED, people.accepting(row.mine_id, row.mine.enterprise_id, row.region_code), ""


def _check_opened(people: People, row: Hazard, event: AuditEvent) -> Iterator[Told]:
    if row.state == HazardState.APPLIED:
        yield kinds.TOLD_SECOND, people.county_checkers(row.region_code), ""


def _check_signed(people: People, row: Hazard, event: AuditEvent) -> Iterator[Told]:
    """Passed: the city closes it out; not passed: back to the mine."""
    if (event.details or {}).get("result") != CheckResult.PASSED:
        yield kinds.TOLD_REFUSED, _mine(people, row), ""
    elif row.state == HazardState.VERIFIED:
        yield kinds.TOLD_TO_CLOSE, people.of_city(row.region_code) | _mine(people, row), ""


def _delisted(people: People, row: Hazard, event: AuditEvent) -> Iterator[Told]:
    """A close-out delists in the same act and is told as such."""
    if row.state != HazardState.CLOSED:
        yield kinds.TOLD_DELISTED, _mine(people, row) | people.of_county(row.region_code), ""


def _withdrawn(people: People, row: Hazard, event: AuditEvent) -> Iterator[Told]:
    """A grave one is told to the bureau, what the bureau withdrew to the mine; a mine's own slip to nobody else."""
    others = people.of_county(row.region_code) if row.grade != Grade.GENERAL else set()
    yield kinds.TOLD_WITHDRAWN, _mine(people, row) | others, ""


ABOUT: dict[str, Of] = {
    kinds.REGISTERED.name: _registered,
    kinds.DETERMINED.name: _determined,
    kinds.REPORTED.name: _reported,
    kinds.PUT_IN_PLACE.name: _to_sign,
    kinds.SUPERVISOR_REPLACED.name: _to_sign,
    kinds.EXTENSION_ASKED.name: _asked,
    kinds.EXTENSION_GRANTED.name: _to_mine(kinds.TOLD_GRANTED),
    kinds.EXTENSION_REFUSED.name: _to_mine(kinds.TOLD_KEPT),
    kinds.EVACUATED.name: _to_everybody(kinds.TOLD_EVACUATED),
    kinds.LIFTED.name: _to_everybody(kinds.TOLD_LIFTED),
    kinds.APPLIED.name: _applied,
    kinds.CHECK_OPENED.name: _check_opened,
    kinds.CHECK_SIGNED.name: _check_signed,
    kinds.ACCEPTED.name: _to_mine(kinds.TOLD_CLOSED),
    kinds.REFUSED.name: _to_mine(kinds.TOLD_REFUSED),
    kinds.SENT_BACK.name: _to_mine_and_county(kinds.TOLD_REFUSED),
    kinds.CLOSED.name: _to_mine_and_county(kinds.TOLD_CLOSED),
    kinds.LISTED.name: _to_mine_and_county(kinds.TOLD_LISTED),
    kinds.DELISTED.name: _delisted,
    kinds.WITHDRAWN.name: _withdrawn,
}
"""By the kind of the record."""
