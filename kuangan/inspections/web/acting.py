"""One part of a check on a page of its own: shown, filled in, saved or refused, and back to the check."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kuangan.foundation.authority.policy import require
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui import drafts
from kuangan.foundation.ui.forms import Form
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.rules.sealing import part_code
from kuangan.inspections.web.fetching import actor_of, check_or_404
from kuangan.inspections.web.forms.parts import PartForm

CONFLICT, UNPROCESSABLE = 409, 422


@dataclass
class Page:
    """The words of a part's page. `key` names its draft on the device; `now` tells what stands in the part, for the
    code that the form carries and for comparing after a conflict; `anchor` is where on the check's page one lands."""

    key: str
    title: Any
    button: Any
    done: Any
    hint: Any = ""
    template: str = "inspections/part.html"
    verb: str = "inspections.check"
    anchor: str = ""
    now: Callable[[MonthlyCheck], Any] | None = None
    in_words: Callable[[MonthlyCheck], list[str]] = field(default=lambda row: [])
    more: dict[str, Any] = field(default_factory=dict)


def perform(
    request: HttpRequest, row: MonthlyCheck, form: Form, page: Page, act: Callable[[], Any]
) -> HttpResponse:  # fmt: skip
    """Show the form; on a valid POST do the act and go back to the check.

    A refusal stands beside its field (422), or on top when the matter has changed since (409); what was typed stays.
    """
    require(actor_of(request), page.verb, row)
    if request.method != "POST":
        return show(request, row, form, page)
    if not form.is_valid():
        return show(request, row, form, page, UNPROCESSABLE)
    try:
        act()
    except Refused as refused:
        form.refuse(refused)
        return show(request, row, form, page, UNPROCESSABLE if refused.field else CONFLICT)
    drafts.taken(request, draft_key(page, row))
    messages.success(request, str(page.done))
    return back_to(row, page.anchor)


def back_to(row: MonthlyCheck, anchor: str = "") -> HttpResponse:
    """The way back to the check's page, at the part that was worked on."""
    answer = redirect("inspections:check", row.pk)
    if anchor:
        answer["Location"] += f"#{anchor}"
    return answer


def draft_key(page: Page, row: MonthlyCheck) -> str:
    """Under which the device keeps what was typed."""
    return f"inspections.{page.key}.{row.pk}"


def show(request: HttpRequest, row: MonthlyCheck, form: Form, page: Page, status: int = 200) -> HttpResponse:
    """The page with the form as it stands; after a conflict with what others saved, to be compared and saved again."""
    if status == CONFLICT:
        row = check_or_404(request, row.pk)
    if page.now is not None and isinstance(form, PartForm) and (not form.is_bound or status == CONFLICT):
        form.see(part_code(page.now(row)))
    context = {
        "row": row,
        "form": form,
        "page": page,
        "draft_key": draft_key(page, row),
        "stands": page.in_words(row) if status == CONFLICT else [],
        **page.more,
    }
    return render(request, page.template, context, status=status)
