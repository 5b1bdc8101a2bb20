"""The five in place: filled in, signed by the principal, the supervising principal replaced."""

from dataclasses import dataclass
from mimetypes import guess_extension
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kuangan.foundation.authority.web import screen
from kuangan.foundation.integrity.files import keep, serve
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.integrity.noting import note_read
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import actions, kinds
from kuangan.hazards.models import FivePoints
from kuangan.hazards.queries.gates import latest_five
from kuangan.hazards.queries.people import principals
from kuangan.hazards.queries.record import Record
from kuangan.hazards.queries.settings import number
from kuangan.hazards.web.acting import Page, opened, perform, sent
from kuangan.hazards.web.fetching import actor_of, hazard_or_404
from kuangan.hazards.web.fives import five_of
from kuangan.hazards.web.forms.placing import FiveForm, SignFiveForm, SupervisorForm
from kuangan.hazards.web.keeping import EVIDENCE, Kept, kept_file, signed
from kuangan.hazards.web.proving import proven


@dataclass(slots=True)
class Plan:
    """The file of the emergency plan as this round of the form has it, and why a new one was not taken."""

    kept: Kept | None = None
    refused: str = ""
    former: StoredFile | None = None

    def stored(self, given: dict[str, Any]) -> StoredFile | None:
        """The file that goes into the new version."""
        if self.kept is not None:
            return self.kept.stored
        return None if given.get("leave_out") else self.former


@require_http_methods(["GET", "POST"])
@screen("hazards.put_in_place")
def five(request: HttpRequest, pk: int) -> HttpResponse:
    """Duty, measures, funds, deadline, emergency plan; each version is kept."""
    actor, row = opened(request, pk, "hazards.put_in_place")
    former = latest_five(row)
    plan = _plan(request, actor.user_id, former)
    data = sent(request)
    if data is not None:
        data = data.copy()
        data["kept"] = plan.kept.reference if plan.kept else ""
    form = FiveForm(
        data, request.FILES or None, row=row, former=former, has_file=plan.former is not None,
        offered_days=number(row.region_code, "general_deadline_days"),
    )  # fmt: skip
    if plan.refused:
        form.add_error("emergency_file", plan.refused)
    title = gettext_lazy("Change the five in place") if former else gettext_lazy("Put the five in place")

    def more(held: Record) -> dict[str, Any]:
        return {"beside": bool(held.latest_five), "plan": plan, "five": five_of(held)}

    done = _("Put in place. The principal signs next.") if row.is_major else _("Put in place. Rectification can go on.")
    page = Page(
        "five", title, gettext_lazy("Save the five"), done, template="hazards/five_form.html", upload=True, more=more
    )

    def act(given: dict[str, Any]) -> Any:
        names = ("responsible", "responsible_post", "measures", "interim_measures", "funds_yuan", "fund_source",
                 "emergency_plan", "flags_answer", "seen")  # fmt: skip
        return actions.put_in_place(
            actor, row, deadline_at=form.deadline_at(), emergency_file=plan.stored(given),
            **{name: given[name] for name in names},
        )  # fmt: skip

    return perform(request, row, form, page, act)


def _plan(request: HttpRequest, user_id: int | None, former: FivePoints | None) -> Plan:
    """A file sent now, or kept by an earlier round, or that of the version before."""
    plan = Plan(former=former.emergency_file if former else None)
    upload = request.FILES.get("emergency_file")
    if isinstance(upload, UploadedFile):
        try:
            plan.kept = signed(keep(upload, allowed=EVIDENCE), upload.name or "", user_id)
        except Refused as refusal:
            plan.refused = str(refusal)
    if plan.kept is None and request.POST.get("kept"):
        plan.kept = kept_file(request.POST["kept"], user_id)
    return plan


@require_http_methods(["GET", "POST"])
@screen("hazards.sign_five")
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The principal reads the five, enters the password again, and supervises from then on."""
    actor, row = opened(request, pk, "hazards.sign_five")
    latest = latest_five(row)
    form = SignFiveForm(sent(request), initial={"content_hash": latest.content_hash if latest else ""})
    page = Page(
        "sign", gettext_lazy("Sign the five in place"), gettext_lazy("Sign"),
        _("Signed. From now on you supervise the rectification in person."), template="hazards/sign_five.html",
        bound=True,
    )  # fmt: skip

    def act(given: dict[str, Any]) -> Any:
        return actions.sign_five(
            actor,
            row,
            proven=proven(request, given["password"]),
            content_hash=given["content_hash"],
            shown=given["shown"],
        )

    return perform(request, row, form, page, act)


@require_http_methods(["GET", "POST"])
@screen("hazards.replace_supervisor")
def supervisor(request: HttpRequest, pk: int) -> HttpResponse:
    """Another principal takes over, with the reason."""
    actor, row = opened(request, pk, "hazards.replace_supervisor")
    page = Page(
        "supervisor", gettext_lazy("Replace the supervising principal"), gettext_lazy("Replace"),
        _("Replaced. The new principal signs the five in place next."), template="hazards/supervisor.html",
        more=lambda held: {"names": principals(row), "supervisors": list(row.supervisors.all())},
    )  # fmt: skip

    def act(given: dict[str, Any]) -> Any:
        return actions.replace_supervisor(actor, row, name=given["name"], reason=given["reason"])

    return perform(request, row, SupervisorForm(sent(request)), page, act)


@require_safe
@screen("hazards.read")
def emergency_plan(request: HttpRequest, pk: int, version: int) -> HttpResponseBase:
    """The file of the emergency plan of one version, as a download."""
    row = hazard_or_404(request, pk)
    found = (
        row.five_points.filter(version=version, emergency_file__isnull=False).select_related("emergency_file").first()
    )
    if found is None or found.emergency_file is None:
        raise Http404
    note_read(actor_of(request), kinds.PHOTO_READ, row)
    ending = guess_extension(found.emergency_file.media_type) or ""
    return serve(found.emergency_file, f"{_('Emergency plan')} {row.number}-{version}{ending}")
