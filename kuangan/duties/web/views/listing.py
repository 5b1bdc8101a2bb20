"""The list of duties (责任清单), and what it shows as a workbook."""

from typing import NamedTuple
from urllib.parse import quote

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuangan.duties import kinds
from kuangan.duties.queries.in_force import InForce
from kuangan.duties.queries.listing import as_lines, in_state
from kuangan.duties.sheets import ledger, narrowed_columns
from kuangan.duties.web import filters
from kuangan.duties.web.fetching import actor_of, campaigns_of
from kuangan.duties.web.lines import duties_by_plan, line
from kuangan.duties.web.wording import HANDS
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import screen
from kuangan.foundation.exchange.writing import Heading
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock, tallying
from kuangan.foundation.kernel.replica import reading_from_replica
from kuangan.foundation.kernel.tallying import Counted, number_words
from kuangan.foundation.ui import choice
from kuangan.foundation.ui.menu import holds
from kuangan.foundation.ui.rules import day
from kuangan.plan.queries import region_names
from kuangan.registry.queries import counties as counties_of
from kuangan.registry.states import MineKind

PAGE_SIZE = 50
MOST_EXPORTED = 20_000
MOST_OFFERED = 200
"""A province has fewer counties; whoever sees more narrows by the text field."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BEARERS = ("mine", "enterprise", "county_bureau", "county_government", "city_bureau", "agency")


class Bulk(NamedTuple):
    """An act on several ticked rows: the page that shows them first, its button, what comes next."""

    url: str
    button: str
    hint: str


@require_safe
@screen("duties.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Duties of the jurisdiction with filters in the address, 50 a page."""
    actor = actor_of(request)
    campaigns = campaigns_of(request)
    plans = [item.plan for item in campaigns]
    wanted = filters.read(request.GET, choice.chosen(request, plans) if len(plans) > 1 else None)
    base = filters.base(actor, wanted)
    found = filters.counts(base)
    rows = base.filter(in_state(wanted.wanted_state))
    if wanted.whose == filters.REVIEW:
        rows = rows.order_by(F("review_due_at").asc(nulls_last=True), "id")
    page = Counted(rows, PAGE_SIZE, found[wanted.state]).get_page(request.GET.get("page"))
    duties = duties_by_plan(campaigns)
    reviewing = wanted.whose == filters.REVIEW
    lines = [line(actor, row, duties, reviewing=reviewing) for row in as_lines(page.object_list)]
    regions = list(counties_of(actor.scope).order_by("code")[: MOST_OFFERED + 1])
    names = {region.code: region.short_name for region in regions}
    if len(regions) > MOST_OFFERED:
        names, regions = region_names([row.region_code for row in page]), []
    for item in lines:
        item.county = names.get(item.row.region_code, "")
    context = {
        "wanted": wanted,
        "page": page,
        "lines": lines,
        "chips": [(key, word, number_words(found[key])) for key, word in filters.CHIPS],
        "number": number_words(found[wanted.state]),
        "is_cut": found[wanted.state] > tallying.MOST_COUNTED,
        "tabs": filters.tabs(actor),
        "counties": [(region.code, region.short_name) for region in regions] if len(regions) > 1 else [],
        "kinds": MineKind.choices if regions else [],
        "bearers": [(kind, HANDS[kind]) for kind in _BEARERS] if regions else [],
        "choices": _choices(campaigns),
        "campaigns": campaigns,
        "plans": plans,
        "bulk": _bulk(actor, wanted),
        "narrowed": _narrowed(wanted),
    }
    return render(request, "duties/list.html", context)


def _bulk(actor: Actor, wanted: filters.ListFilter) -> Bulk | None:
    """What can be done with several rows of this list at once."""
    if wanted.whose == filters.REVIEW and may(actor, "duties.review"):
        hint = _("The next page shows each of them with a field for its opinion.")
        return Bulk(reverse("duties:accept_many"), _("Accept the ticked ones"), hint)
    if wanted.state == "overdue" and wanted.whose != filters.OWN and holds(actor, "duties.urge"):
        hint = _("The next page shows whom, about what, and when they were urged last.")
        return Bulk(reverse("duties:urge_many"), _("Urge the ticked ones"), hint)
    return None


def _choices(campaigns: list[InForce]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The duties to choose from, by group in plan order."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for item in campaigns:
        for duty in item.package.duties:
            groups.setdefault(duty.group, []).append((duty.id, duty.title))
    return list(groups.items())


def _narrowed(wanted: filters.ListFilter) -> bool:
    narrow = wanted.narrow
    return any((narrow.plan, narrow.county, narrow.kind, narrow.group, narrow.duty, narrow.clause, narrow.bearer,
                narrow.text, narrow.mine_id))  # fmt: skip


@require_safe
@screen("duties.export")
def export(request: HttpRequest) -> HttpResponse:
    """What the list shows, all pages, as a ledger to hand in."""
    actor = actor_of(request)
    plans = [item.plan for item in campaigns_of(request)]
    wanted = filters.read(request.GET, choice.chosen(request, plans) if len(plans) > 1 else None)
    rows = narrowed_columns(filters.base(actor, wanted).filter(in_state(wanted.wanted_state)))[:MOST_EXPORTED]
    names = {region.code: region.name for region in counties_of(actor.scope)}
    heading = Heading(unit=actor.organisation or actor.name, day=day(clock.today(), year=True))
    with reading_from_replica():
        content = ledger(rows, names, heading)
    note_export(request, "duties", len(rows))
    return workbook(content, f"责任清单{clock.today():%Y%m%d}.xlsx")


def note_export(request: HttpRequest, sheet: str, rows: int) -> None:
    """Record that a list was taken away: which, by which filter, how many rows."""
    record(actor_of(request), kinds.EXPORTED, sheet=sheet, rows=rows, query=request.GET.urlencode()[:300])


def workbook(content: bytes, name: str) -> HttpResponse:
    """A workbook as a download."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
