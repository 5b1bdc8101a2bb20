"""Deciding: review, more time, redo, urging."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field

from kuangan.duties.actions import extend as extending
from kuangan.duties.actions import redo as redoing
from kuangan.duties.actions import review as reviewing
from kuangan.duties.actions import urging
from kuangan.duties.api import telling
from kuangan.duties.api.declared import actor_of, assignment_of, duties, state_of
from kuangan.duties.api.shapes import ExtensionShape, Standing
from kuangan.duties.models import Extension
from kuangan.duties.queries.desk import own_authorities
from kuangan.duties.states import RedoTrigger
from kuangan.foundation.api.operations import Given, Pk, Shown
from kuangan.foundation.api.problems import invalid
from kuangan.foundation.kernel.errors import OutOfScope


class Decision(Given):
    """A decision on the submission that was looked at, named by receipt and step."""

    receipt: str = Field(min_length=1, max_length=40)
    step: int = Field(ge=0, le=100)
    decision: Literal["accept", "return"]
    opinion: str = Field("", max_length=2000, description=gettext_noop("The bearer reads it; needed for a return."))
    correct_by: date | None = Field(None, description=gettext_noop("Needed for a return."))
    shown: Shown


class ExtensionDecision(Given):
    """A decision on a request for more time."""

    grant: bool
    opinion: str = Field("", max_length=1000, description=gettext_noop("Needed when refusing."))
    until: date | None = Field(None, description=gettext_noop("Another day than asked for."))
    shown: Shown


class Redo(Given):
    """An order to do it again from scratch."""

    trigger: Literal[tuple(RedoTrigger.values)]  # type: ignore[valid-type]
    reason: str = Field(min_length=5, max_length=2000, description=gettext_noop("The facts; the bearer reads them."))
    new_due: date
    shown: Shown


class Words(Given):
    """The words with which the bearer is urged."""

    words: str = Field(min_length=1, max_length=500)


@duties.post("/assignments/{pk}/reviews", "duties.review", Standing, gettext_noop("Accept or return"))
def review(request: HttpRequest, pk: Pk, sent: Decision) -> dict[str, Any]:
    """Accept at the present step (pass on, or settle), or return with the reason and a day for correction."""
    actor, row = actor_of(request), assignment_of(request, pk)
    seen = reviewing.Seen(sent.receipt, sent.step, sent.shown)
    if sent.decision == "accept":
        return state_of(reviewing.accept(actor, row, seen=seen, opinion=sent.opinion))
    if sent.correct_by is None:
        raise invalid("correct_by", _("Say until when it is to be corrected."))
    done = reviewing.return_(actor, row, seen=seen, opinion=sent.opinion, correct_by=sent.correct_by)
    return state_of(done)


@duties.post(
    "/assignments/{pk}/extensions/{extension_pk}/decision", "duties.decide_extension", ExtensionShape,
    gettext_noop("Decide on a request for more time"),
)  # fmt: skip
def decide_extension(request: HttpRequest, pk: Pk, extension_pk: Pk, sent: ExtensionDecision) -> dict[str, Any]:
    """Grant more time, as asked or until another day, or refuse it."""
    found: Extension | None = assignment_of(request, pk).extensions.filter(pk=extension_pk).first()
    if found is None:
        raise OutOfScope
    decided = extending.decide_extension(
        actor_of(request), found, grant=sent.grant, opinion=sent.opinion, until=sent.until, shown=sent.shown
    )
    return telling.extension(decided.assignment, decided)


@duties.post("/assignments/{pk}/redo-orders", "duties.order_redo", Standing, gettext_noop("Order a redo"))
def order_redo(request: HttpRequest, pk: Pk, sent: Redo) -> dict[str, Any]:
    """What was delivered becomes void and stays readable; a new round and a new clock start."""
    actor, row = actor_of(request), assignment_of(request, pk)
    redoing.order_redo(actor, row, authority=own_authorities(actor).first(), **sent.model_dump())
    return state_of(assignment_of(request, pk))


@duties.post("/assignments/{pk}/urges", "duties.urge", Standing, gettext_noop("Urge the bearer"))
def urge(request: HttpRequest, pk: Pk, sent: Words) -> dict[str, Any]:
    """Remind the bearer, on record."""
    row = assignment_of(request, pk)
    urging.urge(actor_of(request), row, words=sent.words)
    return state_of(row)
