"""Entering a hazard, mending its words, withdrawing it, opening it again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from pydantic import Field

from kuangan.foundation.api.operations import Given, Number, Pk
from kuangan.hazards import actions
from kuangan.hazards.api import telling
from kuangan.hazards.api.declared import (
    Disasters,
    FocusAreas,
    HazardFound,
    HazardWithdrawal,
    actor_of,
    hazard_named,
    hazard_of,
    hazards,
    mine_named,
    public,
)
from kuangan.hazards.api.shapes import HazardStanding
from kuangan.hazards.models import Hazard
from kuangan.standards.models import Article

_KEY = gettext_noop("Made by the client: the same key sent again answers with the hazard that it made.")


class NewHazard(HazardFound):
    """A hazard to be entered at a mine. Pictures are sent afterwards, each by itself."""

    mine_id: Number
    entry_key: UUID | None = Field(None, description=_KEY)
    same_as_id: Number | None = Field(None, description=gettext_noop("A hazard of the same mine that it belongs to."))


class HazardWords(Given):
    """The words of a hazard, all of them."""

    place: str = Field(min_length=1, max_length=120)
    description: str = Field(min_length=1, max_length=2000)
    disaster: Disasters = ""
    focus_area: FocusAreas = ""
    requirement: str = Field("", max_length=2000)


class HazardAgain(HazardFound):
    """What is there again, and what shows it."""

    reason: str = Field(min_length=1, max_length=300)
    entry_key: UUID | None = Field(None, description=_KEY)


@hazards.post("", "hazards.register", HazardStanding, gettext_noop("Enter a hazard"))
def register(request: HttpRequest, sent: NewHazard) -> dict[str, Any]:
    """Enter a hazard of a mine; the same entry key is one hazard however often it arrives."""
    actor, mine = actor_of(request), mine_named(request, sent.mine_id)
    same = hazard_named(request, sent.same_as_id, "same_as_id") if sent.same_as_id else None
    return telling.standing(actions.register(actor, mine, _finding(sent, sent.entry_key), same_as=same))


def _finding(sent: HazardFound, entry_key: UUID | None) -> actions.Finding:
    names = ("place", "description", "source", "grade", "found_at", "found_by", "disaster", "focus_area", "requirement")
    told = {name: getattr(sent, name) for name in names}
    article = public(Article.objects.all(), sent.article_id, "article_id")
    return actions.Finding(**told, article=article, entry_key=entry_key)


@hazards.post("/{pk}/words", "hazards.correct", HazardStanding, gettext_noop("Mend the words of a hazard"), status=200)
def correct(request: HttpRequest, pk: Pk, sent: HazardWords) -> dict[str, Any]:
    """What stood there before stays in the trail."""
    return telling.standing(actions.correct(actor_of(request), hazard_of(request, pk), **sent.model_dump()))


@hazards.post("/{pk}/withdrawal", "hazards.withdraw", HazardStanding, gettext_noop("Withdraw a hazard"))
def withdraw(request: HttpRequest, pk: Pk, sent: HazardWithdrawal) -> dict[str, Any]:
    """For one that was entered wrongly; it stays readable with its reason."""
    return telling.standing(actions.withdraw(actor_of(request), hazard_of(request, pk), **sent.model_dump()))


@hazards.post(
    "/{pk}/reopening", "hazards.reopen", HazardStanding, gettext_noop("Enter that a closed hazard is there again")
)
def reopen(request: HttpRequest, pk: Pk, sent: HazardAgain) -> dict[str, Any]:
    """A new hazard that points to the old one, which stays closed."""
    made: Hazard = actions.reopen(
        actor_of(request), hazard_of(request, pk), _finding(sent, sent.entry_key), reason=sent.reason
    )  # fmt: skip
    return telling.standing(made)
