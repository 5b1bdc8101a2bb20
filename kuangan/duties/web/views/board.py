"""The duties board (作战图), its workbook, and why a cell says 免."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuangan.duties.queries import board as boards
from kuangan.duties.queries.explaining import why_not
from kuangan.duties.queries.in_force import InForce
from kuangan.duties.sheets import board_sheet
from kuangan.duties.web.fetching import actor_of, campaigns_of, chosen_of
from kuangan.duties.web.grid import BACK, ONLY, OVERDUE, REVIEW, grid
from kuangan.duties.web.views.listing import note_export, workbook
from kuangan.foundation.authority.policy import scope_for
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.rules import moment
from kuangan.plan.rules.dues import Duty
from kuangan.registry.models import Mine
from kuangan.registry.queries import counties as counties_of
from kuangan.registry.states import MineKind


@require_safe
@screen("duties.board")
def board(request: HttpRequest) -> HttpResponse:
    """Mines down, duties across, one character each; the filter is in the address."""
    found = _asked(request)
    if found is None:
        return render(request, "duties/desk_none.html", {})
    item, shown, regions, asked = found
    names = {region.code: region.short_name for region in regions}
    only = asked["only"] if asked["only"] in ONLY else ""
    drawn = grid(shown, names, only, item.plan.pk)
    context = {
        "campaign": item,
        "grid": drawn,
        "columns": len(shown.columns),
        "mines": len(shown.rows),
        "asked": {**asked, "only": only},
        "chips": [
            ("", _("All"), None),
            (OVERDUE, _("Only overdue"), drawn.counts[OVERDUE]),
            (REVIEW, _("In review"), drawn.counts[REVIEW]),
            (BACK, _("Returned and redo"), drawn.counts[BACK]),
        ],
        "counties": regions if len(regions) > 1 else [],
        "kinds": MineKind.choices,
        "phases": item.package.phases,
        "now": clock.now(),
    }
    return render(request, "duties/board.html", context)


@require_safe
@screen("duties.export")
def export(request: HttpRequest) -> HttpResponse:
    """The board as it is shown, as a workbook with its colours."""
    found = _asked(request)
    if found is None:
        raise Http404
    item, shown, regions, asked = found
    names = {region.code: region.short_name for region in regions}
    wanted = ONLY.get(asked["only"])
    if wanted is not None:
        shown.rows = [row for row in shown.rows if any(cell.face in wanted for cell in row.cells.values())]
    meta = f"{len(shown.rows)}座矿山，{len(shown.columns)}项责任，{moment(clock.now())}"
    note_export(request, "board", len(shown.rows))
    return workbook(board_sheet(shown, names, f"{item.plan}作战图", meta), f"作战图{clock.today():%Y%m%d}.xlsx")


def _asked(request: HttpRequest) -> tuple[InForce, boards.Board, list[Any], dict[str, Any]] | None:
    """The campaign, the board as filtered, the counties of the reader, and the filter; None without a campaign."""
    scope = scope_for(actor_of(request), "duties.board")
    campaigns = campaigns_of(request)
    if not campaigns:
        return None
    item = chosen_of(request, campaigns) or campaigns[0]
    asked: dict[str, Any] = {name: request.GET.get(name, "")[:40] for name in ("county", "kind", "phase", "only", "q")}
    asked["kind"] = asked["kind"] if asked["kind"] in MineKind.values else ""
    slugs = None
    if asked["phase"] in {phase.id for phase in item.package.phases}:
        slugs = {duty.id for duty in item.package.duties if duty.phase == asked["phase"]}
    shown = boards.board(
        scope, item.plan, county=asked["county"], kind=asked["kind"], text=asked["q"], slugs=slugs,
        version=item.version,
    )  # fmt: skip
    asked["plans"] = [one.plan for one in campaigns]
    return item, shown, list(counties_of(scope).order_by("code")), asked


@require_safe
@screen("duties.read")
def not_owed(request: HttpRequest, plan_id: int, mine_id: int, slug: str) -> HttpResponse:
    """Why a mine does not owe a duty: the facts that keep it out, and what the scope rules say."""
    actor = actor_of(request)
    mine = get_object_or_404(Mine.objects.within(actor.scope).select_related("current", "enterprise"), pk=mine_id)
    item = next((one for one in campaigns_of(request) if one.plan.pk == plan_id), None)
    duty: Duty | None = item.duties().get(slug) if item is not None else None
    if item is None or duty is None:
        raise Http404
    context = {"mine": mine, "duty": duty, "why": why_not(item.version, duty, mine), "campaign": item}
    template = "duties/parts/why_not.html" if request.headers.get("HX-Request") else "duties/not_owed.html"
    return render(request, template, context)
