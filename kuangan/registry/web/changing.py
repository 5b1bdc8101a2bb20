"""Forms that change a mine: its record, facts, licences, people, contractors and leader."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.kernel import clock
from kuangan.registry import actions, queries
from kuangan.registry.models import Enterprise, Mine
from kuangan.registry.states import MINE_POSTS, AuthorityKind
from kuangan.registry.web import arrangement_forms, forms
from kuangan.registry.web.filling import fill_in
from kuangan.registry.web.mines import crumbs_of, found


def page_of(mine: Mine) -> str:
    """Address of a mine's page."""
    return reverse("registry:mine", args=[mine.pk])


def county_options(request: Request) -> list[tuple[str, str]]:
    """The counties in which this person may register something."""
    return list(queries.counties(request.actor.scope).values_list("code", "name"))


@screen("registry.edit")
def mine_new(request: Request) -> HttpResponse:
    """Register a mine with its first facts."""
    owners = queries.enterprises(request.actor.scope)
    form = forms.NewMineForm(
        request.POST or None,
        counties=county_options(request),
        enterprises=owners,
        initial={
            "effective_on": clock.today(),
            "in_scope_since": clock.today(),
            "enterprise": request.GET.get("enterprise", ""),
        },
    )

    def act(filled: Any) -> Mine:
        told = dict(filled.cleaned_data)
        facts = {"status": told.pop("status")}
        if working := told.pop("people_working"):
            facts["people_working"] = working == "yes"
        return actions.register_mine(request.actor, facts=facts, **told)

    way = ((_("Mines"), reverse("registry:mines")),)
    return fill_in(
        request, form, act, title=_("Register a mine"), done=_("The mine is registered."), back=page_of, crumbs=way
    )


@screen("registry.edit")
def mine_edit(request: Request, pk: int) -> HttpResponse:
    """Correct what is no dated fact."""
    mine = found(request, pk)
    require(request.actor, "registry.edit", mine)
    names = [name for name in forms.MineForm.base_fields if name != "apart_because"]
    form = forms.MineForm(
        request.POST or None,
        counties=county_options(request),
        initial={name: getattr(mine, name) for name in names},
    )
    return fill_in(
        request,
        form,
        lambda filled: actions.amend_mine(request.actor, mine, **filled.cleaned_data),
        title=_("Correct the record"),
        done=_("The record is corrected."),
        back=page_of(mine),
        crumbs=crumbs_of(mine),
    )


@screen("registry.change_facts")
def facts_change(request: Request, pk: int) -> HttpResponse:
    """Change facts since a day, on a basis."""
    mine = found(request, pk)
    require(request.actor, "registry.change_facts", mine)
    form = forms.FactsForm(request.POST or None, mine=mine)

    def act(filled: Any) -> Any:
        told = filled.cleaned_data
        return actions.change_facts(
            request.actor, mine, filled.facts(), effective_on=told["effective_on"], basis=told["basis"]
        )

    return fill_in(
        request,
        form,
        act,
        title=_("Change facts"),
        done=_("The facts are recorded; the duties of the mine follow them."),
        back=page_of(mine),
        crumbs=crumbs_of(mine),
        intro=_("Change only what has become different on one day; record changes of another day separately."),
    )


@screen("registry.declare_status")
def declare(request: Request, pk: int) -> HttpResponse:
    """A mine declares that it stops, resumes, or has people working."""
    mine = found(request, pk)
    require(request.actor, "registry.declare_status", mine)
    form = forms.DeclareForm(request.POST or None)

    def act(filled: Any) -> Any:
        told = filled.cleaned_data
        return actions.declare_status(
            request.actor,
            mine,
            effective_on=told["effective_on"],
            basis=told["basis"],
            status=told["status"] or None,
            people_working={"yes": True, "no": False}.get(told["people_working"]),
        )

    return fill_in(
        request,
        form,
        act,
        title=_("Declare stopping or resuming"),
        done=_("The declaration is recorded."),
        back=page_of(mine),
        crumbs=crumbs_of(mine),
    )


@screen("registry.edit")
def licence_new(request: Request, pk: int) -> HttpResponse:
    """Register a licence of a mine."""
    mine = found(request, pk)
    require(request.actor, "registry.edit", mine)
    return fill_in(
        request,
        forms.LicenceForm(request.POST or None),
        lambda filled: actions.register_licence(request.actor, mine, **filled.cleaned_data),
        title=_("Register a licence"),
        done=_("The licence is registered."),
        back=page_of(mine),
        crumbs=crumbs_of(mine),
    )


@screen("registry.appoint")
def appointment_new(request: Request, pk: int) -> HttpResponse:
    """Appoint somebody in a mine."""
    mine = found(request, pk)
    require(request.actor, "registry.appoint", mine)
    form = forms.AppointmentForm(request.POST or None, posts=MINE_POSTS)
    return fill_in(
        request,
        form,
        lambda filled: actions.appoint_named(request.actor, mine, **filled.cleaned_data),
        title=_("Appoint somebody"),
        done=_("The appointment is recorded."),
        back=page_of(mine),
        crumbs=crumbs_of(mine),
    )


@screen("registry.engage")
def engagement_new(request: Request, pk: int) -> HttpResponse:
    """A contractor begins work in a mine."""
    mine = found(request, pk)
    require(request.actor, "registry.engage", mine)
    return fill_in(
        request,
        arrangement_forms.EngagementForm(request.POST or None),
        lambda filled: actions.engage_named(request.actor, mine, **filled.cleaned_data),
        title=_("Engage a contractor"),
        done=_("The contractor is recorded."),
        back=page_of(mine),
        crumbs=crumbs_of(mine),
    )


@screen("registry.engage")
def agreement_record(request: Request, pk: int) -> HttpResponse:
    """The safety agreement with a contractor was signed."""
    from kuangan.foundation.integrity import files

    work = get_object_or_404(queries.engagements(request.actor.scope), pk=pk)
    require(request.actor, "registry.engage", work)

    def act(filled: Any) -> Any:
        told = dict(filled.cleaned_data)
        upload = told.pop("file")
        kept = files.keep(upload, allowed=files.DOCUMENTS | files.IMAGES) if upload else None
        return actions.record_agreement(request.actor, work, file=kept, **told)

    return fill_in(
        request,
        arrangement_forms.AgreementForm(request.POST or None, request.FILES or None),
        act,
        title=_("Record the agreement"),
        done=_("The agreement is recorded."),
        back=page_of(work.mine),
        crumbs=crumbs_of(work.mine),
        intro=work.contractor.name,
    )


@screen("registry.engage")
def clear_out(request: Request, pk: int) -> HttpResponse:
    """A contractor is cleared out of a mine."""
    work = get_object_or_404(queries.engagements(request.actor.scope), pk=pk)
    require(request.actor, "registry.engage", work)
    return fill_in(
        request,
        arrangement_forms.ClearOutForm(request.POST or None, initial={"on": clock.today()}),
        lambda filled: actions.clear_out_contractor(request.actor, work, **filled.cleaned_data),
        title=_("Clear out"),
        done=_("The contractor is cleared out; every county sees it."),
        back=page_of(work.mine),
        crumbs=crumbs_of(work.mine),
        intro=work.contractor.name,
    )


@screen("registry.engage")
def unit_new(request: Request, pk: int) -> HttpResponse:
    """Enter a unit of a mine."""
    mine = found(request, pk)
    require(request.actor, "registry.engage", mine)
    return fill_in(
        request,
        arrangement_forms.UnitForm(request.POST or None, initial={"started_on": clock.today()}),
        lambda filled: actions.add_unit(request.actor, mine, **filled.cleaned_data),
        title=_("Enter a unit"),
        done=_("The unit is entered."),
        back=page_of(mine),
        crumbs=crumbs_of(mine),
    )


@screen("registry.engage")
def unit_end(request: Request, pk: int) -> HttpResponse:
    """A unit works no longer."""
    unit = get_object_or_404(queries.units(request.actor.scope), pk=pk)
    require(request.actor, "registry.engage", unit)
    return fill_in(
        request,
        arrangement_forms.EndUnitForm(request.POST or None, initial={"on": clock.today()}),
        lambda filled: actions.end_unit(request.actor, unit, **filled.cleaned_data),
        title=_("End the unit"),
        done=_("The unit has ended; it stays on record."),
        back=page_of(unit.mine),
        crumbs=crumbs_of(unit.mine),
        intro=unit.name,
    )


@screen("registry.assign_leader")
def leader_assign(request: Request, pk: int) -> HttpResponse:
    """Assign the leader in charge of a mine."""
    mine = found(request, pk)
    require(request.actor, "registry.assign_leader", mine)
    kinds = [AuthorityKind.GOVERNMENT, AuthorityKind.EMERGENCY_BUREAU]
    leaders = queries.people(request.actor.scope).filter(authority__kind__in=kinds)
    return fill_in(
        request,
        arrangement_forms.LeaderForm(request.POST or None, leaders=leaders, initial={"on": clock.today()}),
        lambda filled: actions.assign_leader(request.actor, mine, **filled.cleaned_data),
        title=_("Assign the leader in charge"),
        done=_("The leader in charge is recorded."),
        back=page_of(mine),
        crumbs=crumbs_of(mine),
    )


def enterprise_of(request: Request, pk: int) -> Enterprise:
    """The enterprise of an address, 404 outside the reader's jurisdiction."""
    row: Enterprise = get_object_or_404(queries.enterprises(request.actor.scope), pk=pk)
    return row
