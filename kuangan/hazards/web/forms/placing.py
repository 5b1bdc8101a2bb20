"""Forms of the five in place: filled in, signed, another supervisor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.forms import DayField, Form, LongTextField
from kuangan.hazards.models import FivePoints, Hazard
from kuangan.hazards.rules.five import Points, missing
from kuangan.hazards.states import FundSource, HazardState
from kuangan.hazards.web.forms.amounts import FundsField

_BLANK = [("", "—")]
COPIED = (
    "responsible", "responsible_post", "measures", "interim_measures", "funds_yuan", "fund_source", "emergency_plan",
    "flags_answer",
)  # fmt: skip


class FiveForm(Form):
    """责任、措施、资金、期限、应急预案. `seen` is the version that was on the screen, `kept` a file taken in already."""

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
    funds_yuan = FundsField(label=_("Funds"), required=False, help_text=_("860000 or 86万; 0 when it costs nothing."))
    fund_source = forms.ChoiceField(
        label=_("Source of the funds"), choices=[*_BLANK, *FundSource.choices], required=False
    )
    deadline = DayField(label=_("To be rectified by"))
    emergency_plan = LongTextField(
        label=_("Emergency plan"), rows=3, max_length=4000, required=False,
        help_text=_("What to do if it comes to the worst; or attach the plan."),
    )  # fmt: skip
    emergency_file = forms.FileField(label=_("Emergency plan, file"), required=False)
    flags_answer = LongTextField(label=_("Why it is right all the same"), rows=2, max_length=1000, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    kept = forms.CharField(widget=forms.HiddenInput, required=False)
    groups = (
        (_("Duty"), ("responsible", "responsible_post")),
        (_("Measures"), ("measures", "interim_measures")),
        (_("Funds"), ("funds_yuan", "fund_source")),
        (_("Deadline"), ("deadline",)),
        (_("Emergency plan"), ("emergency_plan", "emergency_file")),
        (_("Answer to what looks implausible"), ("flags_answer",)),
    )

    def __init__(self, *arguments: Any, row: Hazard, former: FivePoints | None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.row = row
        self.fixed_deadline = row.deadline_at if row.state == HazardState.RECTIFYING else None
        if self.fixed_deadline is not None:
            del self.fields["deadline"]
        for name in ("interim_measures", "funds_yuan", "fund_source", "emergency_plan"):
            if row.is_major and name != "emergency_plan" and name != "fund_source":
                self.fields[name].required = True
        self.fields["seen"].initial = former.version if former else 0
        for name in COPIED if former else ():
            self.fields[name].initial = getattr(former, name)
        if former is not None and "deadline" in self.fields and former.deadline_at > clock.now():
            self.fields["deadline"].initial = clock.day_of(former.deadline_at)
        if not (former and former.flags) and not str(self["flags_answer"].value() or "").strip():
            self.hide_answer()

    def hide_answer(self) -> None:
        """Nothing looked implausible so far: no question is put."""
        self.fields["flags_answer"].widget = forms.HiddenInput()

    def ask_answer(self) -> None:
        """Something looks implausible: put the question."""
        area = forms.Textarea(attrs={"rows": 2, "class": "form-control"})
        self.fields["flags_answer"].widget = area

    def deadline_at(self) -> Any:
        """The deadline as a moment: fixed once rectification has begun."""
        day = self.cleaned_data.get("deadline")
        return self.fixed_deadline or (clock.end_of_day(day) if day else None)

    def clean(self) -> dict[str, Any]:
        """Everything that is missing, each beside its field, before the action refuses the first."""
        given: dict[str, Any] = super().clean() or {}
        points = Points(
            given.get("responsible", ""), given.get("measures", ""), self.deadline_at(), given.get("funds_yuan"),
            given.get("fund_source", ""), given.get("emergency_plan", ""),
            bool(given.get("emergency_file") or given.get("kept")), given.get("interim_measures", ""),
        )  # fmt: skip
        for name, words in missing(points, self.row.is_major, clock.now()):
            if name in self.fields and name not in self.errors and not (self.fixed_deadline and name == "deadline"):
                self.add_error(name, words)
        return given


class SignFiveForm(Form):
    """The password again, under the words that were on the screen."""

    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    password = forms.CharField(
        label=_("Your password"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Entered again so that nobody else can sign for you."),
    )  # fmt: skip
    agreed = forms.BooleanField(label=_("I have read the five and supervise the rectification in person to its end."))


class SupervisorForm(Form):
    """Another principal takes over."""

    name = forms.CharField(label=_("Principal who takes over"), max_length=60)
    reason = LongTextField(label=_("Reason of the change"), rows=2, max_length=1000,
                           help_text=_("It stays on record; the five must be signed again."))  # fmt: skip
