"""Pages of determination criteria: all versions with a search, one version by parts, one criterion."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.web import screen
from kuangan.foundation.ui import panels
from kuangan.standards import queries
from kuangan.standards.models import Criterion, CriterionSet
from kuangan.standards.web.asking import Asked
from kuangan.standards.web.presenting import parts, set_document, sets_shown

PAGE = "standards.criterion"
"""The page to which rooms above add their panels."""
MOST_ITEMS = 50
"""Of the checklist items shown beside a criterion."""


@require_safe
@screen("standards.read")
def criteria(request: HttpRequest) -> HttpResponse:
    """Every version; with a search, the criteria in force on a day that fit it."""
    asked = Asked.read(request)
    context = {"asked": asked, "sets": sets_shown()}
    if asked.narrows:
        context["parts"] = parts(queries.find_criteria(asked.text, asked.mine_kind, asked.on))
    return render(request, "standards/criteria.html", context)


@require_safe
@screen("standards.read")
def criterion_set(request: HttpRequest, pk: int) -> HttpResponse:
    """One version by kind of mine, sub-items under their items."""
    row = get_object_or_404(queries.criterion_sets(), pk=pk)
    asked = Asked.read(request)
    others = CriterionSet.objects.filter(urn__in=[row.repeals, row.supplements]).order_by("effective_from", "pk")
    related = {one.urn: one for one in others}
    context = {
        "asked": asked,
        "document": set_document(row),
        "parts": parts(queries.criteria_of(row, asked.text, asked.mine_kind)),
        "replaced": related.get(row.repeals),
        "added_to": related.get(row.supplements),
    }
    return render(request, "standards/criterion_set.html", context)


@require_safe
@screen("standards.read")
def criterion(request: HttpRequest, pk: int) -> HttpResponse:
    """One criterion with its sub-items, the checklist items that name it, and what rooms above add."""
    row: Criterion = get_object_or_404(queries.criteria(), pk=pk)
    below = list(row.parts.order_by("position"))
    named = list(queries.items_naming([row.code, *(one.code for one in below)])[: MOST_ITEMS + 1])
    context = {
        "criterion": row,
        "document": set_document(row.criterion_set),
        "below": below,
        "items": named[:MOST_ITEMS],
        "is_more": len(named) > MOST_ITEMS,
        "panels": panels.shown(request, PAGE, row),
        "aside_panels": panels.shown(request, PAGE, row, is_aside=True),
    }
    return render(request, "standards/criterion.html", context)
