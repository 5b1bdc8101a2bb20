"""Acts on help requests. Files are added on the pages, so the report of a consultation is filed there."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field

from kuangan.foundation.api.operations import Given, Number, Pk
from kuangan.foundation.api.problems import invalid
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.governance import actions
from kuangan.governance.api.declared import (
    Forms,
    HelpShape,
    Kinds,
    Results,
    Topics,
    Views,
    actor_of,
    governance,
    help_of,
    told,
)
from kuangan.governance.models import HelpMeasure
from kuangan.hazards.models import Hazard
from kuangan.registry.models import Agency, Mine

_ANOTHER = gettext_noop("The answer when one with the same words is there already: it is another one.")
_WHY_ALL_THE_SAME = gettext_noop("Needed when there is a conflict of interest; it stays on record.")


class Asked(Given):
    """A request for help."""

    mine_id: Number
    kind: Kinds
    topic: Topics
    words: str = Field(min_length=1, max_length=4000)
    hazard_id: Number | None = None
    requested_at: datetime | None = Field(None, description=gettext_noop("The true time; left out it is now."))
    own_technicians: int | None = Field(None, ge=0, le=9999)
    own_strength: str = Field("", max_length=2000)
    hired_expert: str = Field("", max_length=100)
    hired_from: str = Field("", max_length=200)
    is_another: bool = Field(False, description=_ANOTHER)


class Answer(Given):
    """Who is to help."""

    form: Forms
    task: str = Field(min_length=1, max_length=2000)
    name: str = Field("", max_length=60)
    post: str = Field("", max_length=100)
    agency_id: Number | None = None
    has_evaluated: bool = False
    conflict_answer: str = Field("", max_length=1000, description=_WHY_ALL_THE_SAME)
    reason: str = Field("", max_length=1000, description=gettext_noop("Why another helper takes over."))


class HelpReason(Given):
    """A reason that the other side reads."""

    reason: str = Field(min_length=1, max_length=2000)


class Visit(Given):
    """A help visit."""

    happened_on: date
    people: str = Field(min_length=1, max_length=200)
    advice: str = Field(min_length=1, max_length=4000)
    next_on: date | None = None
    is_another: bool = Field(False, description=_ANOTHER)


class MeasureSent(Given):
    """A measure that is recommended."""

    words: str = Field(min_length=1, max_length=1000)
    owner: str = Field(min_length=1, max_length=60)
    due_on: date


class Report(Given):
    """The report on one-to-one guidance."""

    reported_on: date
    summary: str = Field(min_length=1, max_length=4000)
    measures: list[MeasureSent] = Field(min_length=1, max_length=20)


class Close(Given):
    """The result."""

    result: Results
    words: str = Field(min_length=1, max_length=2000)


class View(Given):
    """What the mine says to the result."""

    view: Views
    words: str = Field("", max_length=2000)


class Done(Given):
    """A measure that has been carried out."""

    done_on: date
    note: str = Field(min_length=1, max_length=2000)


@governance.post("/help", "governance.ask", HelpShape, gettext_noop("Ask for help"))
def ask(request: HttpRequest, sent: Asked) -> dict[str, Any]:
    """Ask for help for a mine."""
    actor, values = actor_of(request), sent.model_dump(exclude={"mine_id", "hazard_id"})
    mine = Mine.objects.within(actor.scope).filter(pk=sent.mine_id).first()
    if mine is None:
        raise invalid("mine_id", _("There is no such mine in your jurisdiction."))
    hazard = None
    if sent.hazard_id is not None:
        hazard = Hazard.objects.within(actor.scope).filter(pk=sent.hazard_id).first()
        if hazard is None:
            raise invalid("hazard_id", _("Choose a hazard of this mine."))
    return told(request, actions.ask(actor, mine, actions.Asking(hazard=hazard, **values)).pk)


@governance.post("/help/{pk}/helper", "governance.answer", HelpShape, gettext_noop("Assign a helper"))
def assign(request: HttpRequest, pk: Pk, sent: Answer) -> dict[str, Any]:
    """Assign a helper, or with a reason another one."""
    row, agency = help_of(request, pk), None
    if sent.agency_id is not None:
        agency = Agency.objects.filter(pk=sent.agency_id).first()
        if agency is None:
            raise invalid("agency_id", _("There is no such agency."))
    actions.assign(actor_of(request), row, actions.Helping(agency=agency, **sent.model_dump(exclude={"agency_id"})))
    return told(request, pk)


@governance.post("/help/{pk}/decline", "governance.answer", HelpShape, gettext_noop("Decline a help request"))
def decline(request: HttpRequest, pk: Pk, sent: HelpReason) -> dict[str, Any]:
    """Decline with a reason that the mine can act on."""
    actions.decline(actor_of(request), help_of(request, pk), reason=sent.reason)
    return told(request, pk)


@governance.post("/help/{pk}/take-back", "governance.take_back", HelpShape, gettext_noop("Take a help request back"))
def take_back(request: HttpRequest, pk: Pk, sent: HelpReason) -> dict[str, Any]:
    """Take a request back before the report is in."""
    actions.take_back(actor_of(request), help_of(request, pk), reason=sent.reason)
    return told(request, pk)


@governance.post("/help/{pk}/visits", "governance.record_help", HelpShape, gettext_noop("Enter a help visit"))
def visit(request: HttpRequest, pk: Pk, sent: Visit) -> dict[str, Any]:
    """Enter a visit: it is no inspection."""
    actions.add_visit(actor_of(request), help_of(request, pk), **sent.model_dump())
    return told(request, pk)


@governance.post("/help/{pk}/reports", "governance.record_help", HelpShape, gettext_noop("File the report on the help"))
def report(request: HttpRequest, pk: Pk, sent: Report) -> dict[str, Any]:
    """File the report with its measures; a consultation needs a file and is reported on the page."""
    measures = [actions.Measure(**one.model_dump()) for one in sent.measures]
    row = help_of(request, pk)
    actions.report(
        actor_of(request), row, reported_on=sent.reported_on, summary=sent.summary, measures=measures
    )  # fmt: skip
    return told(request, pk)


@governance.post("/help/{pk}/close", "governance.close", HelpShape, gettext_noop("Close a help request"))
def close(request: HttpRequest, pk: Pk, sent: Close) -> dict[str, Any]:
    """Close a request whose report is in."""
    actions.close(actor_of(request), help_of(request, pk), **sent.model_dump())
    return told(request, pk)


@governance.post("/help/{pk}/view", "governance.respond", HelpShape, gettext_noop("Confirm the result or object"))
def respond(request: HttpRequest, pk: Pk, sent: View) -> dict[str, Any]:
    """The mine confirms the result, or objects with words."""
    actions.respond(actor_of(request), help_of(request, pk), **sent.model_dump())
    return told(request, pk)


@governance.post(
    "/help/{pk}/measures/{measure_pk}/done", "governance.finish_measure", HelpShape,
    gettext_noop("Record a recommended measure as carried out"),
)  # fmt: skip
def finish_measure(request: HttpRequest, pk: Pk, measure_pk: Pk, sent: Done) -> dict[str, Any]:
    """A recommended measure has been carried out."""
    row = help_of(request, pk)
    measure = HelpMeasure.rows.select_related("report__request").filter(pk=measure_pk, report__request=row).first()
    if measure is None:
        raise OutOfScope
    actions.finish_measure(actor_of(request), measure, **sent.model_dump())
    return told(request, pk)
