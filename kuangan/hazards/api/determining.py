"""The grade of a hazard, its report to the bureau, and the five in place. A signature needs the person."""

from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from pydantic import Field

from kuangan.foundation.api.operations import NOTHING, Given, Number, Pk
from kuangan.foundation.api.problems import needs_person
from kuangan.foundation.authority.policy import require
from kuangan.hazards import actions
from kuangan.hazards.api import telling
from kuangan.hazards.api.declared import FocusAreas, Moment, Yuan, actor_of, hazard_of, hazards, public
from kuangan.hazards.api.shapes import DeterminationShape, FiveShape, HazardStanding
from kuangan.hazards.states import FundSource
from kuangan.standards.models import Criterion


class HazardJudgement(Given):
    """The grade, against which criterion, and why."""

    grade: Literal["general", "major"]
    reasons: str = Field(min_length=1, max_length=4000)
    criterion_id: Number | None = Field(
        None, description=gettext_noop("Needed for a major one: in force on the day it was found.")
    )
    focus_area: FocusAreas = ""
    happened_at: Moment | None = Field(None, description=gettext_noop("The true time; left out it is now."))


class HazardReport(Given):
    """What the bureau is told."""

    words: str = Field("", max_length=4000)


class FivePlaced(Given):
    """The five in place: responsibility, measures, funds, deadline, emergency plan."""

    responsible: str = Field(min_length=1, max_length=60)
    responsible_post: str = Field("", max_length=60)
    measures: str = Field(min_length=1, max_length=4000)
    interim_measures: str = Field("", max_length=4000)
    funds_yuan: Yuan | None = None
    fund_source: Literal[(*FundSource.values, "")] = ""  # type: ignore[valid-type]
    deadline_at: Moment
    emergency_plan: str = Field("", max_length=4000)
    flags_answer: str = Field("", max_length=2000, description=gettext_noop("Why what looks implausible is right."))
    seen: int | None = Field(
        None, ge=0, le=32_000, description=gettext_noop("The version that you started from, 0 for none.")
    )


@hazards.post(
    "/{pk}/determinations", "hazards.determine", DeterminationShape, gettext_noop("Determine the grade of a hazard")
)
def determine(request: HttpRequest, pk: Pk, sent: HazardJudgement) -> dict[str, Any]:
    """A named person decides, against the criteria in force on the day it was found."""
    row = hazard_of(request, pk)
    criterion = public(Criterion.objects.select_related("criterion_set"), sent.criterion_id, "criterion_id")
    told = sent.model_dump(exclude={"criterion_id"})
    return telling.determination(actions.determine(actor_of(request), row, criterion=criterion, **told))


@hazards.post("/{pk}/report", "hazards.report", HazardStanding, gettext_noop("Report a major hazard to the bureau"))
def report(request: HttpRequest, pk: Pk, sent: HazardReport) -> dict[str, Any]:
    """Stops the clock of reporting (Work Safety Law, article 41)."""
    return telling.standing(actions.report(actor_of(request), hazard_of(request, pk), words=sent.words))


@hazards.post("/{pk}/five", "hazards.put_in_place", FiveShape, gettext_noop("Put the five in place"))
def put_in_place(request: HttpRequest, pk: Pk, sent: FivePlaced) -> dict[str, Any]:
    """A new version. A general hazard is under rectification with it, a major one once the principal has signed."""
    made = actions.put_in_place(actor_of(request), hazard_of(request, pk), **sent.model_dump())
    return telling.plain(made, FiveShape)


@hazards.post(
    "/{pk}/five/signature", "hazards.put_in_place", FiveShape, gettext_noop("Sign the five (not by token)"),
    body=NOTHING,
)  # fmt: skip
def sign_five(request: HttpRequest, pk: Pk) -> None:
    """Always answered with 403: a signature needs the person's password, entered on the site."""
    require(actor_of(request), "hazards.put_in_place", hazard_of(request, pk))
    raise needs_person()
