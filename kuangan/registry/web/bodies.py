"""Pages and forms of enterprises, authorities, agencies and contractors."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kuangan.foundation.authority.policy import may, require
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.kernel import clock
from kuangan.registry import actions, queries
from kuangan.registry.models import Contractor
from kuangan.registry.rules import expiry_of
from kuangan.registry.states import AUTHORITY_POSTS, Post
from kuangan.registry.web import forms
from kuangan.registry.web.changing import county_options, enterprise_of
from kuangan.registry.web.filling import fill_in
from kuangan.registry.web.lists import note_contacts_read, phone_of, place


@screen("registry.read")
def enterprise(request: Request, pk: int) -> HttpResponse:
    """An enterprise with its mines and people."""
    row = enterprise_of(request, pk)
    scope = request.actor.scope
    note_contacts_read(request, row)
    people = queries.appointments(scope).filter(enterprise=row).order_by("ended_on", "post")
    context = {
        "enterprise": row,
        "county": place(request, row.region_code),
        "mines": list(queries.mines(scope).filter(enterprise=row)),
        "people": [(one, phone_of(request, one.person.phone, row)) for one in people],
        "may_edit": may(request.actor, "registry.edit", row),
    }
    return render(request, "registry/enterprise.html", context)


@screen("registry.edit")
def enterprise_new(request: Request) -> HttpResponse:
    """Register an enterprise."""
    return fill_in(
        request,
        forms.NewEnterpriseForm(request.POST or None, counties=county_options(request)),
        lambda filled: actions.register_enterprise(request.actor, **filled.cleaned_data),
        title=_("Register an enterprise"),
        done=_("The enterprise is registered."),
        back=lambda row: reverse("registry:enterprise", args=[row.pk]),
        crumbs=((_("Enterprises"), reverse("registry:enterprises")),),
    )


@screen("registry.edit")
def enterprise_edit(request: Request, pk: int) -> HttpResponse:
    """Correct an enterprise."""
    row = enterprise_of(request, pk)
    require(request.actor, "registry.edit", row)
    here = reverse("registry:enterprise", args=[row.pk])
    initial = {name: getattr(row, name) for name in forms.EnterpriseForm.base_fields}
    return fill_in(
        request,
        forms.EnterpriseForm(request.POST or None, initial=initial),
        lambda filled: actions.amend_enterprise(request.actor, row, **filled.cleaned_data),
        title=_("Correct the record"),
        done=_("The record is corrected."),
        back=here,
        crumbs=((_("Enterprises"), reverse("registry:enterprises")), (row.name, here)),
    )


@screen("registry.read")
def authority(request: Request, pk: int) -> HttpResponse:
    """A public body with its contact person, leading group and people."""
    scope = request.actor.scope
    row = get_object_or_404(queries.authorities(scope), pk=pk)
    note_contacts_read(request, row)
    held = queries.appointments(scope).filter(authority=row).order_by("ended_on", "post", "-appointed_on")
    context = {
        "authority": row,
        "contacts": [(one, phone_of(request, one.person.phone, row)) for one in queries.contact_history(scope, row)],
        "people": [(one, phone_of(request, one.person.phone, row)) for one in held if one.post != Post.CONTACT_PERSON],
        "sections": list(row.sections.all()),
        "contact_act": may(request.actor, "registry.name_contact", row),
        "appoint_act": may(request.actor, "registry.appoint", row),
        "is_offered": may(request.actor, "registry.name_contact"),
    }
    return render(request, "registry/authority.html", context)


@screen("registry.name_contact")
def contact_name(request: Request, pk: int) -> HttpResponse:
    """Name the contact person of a public body."""
    row = get_object_or_404(queries.authorities(request.actor.scope), pk=pk)
    require(request.actor, "registry.name_contact", row)
    here = reverse("registry:authority", args=[row.pk])
    return fill_in(
        request,
        forms.ContactForm(request.POST or None, initial={"on": clock.today()}),
        lambda filled: actions.name_contact_person(request.actor, row, **filled.cleaned_data),
        title=_("Name the contact person"),
        done=_("The contact person is named."),
        back=here,
        crumbs=((_("Authorities"), reverse("registry:authorities")), (row.name, here)),
    )


@screen("registry.appoint")
def authority_appoint(request: Request, pk: int) -> HttpResponse:
    """Appoint somebody in a public body: leading group, enforcement officers, leaders."""
    row = get_object_or_404(queries.authorities(request.actor.scope), pk=pk)
    require(request.actor, "registry.appoint", row)
    here = reverse("registry:authority", args=[row.pk])
    form = forms.AppointmentForm(request.POST or None, posts=AUTHORITY_POSTS - {Post.CONTACT_PERSON})
    return fill_in(
        request,
        form,
        lambda filled: actions.appoint_named(request.actor, row, **filled.cleaned_data),
        title=_("Appoint somebody"),
        done=_("The appointment is recorded."),
        back=here,
        crumbs=((_("Authorities"), reverse("registry:authorities")), (row.name, here)),
    )


@screen("registry.edit")
def agency_new(request: Request) -> HttpResponse:
    """Register a technical-service agency."""
    return fill_in(
        request,
        forms.AgencyForm(
            request.POST or None, counties=county_options(request), initial={"in_scope_since": clock.today()}
        ),
        lambda filled: actions.register_agency(request.actor, **filled.cleaned_data),
        title=_("Register an agency"),
        done=_("The agency is registered."),
        back=reverse("registry:agencies"),
        crumbs=((_("Technical-service agencies"), reverse("registry:agencies")),),
    )


@screen("registry.read")
def contractor(request: Request, pk: int) -> HttpResponse:
    """A contractor: where it works for us, and where it was cleared out."""
    scope = request.actor.scope
    row: Contractor = get_object_or_404(queries.contractors(scope), pk=pk)
    context: dict[str, Any] = {
        "contractor": row,
        "expiry": expiry_of(row.licence_valid_to, clock.today()),
        "engagements": list(queries.engagements(scope).filter(contractor=row)),
        "clearings": [(one, scope.covers(one)) for one in queries.clearings(scope, row)],
    }
    return render(request, "registry/contractor.html", context)
