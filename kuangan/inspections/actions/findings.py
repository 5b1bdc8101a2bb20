"""What was found becomes a hazard of the ledger, or is one that is there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import actions as hazards
from kuangan.hazards.models import Hazard
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.hazards.states import Grade, HazardState, PhotoStage, Source
from kuangan.inspections import kinds
from kuangan.inspections.actions.locking import draft
from kuangan.inspections.models import CheckFinding, CheckPhoto, GoneHazard, MonthlyCheck, RouteArea
from kuangan.inspections.queries.standing import standing
from kuangan.inspections.rules.gaps import contradiction
from kuangan.standards.models import Criterion
from kuangan.standards.queries import applies_to, criterion_in_force


@dataclass(frozen=True)
class Found:
    """What was found. A `criterion` that it may meet makes it suspected; whether it is major is determined later."""

    place: str
    description: str
    grade: str = Grade.GENERAL
    area: RouteArea | None = None
    criterion: Criterion | None = None
    disaster: str = ""
    focus_area: str = ""
    requirement: str = ""
    photos: Sequence[CheckPhoto] = ()
    entry_key: UUID | None = None


@transaction.atomic
def register_finding(actor: Actor, check: MonthlyCheck, told: Found) -> CheckFinding:
    """Register a hazard with the source «monthly check» and link it, in one transaction; sent twice it is one.

    Raises Refused for whatever a hazard is refused for, and for a criterion or an area that is not this check's.
    """
    row = draft(actor, check)
    _check_parts(row, told.area, told.criterion)
    finding = hazards.Finding(
        place=told.place, description=told.description, source=Source.MONTHLY_CHECK,
        grade=Grade.SUSPECTED if told.criterion else told.grade, found_at=_found_at(row, told.area),
        disaster=told.disaster, focus_area=told.focus_area, requirement=told.requirement, entry_key=told.entry_key,
        pictures=[
            hazards.Picture(stored=one.stored, name=one.name, stage=PhotoStage.BEFORE, taken_at=one.taken_at)
            for one in told.photos if one.monthly_check_id == row.pk
        ],
    )  # fmt: skip
    hazard = hazards.register(actor, row.mine, finding)
    CheckPhoto.rows.filter(
        monthly_check=row, pk__in=[one.pk for one in told.photos], area__isnull=True
    ).update(area=told.area)  # fmt: skip
    return _link(actor, row, hazard, told.area, told.criterion, is_new=True)


@transaction.atomic
def link_hazard(
    actor: Actor, check: MonthlyCheck, hazard: Hazard, *, area: RouteArea | None = None,
    criterion: Criterion | None = None,
) -> CheckFinding:  # fmt: skip
    """Say that the check met a hazard that is in the ledger already. Linked again, area and criterion are taken over.

    Raises Refused for a hazard of another mine, one that was settled before or found after the check, and for a
    criterion together with a general hazard.
    """
    row = draft(actor, check)
    _check_parts(row, area, criterion)
    if hazard.mine_id != row.mine_id:
        raise Refused(_("This hazard belongs to another mine."), "hazard")
    if hazard.state == HazardState.WITHDRAWN:
        raise Refused(_("This hazard was withdrawn."), "hazard")
    if clock.day_of(hazard.found_at) > row.checked_on:
        raise Refused(_("This hazard was found after the day of the check."), "hazard")
    if hazard.closed_at is not None and clock.day_of(hazard.closed_at) < row.checked_on:
        raise Refused(_("This hazard was closed out before the day of the check."), "hazard")
    if criterion is not None and hazard.grade == Grade.GENERAL:
        raise Refused(
            _("It counts as a general hazard. Have it determined first, or register what meets the criterion."),
            "hazard",
        )
    return _link(actor, row, hazard, area, criterion, is_new=False)


@transaction.atomic
def say_gone(actor: Actor, check: MonthlyCheck, hazard: Hazard, *, words: str) -> GoneHazard:
    """Say that a major or suspected hazard which is open in the ledger is no longer there, and how it went.

    Raises Refused while the ledger says that it is still to be rectified: a statement does not contradict it. Said
    again, the words are taken over; a link of the hazard with this check gives way.
    """
    row = draft(actor, check)
    asked = next((one for one in standing(row, [], []) if one.hazard.pk == hazard.pk), None)
    if asked is None:
        raise Refused(_("This hazard is not open at this mine as major or suspected; nothing is asked about it."))
    if asked.told.unrectified:
        raise Refused(contradiction(asked.told.name), "answer")
    if says_nothing(words, 4):
        raise Refused(_("Say how it was removed, and who saw it."), "words")
    met = row.findings.filter(hazard=hazard).first()
    if met is not None and met.is_new:
        raise Refused(_("This check registered it; it cannot say that it is gone."), "answer")
    if met is not None:
        met.delete()
    said, made = GoneHazard.rows.get_or_create(
        monthly_check=row, hazard=hazard, defaults={"words": tidy(words)[:300], "said_by": actor.name[:100]}
    )
    if not made and said.words == tidy(words)[:300]:
        return said
    said.words, said.said_by, said.said_at = tidy(words)[:300], actor.name[:100], clock.now()
    said.save()
    record(actor, kinds.HAZARD_GONE, row, hazard=hazard.number, words=said.words)
    return said


@transaction.atomic
def unlink_hazard(actor: Actor, check: MonthlyCheck, finding: CheckFinding) -> None:
    """Take a hazard off the check; in the ledger it stays."""
    row = draft(actor, check)
    held = row.findings.select_related("hazard").filter(pk=finding.pk).first()
    if held is None:
        return
    record(actor, kinds.FINDING_UNLINKED, row, hazard=held.hazard.number)
    held.delete()


def _check_parts(row: MonthlyCheck, area: RouteArea | None, criterion: Criterion | None) -> None:
    if area is not None and area.monthly_check_id != row.pk:
        raise Refused(_("This area does not belong to the route of this check."), "area")
    if criterion is not None and not (
        criterion_in_force(criterion, row.checked_on) and applies_to(criterion, row.mine.kind)
    ):
        raise Refused(
            _("This criterion was not in force that day or is not meant for this kind of mine."), "criterion"
        )  # fmt: skip


def _found_at(row: MonthlyCheck, area: RouteArea | None) -> datetime:
    """When it was found: as the area was walked, else as the check began; on the day itself never later than now."""
    at = (area.walked_at if area else None) or row.began
    found = clock.moment(row.checked_on, at) if at else clock.start_of_day(row.checked_on)
    return min(found, clock.now())


def _link(
    actor: Actor, row: MonthlyCheck, hazard: Hazard, area: RouteArea | None, criterion: Criterion | None, *,
    is_new: bool,
) -> CheckFinding:  # fmt: skip
    held: CheckFinding | None = row.findings.filter(hazard=hazard).first()
    if held is None:
        held = CheckFinding(monthly_check=row, hazard=hazard, is_new=is_new, linked_by=actor.name[:100])
    elif (held.area_id, held.criterion_id) == (area and area.pk, criterion and criterion.pk):
        return held
    GoneHazard.rows.filter(monthly_check=row, hazard=hazard).delete()
    held.area, held.criterion = area, criterion
    held.save()
    record(
        actor, kinds.FINDING_LINKED, row, hazard=hazard.number, grade=hazard.grade,
        route_area=area.name if area else "", criterion=criterion.code if criterion else "",
    )  # fmt: skip
    return held
