"""Two records of one mine are merged and taken apart again: pages with what moves before it does."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.kernel.errors import Refused
from kuangan.registry import actions, queries
from kuangan.registry.actions.merges import preview
from kuangan.registry.models import Mine
from kuangan.registry.web import forms
from kuangan.registry.web.filling import fill_in
from kuangan.registry.web.mines import crumbs_of, found

OFFERED = 12


@screen("registry.merge")
def merge(request: Request, pk: int) -> HttpResponse:
    """Choose the other record, see what moves, merge."""
    mine = found(request, pk)
    require(request.actor, "registry.merge", mine)
    typed = request.POST.get("other", request.GET.get("other", ""))[:60].strip()
    chosen = _looked_up(request, mine, typed)
    other = chosen[0] if len(chosen) == 1 else None
    form = forms.MergeForm(request.POST or None)
    if request.method == "POST" and other is not None and form.is_valid():
        try:
            actions.merge_mines(request.actor, mine, other, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The two records are merged; this page shows it, and it can be taken back."))
            return redirect("registry:mine", mine.pk)
    context: dict[str, Any] = {
        "title": _("Merge with another record of the same mine"), "mine": mine, "typed": typed, "form": form,
        "other": other, "choices": [] if other else chosen, "moves": [], "refusal": "",
    }  # fmt: skip
    if other is not None:
        try:
            context["moves"] = preview(request.actor, mine, other)
        except Refused as refusal:
            context["refusal"] = str(refusal)
    return render(request, "registry/merge.html", context, status=422 if form.errors else 200)


@screen("registry.merge")
def unmerge(request: Request, pk: int) -> HttpResponse:
    """Take a merge back."""
    row = get_object_or_404(queries.merges(request.actor.scope), pk=pk)
    require(request.actor, "registry.merge", row.kept)
    return fill_in(
        request,
        forms.MergeForm(request.POST or None),
        lambda filled: actions.unmerge_mines(request.actor, row, reason=filled.cleaned_data["reason"]),
        title=_("Take the merge back"),
        done=_("The two records are apart again."),
        back=reverse("registry:mine", args=[row.kept_id]),
        crumbs=crumbs_of(row.kept),
        intro=f"{row.merged.name} {row.merged.code} ← {row.kept.name} {row.kept.code}",
    )


def _looked_up(request: Request, mine: Mine, typed: str) -> list[Mine]:
    """What was typed: a number, words of a name; without them the records that seem to be the same mine."""
    scope = request.actor.scope
    if not typed:
        near: QuerySet[Mine] = queries.mines(scope).filter(pk__in=[one.pk for one in queries.twins_of(mine)])
        return list(near[:OFFERED])
    others = queries.mines(scope).exclude(pk=mine.pk)
    if exact := list(others.filter(code__iexact=typed)):
        return exact
    narrow = queries.MineFilter(text=typed, is_closed_shown=True)
    return list(queries.mines(scope, narrow).exclude(pk=mine.pk)[:OFFERED])
