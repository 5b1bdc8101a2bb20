"""Filling a check in: begin, save its parts, register what was found, withdraw. Signing needs the person."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import File, Form, Schema
from ninja.files import UploadedFile
from pydantic import Field

from kuangan.foundation.api.operations import FORM, LARGEST_NUMBER, NOTHING, Given, Number, Pk
from kuangan.foundation.api.problems import needs_person
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.files import IMAGES, keep
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.hazards.models import Hazard
from kuangan.hazards.rules.pictures import taken_at
from kuangan.inspections import actions
from kuangan.inspections.api import telling
from kuangan.inspections.api.declared import actor_of, area_of, check_of, inspections
from kuangan.inspections.api.shapes import Answers, CheckShape, ClockTime, PersonShape, Results
from kuangan.inspections.models import MonthlyCheck
from kuangan.registry.models import Mine
from kuangan.standards.models import Criterion

FILL_IN = "inspections.check"


class Begun(Given):
    """A new check, perhaps the correction of a signed one."""

    mine_id: Number
    checked_on: date = Field(description=gettext_noop("The day on which it happened; it decides the month."))
    replaces_id: Number | None = Field(None, description=gettext_noop("The signed check that it corrects."))
    reason: str = Field("", max_length=300, description=gettext_noop("Needed for a correction."))


class BasicsSent(Given):
    """When it happened and who took part."""

    checked_on: date
    began: ClockTime | None = None
    ended: ClockTime | None = None
    led_by_principal: bool = True
    leader: str = Field("", max_length=60, description=gettext_noop("Needed when it was not the principal."))
    people: list[PersonShape] = Field(max_length=30)
    alone_reason: str = Field("", max_length=300)


class AreaSent(Given):
    """One area of the route."""

    name: str = Field(min_length=1, max_length=60)
    looked_at: str = Field("", max_length=300)
    result: Results = ""
    words: str = Field("", max_length=1000, description=gettext_noop("What was found."))
    walked_at: ClockTime | None = None


class AnswerSent(Given):
    """The answer to one criterion."""

    criterion_id: Number
    answer: Answers
    reason: str = Field("", max_length=200, description=gettext_noop("Needed when it is not involved."))


class AnswersSent(Given):
    """All answers; those left out are open again."""

    answers: list[AnswerSent] = Field(max_length=200)


class FindingSent(Given):
    """A hazard that was found; with `hazard_id` one that is in the ledger already."""

    hazard_id: Number | None = None
    area_id: Number | None = None
    criterion_id: Number | None = None
    place: str = Field("", max_length=120)
    description: str = Field("", max_length=2000)
    grade: str = Field("general", max_length=10)
    disaster: str = Field("", max_length=12)
    focus_area: str = Field("", max_length=20)
    requirement: str = Field("", max_length=1000)


class GoneSent(Given):
    """An open hazard of the ledger that this check found to be gone."""

    hazard_id: Number
    words: str = Field(max_length=300, description=gettext_noop("How it was removed, and who saw it."))


class PhotoSaid(Schema):
    """Where a picture belongs."""

    area_id: int | None = Field(None, ge=1, le=LARGEST_NUMBER)


class ReasonSent(Given):
    """Why."""

    reason: str = Field(min_length=1, max_length=1000)


@inspections.post("/checks", FILL_IN, CheckShape, gettext_noop("Begin a monthly check"))
def start(request: HttpRequest, sent: Begun) -> dict[str, Any]:
    """Begin a check of a mine, or the correction of a signed one."""
    actor = actor_of(request)
    mine: Mine | None = Mine.objects.within(actor.scope).filter(pk=sent.mine_id).first()
    if mine is None:
        raise OutOfScope
    old = check_of(request, sent.replaces_id) if sent.replaces_id else None
    made = actions.start(actor, mine, checked_on=sent.checked_on, replaces=old, reason=sent.reason)
    return telling.whole(check_of(request, made.pk))


@inspections.post("/checks/{pk}/basics", FILL_IN, CheckShape, gettext_noop("Save when and who"), status=200)
def save_basics(request: HttpRequest, pk: Pk, sent: BasicsSent) -> dict[str, Any]:
    """Save the day, the hours, who led and who took part."""
    told = sent.model_dump()
    told["people"] = [(one.name, one.post) for one in sent.people]
    actions.save_basics(actor_of(request), check_of(request, pk), actions.Basics(**told))
    return telling.whole(check_of(request, pk))


@inspections.post("/checks/{pk}/areas", FILL_IN, CheckShape, gettext_noop("Add an area to the route"))
def add_area(request: HttpRequest, pk: Pk, sent: AreaSent) -> dict[str, Any]:
    """Add an area at the end of the route."""
    actions.save_area(actor_of(request), check_of(request, pk), actions.AreaEntry(**sent.model_dump()))
    return telling.whole(check_of(request, pk))


@inspections.post("/checks/{pk}/areas/{area_pk}", FILL_IN, CheckShape, gettext_noop("Save an area"), status=200)
def save_area(request: HttpRequest, pk: Pk, area_pk: Pk, sent: AreaSent) -> dict[str, Any]:
    """Save what was looked at and found in an area."""
    row = check_of(request, pk)
    actions.save_area(actor_of(request), row, actions.AreaEntry(**sent.model_dump()), area=area_of(row, area_pk))
    return telling.whole(check_of(request, pk))


@inspections.post("/checks/{pk}/answers", FILL_IN, CheckShape, gettext_noop("Answer the criteria"), status=200)
def answer_criteria(request: HttpRequest, pk: Pk, sent: AnswersSent) -> dict[str, Any]:
    """Save the answers to the determination criteria in force that day."""
    told = {one.criterion_id: (one.answer, one.reason) for one in sent.answers}
    actions.answer_criteria(actor_of(request), check_of(request, pk), told)
    return telling.whole(check_of(request, pk))


@inspections.post("/checks/{pk}/findings", FILL_IN, CheckShape, gettext_noop("Register or link a hazard"))
def add_finding(request: HttpRequest, pk: Pk, sent: FindingSent) -> dict[str, Any]:
    """Register a hazard found by the check, or link one that is in the ledger already."""
    actor, row = actor_of(request), check_of(request, pk)
    area, criterion = area_of(row, sent.area_id), _criterion(sent.criterion_id)
    if sent.hazard_id is not None:
        hazard: Hazard | None = Hazard.objects.within(actor.scope).filter(pk=sent.hazard_id).first()
        if hazard is None:
            raise OutOfScope
        actions.link_hazard(actor, row, hazard, area=area, criterion=criterion)
    else:
        told = sent.model_dump(exclude={"hazard_id", "area_id", "criterion_id"})
        actions.register_finding(actor, row, actions.Found(**told, area=area, criterion=criterion))
    return telling.whole(check_of(request, pk))


@inspections.post(
    "/checks/{pk}/gone", FILL_IN, CheckShape, gettext_noop("Say that a hazard of the ledger is gone"), status=200
)
def say_gone(request: HttpRequest, pk: Pk, sent: GoneSent) -> dict[str, Any]:
    """Say that an open major or suspected hazard is no longer there; one that is still there is linked as a finding."""
    actor, row = actor_of(request), check_of(request, pk)
    hazard: Hazard | None = Hazard.objects.within(actor.scope).filter(pk=sent.hazard_id, mine=row.mine_id).first()
    if hazard is None:
        raise OutOfScope
    actions.say_gone(actor, row, hazard, words=sent.words)
    return telling.whole(check_of(request, pk))


@inspections.post("/checks/{pk}/photos", FILL_IN, CheckShape, gettext_noop("Add a picture"), body=FORM)
def add_photo(request: HttpRequest, pk: Pk, file: File[UploadedFile], said: Form[PhotoSaid]) -> dict[str, Any]:
    """Add a picture to the check, to an area where one is named."""
    actor, row = actor_of(request), check_of(request, pk)
    require(actor, FILL_IN, row)
    stored = keep(file, allowed=IMAGES)
    picture = actions.Picture(stored, file.name or "", taken_at(stored.exif, clock.now()))
    actions.add_photo(actor, row, picture, area=area_of(row, said.area_id))
    return telling.whole(row)


@inspections.post(
    "/checks/{pk}/signature", "inspections.read", CheckShape, gettext_noop("Sign a check (not by token)"), body=NOTHING
)
def sign(request: HttpRequest, pk: Pk) -> None:
    """Always answered with 403: a signature needs the principal's password, entered on the site."""
    _row: MonthlyCheck = check_of(request, pk)
    raise needs_person()


@inspections.post("/checks/{pk}/withdrawals", "inspections.withdraw", CheckShape, gettext_noop("Withdraw a check"))
def withdraw(request: HttpRequest, pk: Pk, sent: ReasonSent) -> dict[str, Any]:
    """Withdraw a check; its hazards stay in the ledger."""
    actions.withdraw(actor_of(request), check_of(request, pk), reason=sent.reason)
    return telling.whole(check_of(request, pk))


def _criterion(pk: int | None) -> Criterion | None:
    """A criterion by its number; a published document, so everybody sees it."""
    if pk is None:
        return None
    found: Criterion | None = Criterion.objects.filter(pk=pk).first()
    if found is None:
        raise OutOfScope
    return found
