"""Where the operations of hazards are declared, how an address finds its row, and what several bodies share."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import AwareDatetime, Field

from kuangan.foundation.api.operations import Given, Operations, Shown
from kuangan.foundation.api.problems import invalid
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.hazards import hazard
from kuangan.hazards.states import Disaster, FocusArea, Grade, HazardState, LinkKind, Source
from kuangan.registry.models import Mine

hazards = Operations("hazards")
READ = "hazards.read"
CODE_OR_NOTHING = r"^([0-9]{6})?$"

Moment = Annotated[AwareDatetime, Field(ge=datetime(1949, 1, 1, tzinfo=UTC), le=datetime(2199, 1, 1, tzinfo=UTC))]
"""A moment with its offset that people can mean."""
Day = Annotated[date, Field(ge=date(1949, 1, 1), le=date(2199, 1, 1))]
"""A day in Shanghai that people can mean."""
Yuan = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
if TYPE_CHECKING:
    States = str
    Grades = str
    Sources = str
    Disasters = str
    FocusAreas = str
    Links = str
else:
    States = Literal[tuple(HazardState.values)]
    Grades = Literal[tuple(Grade.values)]
    Sources = Literal[tuple(Source.values)]
    Disasters = Literal[(*Disaster.values, "")]
    FocusAreas = Literal[(*FocusArea.values, "")]
    Links = Literal[(LinkKind.SAME.value, LinkKind.RELATED.value, LinkKind.RECURS.value)]


class HazardReason(Given):
    """Why; it stays on record."""

    reason: str = Field(min_length=1, max_length=2000)


class HazardOpinion(Given):
    """What the other side reads."""

    opinion: str = Field(min_length=1, max_length=2000)
    shown: Shown


class HazardWithdrawal(HazardReason):
    """Why an entry is taken back."""

    shown: Shown


class HazardFound(Given):
    """What was found. A hazard becomes major by determination only."""

    place: str = Field(min_length=1, max_length=120)
    description: str = Field(min_length=1, max_length=2000)
    source: Sources
    grade: Literal["general", "suspected"] = "general"
    found_at: Moment | None = Field(None, description=gettext_noop("When it was found; left out it is now."))
    found_by: str = Field("", max_length=100)
    disaster: Disasters = ""
    focus_area: FocusAreas = ""
    requirement: str = Field("", max_length=2000)
    article_id: Annotated[int, Field(ge=1, le=2**53 - 1)] | None = None


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def hazard_of(request: HttpRequest, pk: int) -> Hazard:
    """The hazard of an address; OutOfScope (404) outside the reader's jurisdiction."""
    try:
        return hazard(actor_of(request).scope, pk)
    except Hazard.DoesNotExist:
        raise OutOfScope from None


def part_of(rows: Any, pk: int) -> Any:
    """One row that belongs to a hazard of the reader's; OutOfScope (404) for another's."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise OutOfScope
    return found


def mine_named(request: HttpRequest, pk: int) -> Mine:
    """The mine that a body names; 422 for one outside the jurisdiction."""
    found: Mine | None = Mine.objects.within(actor_of(request).scope).filter(pk=pk).first()
    if found is None:
        raise invalid("mine_id", _("There is no such mine in your jurisdiction."))
    return found


def hazard_named(request: HttpRequest, pk: int, field: str) -> Hazard:
    """The hazard that a body names; 422 for one outside the jurisdiction."""
    found: Hazard | None = Hazard.objects.within(actor_of(request).scope).filter(pk=pk).first()
    if found is None:
        raise invalid(field, _("There is no such hazard in your jurisdiction."))
    return found


def public(rows: Any, pk: int | None, field: str) -> Any:
    """A public record that a body names (criterion, article, agency); None for none, 422 for one that is not there."""
    if pk is None:
        return None
    found = rows.filter(pk=pk).first()
    if found is None:
        raise invalid(field, _("There is no such record."))
    return found
