"""Forms of the five in place: filled in, signed, another supervisor."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui.forms import DayField, Form, LongTextField
from kuangan.hazards.models import FivePoints, Hazard
from kuangan.hazards.queries.record import Record
from kuangan.hazards.rules.five import Points, missing
from kuangan.hazards.states import FundSource, HazardState
from kuangan.hazards.web.forms.amounts import FundsField
from kuangan.hazards.web.forms.freshness import Fresh

_BLANK = [("", "—")]
COPIED = (
    "responsible", "responsible_post", "measures", "interim_measures", "funds_yuan", "fund_source", "emergency_plan",
    "flags_answer",
)  # fmt: skip
OF_MAJOR = {
    "interim_measures": _("Say how people are kept safe until it is rectified."),
    "funds_yuan": _("Enter the funds in yuan; write 0 only where the work truly costs nothing."),
}
"""What only a major hazard has to fill in, and what is said when it is empty."""


class FiveForm(Fresh, Form):
    """责任、措施、资金、期限、应急预案. `seen` is the version on the screen, `kept` a file taken in already."""

    responsible = forms.CharField(
        label=_("Responsible person"), max_length=60, help_text=_("The name of a person, not of a department.")
    )
    responsible_post = forms.CharField(label=_("Post"), max_length=60, required=False)
    measures = LongTextField(
        label=_("Measures of rectification"), rows=5, max_length=4000,
        help_text=_("What will be done, where and how, in which order."),
    )  # fmt: skip
    interim_measures = LongTextField(
        label=_("Interim measures"), rows=2, max_length=2000, required=False,
        help_text=_("How people are kept safe until it is rectified."),
    )  # fmt: skip
    funds_yuan = FundsField(label=_("Amount"), required=False, help_text=_("860000 or 86万; 0 when it costs nothing."))
    fund_source = forms.ChoiceField(
        label=_("Source of the funds"), choices=[*_BLANK, *FundSource.choices], required=False
    )
    deadline = DayField(label=_("To be rectified by"))
    emergency_plan = LongTextField(
        label=_("What to do in an emergency"), rows=3, max_length=4000, required=False,
        help_text=_("Who does what if it comes to the worst; or attach the plan."),
    )  # fmt: skip
    emergency_file = forms.FileField(label=_("Emergency plan, file"), required=False)
    leave_out = forms.BooleanField(label=_("Leave the file out that is attached so far"), required=False)
    flags_answer = LongTextField(label=_("Why it is right all the same"), rows=2, max_length=1000, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    kept = forms.CharField(widget=forms.HiddenInput(attrs={"data-draft-keep": ""}), required=False)
    titles = (
        (_("Duty"), ("responsible", "responsible_post")),
        (_("Measures"), ("measures", "interim_measures")),
        (_("Funds"), ("funds_yuan", "fund_source")),
        (_("Deadline"), ("deadline",)),
        (_("Emergency plan"), ("emergency_plan", "emergency_file", "leave_out")),
        (_("Answer to what looks implausible"), ("flags_answer",)),
    )

    def __init__(
        self, *arguments: Any, row: Hazard, former: FivePoints | None, offered_days: int, has_file: bool,
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **options)
        self.row, self.has_file = row, has_file
        self.fixed_deadline = row.deadline_at if row.state == HazardState.RECTIFYING else None
        if self.fixed_deadline is not None:
            del self.fields["deadline"]
        if not has_file:
            del self.fields["leave_out"]
        for name, words in OF_MAJOR.items():
            self.fields[name].required = row.is_major
            self.fields[name].error_messages["required"] = words
        self._begin_with(former, offered_days)
        self.asks = bool((former and former.flags) or str(self["flags_answer"].value() or "").strip())
        if not self.asks:
            self.fields["flags_answer"].widget = forms.HiddenInput()

    def _begin_with(self, former: FivePoints | None, offered_days: int) -> None:
        """What stood there so far; for a general hazard's first five the usual deadline."""
        self.fields["seen"].initial = former.version if former else 0
        for name in COPIED if former else ():
            self.fields[name].initial = getattr(former, name)
        if former is not None and former.funds_yuan is not None and former.funds_yuan == int(former.funds_yuan):
            self.fields["funds_yuan"].initial = int(former.funds_yuan)
        if "deadline" not in self.fields:
            return
        if former is not None and former.deadline_at > clock.now():
            self.fields["deadline"].initial = clock.day_of(former.deadline_at)
        elif former is None and not self.row.is_major:
            self.fields["deadline"].initial = clock.today() + timedelta(days=offered_days)

    @property
    def groups(self) -> list[tuple[Any, list[str]]]:
        """The titled groups without what is not asked now."""
        hidden = () if self.asks else ("flags_answer",)
        found = [(title, [x for x in names if x in self.fields and x not in hidden]) for title, names in self.titles]
        return [(title, names) for title, names in found if names]

    def refuse(self, refusal: Refused) -> None:
        """Something looks implausible: put the question beside the refusal."""
        if refusal.field == "flags_answer" and not self.asks:
            self.asks = True
            self.fields["flags_answer"].widget = forms.Textarea(attrs={"rows": 2, "class": "form-control"})
        super().refuse(refusal)

    def deadline_at(self) -> Any:
        """The deadline as a moment: fixed once rectification has begun."""
        day = self.cleaned_data.get("deadline")
        return self.fixed_deadline or (clock.end_of_day(day) if day else None)

    def clean(self) -> dict[str, Any]:
        """Everything that is missing, each beside its field, before the action refuses the first."""
        given: dict[str, Any] = super().clean() or {}
        keeps = self.has_file and not given.get("leave_out")
        points = Points(
            given.get("responsible", ""), given.get("measures", ""), self.deadline_at(), given.get("funds_yuan"),
            given.get("fund_source", ""), given.get("emergency_plan", ""),
            bool(given.get("emergency_file") or given.get("kept") or keeps), given.get("interim_measures", ""),
        )  # fmt: skip
        for name, words in missing(points, self.row.is_major, clock.now()):
            if name in self.fields and name not in self.errors:
                self.add_error(name, words)
        return given

    def catch_up(self, held: Record) -> None:
        """The version beside the form is the present one."""
        self.mark(seen=held.latest_five.version if held.latest_five else 0)


class SignFiveForm(Fresh, Form):
    """The password again, under the words that were on the screen."""

    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    password = forms.CharField(
        label=_("Your password"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Entered again so that nobody else can sign for you."),
    )  # fmt: skip
    agreed = forms.BooleanField(label=_("I have read the five and supervise the rectification in person to its end."))

    def catch_up(self, held: Record) -> None:
        """The words above the form are the present ones; the tick has to be set again under them."""
        self.mark(content_hash=held.latest_five.content_hash if held.latest_five else "", agreed="")


class SupervisorForm(Form):
    """Another principal takes over."""

    name = forms.CharField(
        label=_("Principal who takes over"), max_length=60,
        help_text=_("The name as it stands in the account with which they sign."),
        widget=forms.TextInput(attrs={"list": "principals"}),
    )  # fmt: skip
    reason = LongTextField(label=_("Reason of the change"), rows=2, max_length=1000,
                           help_text=_("It stays on record; the five must be signed again."))  # fmt: skip
