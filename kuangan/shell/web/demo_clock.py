"""The page on which the demo's administrator moves its clock."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui import rules as wording
from kuangan.foundation.ui.forms import ClockField, DayField, Form
from kuangan.shell import actions

STEPS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}


class MoveForm(Form):
    """The day and time that the demo shall show."""

    day = DayField(label=gettext_lazy("Day"))
    time = ClockField(label=gettext_lazy("Time"), required=False, help_text=gettext_lazy("09:00 when left empty."))

    def moment(self) -> datetime:
        """The chosen moment in Shanghai."""
        given = self.cleaned_data
        return clock.moment(given["day"], given["time"] or datetime(2000, 1, 1, 9, 0).time())  # noqa: DTZ001


@screen("shell.move_clock")
def clock_page(request: HttpRequest) -> HttpResponse:
    """Forward by a day, a week, or to a day; then the night's work runs. 404 outside a demo."""
    if not settings.DEMO:
        raise Http404
    form = MoveForm(request.POST if request.method == "POST" and "step" not in request.POST else None)
    if request.method == "POST":
        moment = _asked(request, form)
        if moment is not None:
            try:
                actions.move_clock(request.actor, moment)  # type: ignore[attr-defined]
            except Refused as refusal:
                form.refuse(refusal) if form.is_bound else messages.error(request, str(refusal))
            else:
                actions.run_nightly(Actor.system("nightly"))
                shown = wording.long_day(clock.now())
                messages.success(request, _("The demo now shows %(day)s; all duties are computed.") % {"day": shown})
                return redirect("shell:clock")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "shell/clock.html", {"form": form, "now": clock.now()}, status=status)


def _asked(request: HttpRequest, form: MoveForm) -> datetime | None:
    step = STEPS.get(request.POST.get("step", ""))
    if step is not None:
        return clock.now() + step
    return form.moment() if form.is_bound and form.is_valid() else None
