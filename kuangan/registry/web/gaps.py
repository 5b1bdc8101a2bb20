"""Work lists: licences that run out, records that lack something."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kuangan.foundation.authority.web import Request, screen
from kuangan.registry import queries
from kuangan.registry.models import Licence, Mine
from kuangan.registry.states import LicenceKind
from kuangan.registry.web.listing import Cell, Choice, Listing, chosen, county_choice, show
from kuangan.registry.web.lists import place, until_cell


@screen("registry.read")
def expiring(request: Request) -> HttpResponse:
    """Licences in force that end within 90 days or have ended."""
    over = [("over", _("Expired only"))]
    choices = [
        county_choice(request),
        Choice("kind", _("Licence"), LicenceKind.choices, chosen(request, "kind", LicenceKind.choices)),
        Choice("only", _("Only"), over, chosen(request, "only", over)),
    ]
    county, kind, only = (choice.value for choice in choices)

    def row(one: Licence) -> list[Cell]:
        holder = one.mine or one.enterprise
        page = "registry:mine" if one.mine else "registry:enterprise"
        return [
            Cell(holder.name, reverse(page, args=[holder.pk]), note=one.enterprise.name if one.mine else ""),
            Cell(place(request, one.region_code)),
            Cell(one.get_kind_display(), note=one.number),
            until_cell(one.valid_to),
        ]

    listing = Listing(
        _("Licences running out"),
        [_("Holder"), _("County"), _("Licence"), _("Valid until")],
        row,
        choices,
        export=reverse("registry:export", args=["licences"]),
        empty=_("No licence runs out within 90 days."),
    )
    found = queries.expiring_licences(request.actor.scope, county=county, kind=kind, is_over_only=bool(only))
    return show(request, found, listing)


@screen("registry.read")
def incomplete(request: Request) -> HttpResponse:
    """Records to be completed, one sort of gap at a time, with the number of each."""
    scope = request.actor.scope
    counts = queries.incomplete_counts(scope)
    gap = chosen(request, "gap", [(key, "") for key in queries.GAPS])
    gap = gap or next((key for key, number in counts.items() if number), "credit_code")
    county = county_choice(request)

    def row(one: Any) -> list[Cell]:
        is_mine = isinstance(one, Mine)
        page = "registry:mine_edit" if is_mine else "registry:enterprise_edit"
        return [
            Cell(one.name, reverse(page, args=[one.pk]), note=one.enterprise.name if is_mine else one.credit_code),
            Cell(place(request, one.region_code)),
            Cell(queries.GAPS[gap].label),
        ]

    tabs = [
        (key, queries.GAPS[key].label, counts[key], key == gap) for key in queries.GAPS if counts.get(key) or key == gap
    ]
    listing = Listing(
        _("To be completed"),
        [_("Named record"), _("County"), _("What is missing")],
        row,
        [county],
        tabs=tabs,
        empty=_("Nothing is missing here."),
    )
    return show(request, queries.incomplete(scope, gap, county=county.value), listing)
