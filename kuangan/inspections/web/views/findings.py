"""What was found: registered from the check, or linked because it is in the ledger already."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui.rules import listed
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.hazards import Alike, open_like
from kuangan.hazards.queries.places import earlier_places
from kuangan.hazards.states import HazardState
from kuangan.inspections import actions
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.queries.criteria import heads_of
from kuangan.inspections.states import Step
from kuangan.inspections.web.acting import CONFLICT, UNPROCESSABLE, Page, back_to, perform, show
from kuangan.inspections.web.fetching import actor_of, check_or_404, finding_or_404
from kuangan.inspections.web.forms.findings import GONE, THERE, FindingForm, LinkForm, StandingForm
from kuangan.inspections.web.taking import take_in
from kuangan.standards.models import Criterion

NEW = "new"
_REGISTERED = gettext_lazy("Registered in the hazard ledger and linked with this check.")


def _offered(row: MonthlyCheck) -> dict[str, Any]:
    """Areas and criteria to choose from."""
    heads = heads_of(row)
    own = [head.pk for head in heads] + [part.pk for head in heads for part in head.parts.all()]
    criteria = Criterion.objects.filter(pk__in=own).order_by("criterion_set__effective_from", "position")
    return {"areas": row.areas.all(), "criteria": criteria}


@require_http_methods(["GET", "POST"])
@screen("inspections.check")
def add_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a hazard; open ones that read alike are shown first, because they can be linked instead."""
    actor, row = actor_of(request), check_or_404(request, pk)
    require(actor, "inspections.check", row)
    form = FindingForm(request.POST or None, initial=_asked(request, row), **_offered(row))
    page = Page(
        "finding", _("Register a hazard found"), _("Register and link"), _REGISTERED,
        template="inspections/finding.html", anchor=Step.FINDINGS,
        more={"places": earlier_places(actor.scope, row.mine), "alike": [], "taken": []},
    )  # fmt: skip
    if request.method == "GET":
        return show(request, row, form, page)
    taken = take_in(request, row, form)
    page.more["taken"] = taken.photos
    valid = form.is_valid()
    for words in taken.refused:
        form.add_error("photos", words)
    if not valid or taken.refused:
        return show(request, row, form, page, UNPROCESSABLE)
    if request.POST.get("answer") != NEW and (alike := _alike(request, row, form)):
        page.more["alike"] = [one.hazard for one in alike]
        return show(request, row, form, page, CONFLICT)
    return perform(
        request, row, form, page, lambda: actions.register_finding(actor, row, form.found(taken.photos))
    )  # fmt: skip


def _asked(request: HttpRequest, row: MonthlyCheck) -> dict[str, Any]:
    """What the address fills in: the area from which one came, with its words."""
    asked = request.GET.get("area", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 12):
        return {}
    area = row.areas.filter(pk=int(asked)).first()
    return {"area": area.pk, "place": area.name, "description": area.words} if area else {}


def _alike(request: HttpRequest, row: MonthlyCheck, form: FindingForm) -> list[Alike]:
    """Open hazards that may be the same, unless this very form has been taken already."""
    told, key = form.cleaned_data, form.entry_key
    alike = open_like(actor_of(request).scope, row.mine, told["place"], told["description"])
    return [] if key is not None and any(one.hazard.entry_key == key for one in alike) else alike


@require_http_methods(["GET", "POST"])
@screen("inspections.check")
def link_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Link a hazard that stands in the ledger already."""
    actor, row = actor_of(request), check_or_404(request, pk)
    require(actor, "inspections.check", row)
    hazards = Hazard.objects.within(actor.scope).exclude(state=HazardState.WITHDRAWN)
    asked = request.GET.get("hazard", "")
    form = LinkForm(request.POST or None, hazards=hazards, initial={"hazard": asked}, **_offered(row))
    form.fields["hazard"].widget.choices = [
        ("", "—"),
        *((one.pk, form.fields["hazard"].label_from_instance(one)) for one in _linkable(row, hazards)),  # type: ignore[attr-defined]
    ]
    page = Page(
        "link", _("Link a hazard of the ledger"), _("Link"), _("Linked."), template="inspections/part.html",
        anchor=Step.FINDINGS,
        hint=_("For what was found before and is still there, or was registered on the way."),
    )  # fmt: skip

    def act() -> object:
        told = form.cleaned_data
        return actions.link_hazard(actor, row, told["hazard"], area=told["area"], criterion=told["criterion"])

    return perform(request, row, form, page, act)


def _linkable(row: MonthlyCheck, hazards: QuerySet[Hazard]) -> QuerySet[Hazard]:
    """Hazards of the mine that were there on the day of the check, the latest first; linked ones can be mended."""
    begins = clock.start_of_day(row.checked_on)
    there = Q(closed_at__isnull=True) | Q(closed_at__gte=begins)
    return hazards.filter(there, mine_id=row.mine_id, found_at__lte=clock.end_of_day(row.checked_on))[:200]


@require_http_methods(["GET", "POST"])
@screen("inspections.check")
def answer_standing(request: HttpRequest, pk: int, hazard_id: int) -> HttpResponse:
    """Say of an open hazard of the ledger whether it is still there."""
    actor, row = actor_of(request), check_or_404(request, pk)
    require(actor, "inspections.check", row)
    hazard = Hazard.objects.within(actor.scope).filter(pk=hazard_id, mine=row.mine_id).first()
    if hazard is None:
        raise Http404
    said = row.gone.filter(hazard=hazard).first()
    form = StandingForm(request.POST or None, initial={"answer": GONE, "words": said.words} if said else None)
    page = Page(
        "standing", _("Is it still there?"), _("Save"), _("Saved."), anchor=Step.FINDINGS,
        hint=listed(hazard.number, hazard.get_state_display(), hazard.place, hazard.description),
    )  # fmt: skip

    def act() -> object:
        if form.cleaned_data["answer"] == THERE:
            return actions.link_hazard(actor, row, hazard)
        return actions.say_gone(actor, row, hazard, words=form.cleaned_data["words"])

    return perform(request, row, form, page, act)


@require_POST
@screen("inspections.check")
def unlink_finding(request: HttpRequest, pk: int, finding_id: int) -> HttpResponse:
    """Take a hazard off the check; it stays in the ledger."""
    actor, row = actor_of(request), check_or_404(request, pk)
    require(actor, "inspections.check", row)
    try:
        actions.unlink_hazard(actor, row, finding_or_404(row, finding_id))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken off the check; in the hazard ledger it stays."))
    return back_to(row, Step.FINDINGS)
