"""Determining the grade against the criteria in force on the day of finding, and the report to the bureau."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.models import Determination, Hazard
from kuangan.hazards.policy import is_officer
from kuangan.hazards.queries.record import Record
from kuangan.hazards.states import Grade
from kuangan.hazards.web.acting import Page, opened, perform, sent, show
from kuangan.hazards.web.choosing import Chooser, chooser
from kuangan.hazards.web.forms.amounts import moment_of
from kuangan.hazards.web.forms.determining import DetermineForm, ReportForm
from kuangan.standards.queries import article

FIND = "find"
"""The button that narrows the criteria; what was typed elsewhere stays."""


@require_http_methods(["GET", "POST"])
@screen("hazards.determine")
def determine(request: HttpRequest, pk: int) -> HttpResponse:
    """Grade, criterion, focus area, reasons; the trail of earlier determinations stands beside."""
    actor, row = opened(request, pk, "hazards.determine")
    told: dict[str, Any] = {"row": row, "official": is_officer(actor, row), "seen": row.determinations.count()}
    finding = request.method == "POST" and FIND in request.POST
    form = DetermineForm(None if finding else sent(request), initial=_begun(request), **told)

    def more(held: Record) -> dict[str, Any]:
        return {"beside": True, "chooser": _chooser(row, form)}

    page = Page(
        "determine", gettext_lazy("Determine the grade"), gettext_lazy("Determine"), _done,
        template="hazards/determine.html", more=more,
    )  # fmt: skip

    def act(given: dict[str, Any]) -> Any:
        return actions.determine(
            actor, row, grade=given["grade"], reasons=given["reasons"], criterion=given["criterion"],
            focus_area=given["focus_area"], happened_at=moment_of(given["happened_at"]), seen=given["seen"],
        )  # fmt: skip

    return show(request, row, form, page) if finding else perform(request, row, form, page, act)


def _begun(request: HttpRequest) -> dict[str, Any]:
    """What the form begins with: what was typed before the criteria were narrowed, or the search in the address."""
    if request.method == "POST":
        return {name: value for name, value in request.POST.items() if name in DetermineForm.base_fields}
    return {"q": request.GET["q"][:60]} if request.GET.get("q") else {}


def _chooser(row: Hazard, form: DetermineForm) -> Chooser:
    return chooser(row.mine.kind, clock.day_of(row.found_at), str(form["q"].value() or ""), form.chosen)


def _done(made: Determination) -> str:
    if made.grade == Grade.GENERAL:
        return _("Determined: a general hazard.")
    due = made.hazard.report_due_at
    if due is not None and made.hazard.reported_at is None:
        return _("Determined: a major hazard. Report it to the bureau next.")
    return _("Determined: a major hazard.")


_REPORTING = (("安全生产法", "41(2)"), ("安全生产事故隐患排查治理暂行规定", "14"))
"""The duty to report, and what a report holds; the second is marked as not compared with the printed text."""


@require_http_methods(["GET", "POST"])
@screen("hazards.report")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The mine reports a major hazard to the bureau; the page shows what the law asks for (安全生产法 41)."""
    actor, row = opened(request, pk, "hazards.report")
    form = ReportForm(sent(request))

    def more(held: Record) -> dict[str, Any]:
        found = [article(short, number) for short, number in _REPORTING]
        laws = [(one, reverse("standards:article", args=[one.pk])) for one in found if one is not None]
        return {"beside": True, "laws": laws}

    page = Page(
        "report", gettext_lazy("Report it to the bureau"), gettext_lazy("Report"), _reported,
        template="hazards/report.html", more=more,
    )  # fmt: skip
    return perform(request, row, form, page, lambda given: actions.report(actor, row, words=given["words"]))


def _reported(row: Hazard) -> str:
    if row.report_due_at is not None and row.reported_at is not None and row.reported_at > row.report_due_at:
        return _("Reported to the bureau, after the time was up. The record says so.")
    return _("Reported to the bureau.")
