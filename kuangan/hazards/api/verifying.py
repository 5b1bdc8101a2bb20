"""Acceptance of a general hazard; the on-site check of a major one is signed by two people on the site."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from pydantic import Field

from kuangan.foundation.api.operations import NOTHING, Pk
from kuangan.foundation.api.problems import needs_person
from kuangan.foundation.authority.policy import require
from kuangan.hazards import actions
from kuangan.hazards.api import telling
from kuangan.hazards.api.declared import HazardOpinion, HazardReason, Moment, actor_of, hazard_of, hazards, part_of
from kuangan.hazards.api.shapes import HazardStanding, SiteCheckShape
from kuangan.hazards.models import SiteCheck

CHECK = "hazards.check_on_site"


class HazardSeen(HazardOpinion):
    """What was seen, and when."""

    happened_at: Moment | None = Field(None, description=gettext_noop("When it was looked at; left out it is now."))


@hazards.post(
    "/{pk}/acceptance", "hazards.accept", HazardStanding, gettext_noop("Accept and close out a general hazard")
)
def accept(request: HttpRequest, pk: Pk, sent: HazardSeen) -> dict[str, Any]:
    """Never by whoever rectified it."""
    return telling.standing(actions.accept(actor_of(request), hazard_of(request, pk), **sent.model_dump()))


@hazards.post("/{pk}/refusal", "hazards.accept", HazardStanding, gettext_noop("Do not accept a general hazard"))
def refuse(request: HttpRequest, pk: Pk, sent: HazardOpinion) -> dict[str, Any]:
    """Back to rectification, with the reason."""
    return telling.standing(actions.refuse(actor_of(request), hazard_of(request, pk), **sent.model_dump()))


@hazards.post(
    "/{pk}/checks", CHECK, SiteCheckShape, gettext_noop("Enter an on-site check (not by token)"), body=NOTHING
)
def open_check(request: HttpRequest, pk: Pk) -> None:
    """Always answered with 403: whoever enters a check signs it, with the password, on the site."""
    require(actor_of(request), CHECK, hazard_of(request, pk))
    raise needs_person()


@hazards.post(
    "/{pk}/checks/{check_pk}/signature", CHECK, SiteCheckShape, gettext_noop("Sign an on-site check (not by token)"),
    body=NOTHING,
)  # fmt: skip
def sign_check(request: HttpRequest, pk: Pk, check_pk: Pk) -> None:
    """Always answered with 403: the second signature needs the person's password, entered on the site."""
    row = hazard_of(request, pk)
    part_of(SiteCheck.rows.filter(application__hazard=row), check_pk)
    require(actor_of(request), CHECK, row)
    raise needs_person()


@hazards.post("/{pk}/checks/{check_pk}/drop", CHECK, SiteCheckShape, gettext_noop("Drop an unsigned on-site check"))
def drop_check(request: HttpRequest, pk: Pk, check_pk: Pk, sent: HazardReason) -> dict[str, Any]:
    """One that was entered wrongly, before its second signature; it stays readable."""
    rows = SiteCheck.rows.filter(application__hazard=hazard_of(request, pk)).select_related("application__hazard")
    dropped = actions.drop_check(actor_of(request), part_of(rows, check_pk), reason=sent.reason)
    return telling.plain(dropped, SiteCheckShape)


@hazards.post("/{pk}/sending-back", "hazards.close", HazardStanding, gettext_noop("Send an accepted hazard back"))
def send_back(request: HttpRequest, pk: Pk, sent: HazardOpinion) -> dict[str, Any]:
    """The city does not close it: back to rectification, with the reason."""
    return telling.standing(actions.send_back(actor_of(request), hazard_of(request, pk), **sent.model_dump()))
