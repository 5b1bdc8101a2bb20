"""Taking over the parts of a signed check into its correction."""

from django.db import transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.inspections.models import (
    CheckFinding,
    CheckPhoto,
    CriterionAnswer,
    MonthlyCheck,
    Participant,
    RouteArea,
)


@transaction.atomic
def copy_parts(actor: Actor, old: MonthlyCheck, new: MonthlyCheck) -> None:
    """People, route, answers, hazards and pictures of the old check; the caller has locked it and writes the record."""
    Participant.rows.bulk_create(
        Participant(monthly_check=new, position=one.position, name=one.name, post=one.post) for one in old.people.all()
    )
    CriterionAnswer.rows.bulk_create(
        CriterionAnswer(monthly_check=new, criterion_id=one.criterion_id, answer=one.answer, reason=one.reason)
        for one in old.answers.all()
    )
    places: dict[int | None, RouteArea | None] = {area.pk: _copied(area, new) for area in old.areas.all()}
    places[None] = None
    CheckFinding.rows.bulk_create(
        CheckFinding(
            monthly_check=new, hazard_id=one.hazard_id, area=places[one.area_id], criterion_id=one.criterion_id,
            is_new=one.is_new, linked_by=actor.name[:100],
        )
        for one in old.findings.all()
    )  # fmt: skip
    CheckPhoto.rows.bulk_create(
        CheckPhoto(
            monthly_check=new, area=places[one.area_id], stored_id=one.stored_id, name=one.name, taken_at=one.taken_at,
            added_at=one.added_at, added_by_id=one.added_by_id, added_by=one.added_by,
        )
        for one in old.photos.filter(removed_at__isnull=True)
    )  # fmt: skip


def _copied(area: RouteArea, new: MonthlyCheck) -> RouteArea:
    made: RouteArea = RouteArea.rows.create(
        monthly_check=new, position=area.position, name=area.name, looked_at=area.looked_at, result=area.result,
        words=area.words, walked_at=area.walked_at,
    )  # fmt: skip
    return made
