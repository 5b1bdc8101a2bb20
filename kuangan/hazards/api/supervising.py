"""Listed supervision by the city, the county's returns under it, and the close-out (挂牌督办、销号)."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from pydantic import Field

from kuangan.foundation.api.operations import Given, Pk, Shown
from kuangan.hazards import actions
from kuangan.hazards.api import telling
from kuangan.hazards.api.declared import Day, Moment, actor_of, hazard_of, hazards, part_of
from kuangan.hazards.api.shapes import HazardStanding, ListingShape, SupervisionReturnShape


class ListingNotice(Given):
    """The notice of a listed supervision."""

    requirements: str = Field(min_length=1, max_length=4000)
    deadline: Day
    document_number: str = Field("", max_length=60)
    happened_at: Moment | None = Field(None, description=gettext_noop("The true time; left out it is now."))
    is_public: bool = False
    public_words: str = Field("", max_length=2000)
    shown: Shown


class SupervisionReturned(Given):
    """How rectification stands, and what the bureau did."""

    text: str = Field(min_length=1, max_length=4000)
    happened_at: Moment | None = Field(None, description=gettext_noop("The true time; left out it is now."))


class HazardDelisting(Given):
    """Why a hazard is taken off the list."""

    reason: str = Field(min_length=1, max_length=2000)
    document_number: str = Field("", max_length=60)
    shown: Shown


class HazardCloseOut(Given):
    """The close-out of a major hazard."""

    delisting_number: str = Field("", max_length=60)
    unlisted_reason: str = Field("", max_length=2000, description=gettext_noop("Needed when it was never listed."))
    shown: Shown


@hazards.post("/{pk}/listings", "hazards.list", ListingShape, gettext_noop("List a hazard for supervision"))
def list_for_supervision(request: HttpRequest, pk: Pk, sent: ListingNotice) -> dict[str, Any]:
    """The city lists a major hazard, with requirements and a deadline."""
    made = actions.list_for_supervision(actor_of(request), hazard_of(request, pk), **sent.model_dump())
    return telling.listing(made)


@hazards.post(
    "/{pk}/listings/{listing_pk}/returns",
    "hazards.return_progress",
    SupervisionReturnShape,
    gettext_noop("Return progress"),
)
def return_progress(request: HttpRequest, pk: Pk, listing_pk: Pk, sent: SupervisionReturned) -> dict[str, Any]:
    """The county answers the return that is due next."""
    held = part_of(hazard_of(request, pk).listings.select_related("hazard"), listing_pk)
    return telling.plain(actions.return_progress(actor_of(request), held, **sent.model_dump()), SupervisionReturnShape)


@hazards.post("/{pk}/listings/{listing_pk}/delisting", "hazards.list", ListingShape, gettext_noop("Delist a hazard"))
def delist(request: HttpRequest, pk: Pk, listing_pk: Pk, sent: HazardDelisting) -> dict[str, Any]:
    """Without closing it, when it turns out not to be major; the reason stays."""
    held = part_of(hazard_of(request, pk).listings.select_related("hazard"), listing_pk)
    return telling.listing(actions.delist(actor_of(request), held, **sent.model_dump()))


@hazards.post("/{pk}/close-out", "hazards.close", HazardStanding, gettext_noop("Close out a major hazard"))
def close(request: HttpRequest, pk: Pk, sent: HazardCloseOut) -> dict[str, Any]:
    """Verified on site by two, cause and lasting measure recorded; delisted in the same act."""
    return telling.standing(actions.close(actor_of(request), hazard_of(request, pk), **sent.model_dump()))
