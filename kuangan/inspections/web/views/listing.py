"""The list of checks: filters in the address, fifty a page; and the mines that made none in a month."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import screen
from kuangan.inspections.queries import checks as listing
from kuangan.inspections.queries.checks import Narrowing, checks, this_month, without_check
from kuangan.inspections.web.fetching import actor_of
from kuangan.inspections.web.presenting import CLAUSE, line, month_words, months_offered
from kuangan.registry.models import Mine
from kuangan.registry.queries import counties

PAGE_SIZE = 50
MOST_OFFERED = 200
CHIPS = (
    (listing.ALL, _("All")),
    (listing.SIGNED, pgettext_lazy("monthly check", "Signed")),
    (listing.DRAFTS, pgettext_lazy("monthly check", "Being filled in")),
    (listing.MISSING, _("No check that month")),
    (listing.WITHDRAWN, pgettext_lazy("monthly check", "Withdrawn")),
)
FOUND = (
    (listing.ZERO, _("Nothing found")),
    (listing.GENERAL, _("General hazards only")),
    (listing.MAJOR, _("Major or suspected ones")),
    (listing.REPEATED, _("Reads like an earlier one")),
)


@require_safe
@screen("inspections.read")
def check_list(request: HttpRequest) -> HttpResponse:
    """Checks of the jurisdiction, or the mines without one (本月未排查)."""
    actor = actor_of(request)
    wanted = Narrowing.read(request.GET)
    missing = wanted.show == listing.MISSING
    month = wanted.month or this_month()
    rows: Any = (
        without_check(actor.scope, month, wanted)
        if missing
        else checks(actor.scope, wanted).defer("content", "attestation")
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    offered = list(counties(actor.scope).order_by("code").values_list("code", "short_name")[: MOST_OFFERED + 1])
    names = dict(offered)
    context = {
        "reference": CLAUSE,
        "wanted": wanted,
        "page": page,
        "lines": [] if missing else [line(actor, row, names) for row in page],
        "missing": [(mine, names.get(mine.region_code, "")) for mine in page] if missing else [],
        "is_missing": missing,
        "month": month,
        "month_word": month_words(month),
        "chips": [(key, word, _address(wanted, show=key)) for key, word in CHIPS],
        "months": months_offered(wanted.month),
        "chosen_month": f"{(wanted.month or (month if missing else None)):%Y-%m}" if wanted.month or missing else "",
        "counties": offered if 1 < len(offered) <= MOST_OFFERED else [],
        "found": FOUND,
        "mine": Mine.objects.within(actor.scope).filter(pk=wanted.mine_id).first() if wanted.mine_id else None,
        "narrowed": bool(wanted.county or wanted.mine_id or wanted.found or wanted.text or wanted.month),
        "may_start": bool(may(actor, "inspections.check")),
    }
    return render(request, "inspections/list.html", context)


def _address(wanted: Narrowing, **changed: Any) -> str:
    words = urlencode(wanted.address(**changed))
    return reverse("inspections:list") + (f"?{words}" if words else "")
