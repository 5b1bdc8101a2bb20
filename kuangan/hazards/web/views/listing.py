"""The ledger of hazards (隐患台账): filters in the address, fifty a page, the same cost however many there are."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel import tallying
from kuangan.foundation.kernel.tallying import Counted, number_words, tallies, tallies_and_keys
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries import listing
from kuangan.hazards.queries.campaigns import running
from kuangan.hazards.queries.listing import Narrowing, as_lines, hazards, in_state
from kuangan.hazards.states import Disaster, FocusArea, Grade, HazardState, Source
from kuangan.hazards.web.fetching import actor_of
from kuangan.hazards.web.lines import line
from kuangan.hazards.web.offering import MOST_OFFERED
from kuangan.plan.models import Plan
from kuangan.plan.queries import region_names
from kuangan.registry.models import Mine
from kuangan.registry.queries import counties
from kuangan.standards.models import Criterion

PAGE_SIZE = 50
CHIPS = (
    (listing.OPEN, _("Not closed out")),
    (listing.OVERDUE, _("Overdue")),
    (listing.UNRECTIFIED, _("Not rectified")),
    (str(HazardState.APPLIED), _("Awaiting acceptance")),
    (str(HazardState.VERIFIED), _("Accepted, to be closed")),
    (str(HazardState.CLOSED), pgettext_lazy("hazard", "Closed out")),
    (str(HazardState.WITHDRAWN), pgettext_lazy("hazard", "Withdrawn")),
    (listing.ALL, _("All")),
)
GRADES = (
    ("", _("All grades"), "hazards:list"),
    (str(Grade.MAJOR), _("Major hazards"), "hazards:major"),
    (str(Grade.SUSPECTED), _("Suspected major hazards"), "hazards:list"),
    (str(Grade.GENERAL), _("General hazards"), "hazards:general"),
)
"""The grade, its word, the page that has it: two have an address of their own, to which the menu leads."""
_SHOWN = dict(CHIPS)


@require_safe
@screen("hazards.read")
def hazard_list(request: HttpRequest, grade: str = "") -> HttpResponse:
    """Hazards of the jurisdiction; without a state those that are not closed out, the most urgent first.

    `grade` when the address has a grade of its own, so that the menu can lead to it.
    """
    actor = actor_of(request)
    wanted = Narrowing.read(request.GET)
    wanted = replace(wanted, state=wanted.state or listing.OPEN, grade=grade or wanted.grade)
    rows = hazards(actor.scope, wanted, every_state=True)
    rows, found = _tallied(rows, wanted)
    page = Counted(rows.filter(in_state(wanted.state)), PAGE_SIZE, found[wanted.state]).get_page(
        request.GET.get("page")
    )
    regions = list(counties(actor.scope).order_by("code")[: MOST_OFFERED + 1])
    names = {region.code: region.short_name for region in regions}
    kept = as_lines(page.object_list)
    if len(regions) > MOST_OFFERED:
        names, regions = region_names([row.region_code for row in kept]), []
    context = {
        "wanted": wanted,
        "page": page,
        "lines": [line(actor, row, names) for row in kept],
        "chips": [(key, word, number_words(found[key])) for key, word in CHIPS],
        "grades": list(_grade_tabs(wanted)),
        "fixed_grade": grade,
        "listings": [(listing.LISTED, _("Listed for supervision")), (listing.NOT_LISTED, _("Not listed"))],
        "words": urlencode(wanted.address()),
        "may_export": bool(may(actor, "hazards.export")),
        "may_import": bool(may(actor, "hazards.import")),
        "number": number_words(found[wanted.state]),
        "is_cut": found[wanted.state] > tallying.MOST_COUNTED,
        "state_word": _SHOWN.get(wanted.state) or dict(HazardState.choices)[wanted.state],
        "counties": [(region.code, region.short_name) for region in regions] if len(regions) > 1 else [],
        "sources": Source.choices,
        "disasters": Disaster.choices,
        "areas": FocusArea.choices,
        "since": [(plan, *_around(wanted, plan)) for plan in running(actor.scope)] if actor.scope.regions else [],
        "sorts": [(listing.URGENT, _("Most urgent first")), (listing.NEWEST, _("Newest first"))],
        "may_register": bool(may(actor, "hazards.register")),
        **_named(request, wanted),
    }
    return render(request, "hazards/list.html", context)


def _around(wanted: Narrowing, plan: Plan) -> tuple[str, str]:
    """Addresses of what was found since a campaign began, and of what is carried over from before."""
    since = wanted.address(found_from=plan.starts_on, found_to=None)
    before = wanted.address(found_from=None, found_to=plan.starts_on - timedelta(days=1))
    return urlencode(since), urlencode(before)


def _tallied(rows: QuerySet[Hazard], wanted: Narrowing) -> tuple[QuerySet[Hazard], dict[str, int]]:
    """The rows, and how many are in each state; those with the words looked for are found once, not once for each."""
    states = {key: in_state(key) for key in (*_SHOWN, wanted.state)}
    if not wanted.text:
        return rows, tallies(rows, states)
    found, keys = tallies_and_keys(rows, states)
    return rows if keys is None else rows.filter(pk__in=keys), found


def _grade_tabs(wanted: Narrowing) -> Iterator[tuple[Any, str, bool]]:
    """Word, address with the rest of the filter, and whether it is the present one."""
    for grade, word, name in GRADES:
        words = wanted.address(grade=grade if name == "hazards:list" else "")
        yield word, f"{reverse(name)}?{urlencode(words)}", grade == wanted.grade


def _named(request: HttpRequest, wanted: Narrowing) -> dict[str, Any]:
    """The mine and the criterion that the address names, and whether it narrows at all."""
    plain = Narrowing(state=wanted.state, grade=wanted.grade, sort=wanted.sort)
    mines = Mine.objects.within(actor_of(request).scope).filter(pk=wanted.mine_id) if wanted.mine_id else ()
    criteria = Criterion.objects.filter(pk=wanted.criterion_id) if wanted.criterion_id else ()
    return {
        "mine": next(iter(mines), None),
        "criterion": next(iter(criteria), None),
        "narrowed": wanted != plain,
        "more": bool(wanted.source or wanted.disaster or wanted.focus or wanted.found_from or wanted.found_to
                     or wanted.listed or wanted.overdue),
    }  # fmt: skip
