"""Forms of the determination and of the report to the bureau."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.forms import DayField, Form, LongTextField
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.record import Record
from kuangan.hazards.states import FocusArea, Grade
from kuangan.hazards.web.forms.freshness import Fresh
from kuangan.standards.models import Criterion

_GRADES = {Grade.MAJOR: _("Major hazard"), Grade.GENERAL: _("General hazard, not major")}


class DetermineForm(Fresh, Form):
    """Grade, criterion, reasons. `q` narrows the criteria that are offered; what is chosen stays chosen.

    Any criterion passes the form: whether it was in force is said by the action, in words. `seen` is how many
    determinations were on the screen.
    """

    grade = forms.ChoiceField(label=_("Outcome of the determination"), widget=forms.RadioSelect)
    q = forms.CharField(label=_("Find a criterion"), required=False, max_length=60)
    criterion = forms.ModelChoiceField(
        queryset=Criterion.objects.select_related("criterion_set"), label=_("Criterion met"), required=False,
        help_text=_("Needed for a major hazard."),
    )  # fmt: skip
    focus_area = forms.ChoiceField(
        label=_("Focus area"), choices=FocusArea.choices, widget=forms.RadioSelect, required=False,
        help_text=_("Needed for a major hazard."),
    )  # fmt: skip
    reasons = LongTextField(
        label=_("Reasons"), rows=4, max_length=2000,
        help_text=_("What was measured or seen, and what the criterion says about it."),
    )  # fmt: skip
    happened_at = DayField(label=_("Day of the determination"))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *arguments: Any, row: Hazard, official: bool, seen: int, **options: Any) -> None:
        super().__init__(*arguments, **options)
        lowers = official or row.grade == Grade.GENERAL
        grades = [Grade.MAJOR, Grade.GENERAL] if lowers else [Grade.MAJOR]
        self.fields["grade"].choices = [(one, _GRADES[one]) for one in grades]  # type: ignore[attr-defined]
        self.fields["grade"].initial = Grade.MAJOR if row.grade != Grade.GENERAL else None
        self.fields["criterion"].initial = row.criterion_id
        self.fields["criterion"].error_messages["invalid_choice"] = _("Choose one of the criteria that are offered.")
        self.fields["focus_area"].initial = row.focus_area
        self.fields["happened_at"].initial = clock.today()
        self.fields["seen"].initial = seen

    def clean(self) -> dict[str, Any]:
        """A major hazard meets a criterion and lies in a focus area."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("grade") == Grade.MAJOR:
            if not given.get("criterion") and "criterion" not in self.errors:
                self.add_error("criterion", _("Choose the criterion that is met."))
            if not given.get("focus_area") and "focus_area" not in self.errors:
                self.add_error("focus_area", _("A major hazard needs a focus area."))
        return given

    @property
    def chosen(self) -> str:
        """The number of the chosen criterion, "" for none."""
        return str(self["criterion"].value() or "")

    def catch_up(self, held: Record) -> None:
        """The trail beside the form is the present one."""
        self.mark(seen=len(held.determinations))


class ReportForm(Form):
    """What the bureau is told about a major hazard (安全生产法 41)."""

    words = LongTextField(
        label=_("Content of the report"), rows=8, max_length=4000, required=False,
        help_text=_("May be left empty when the report goes out on paper; the time of reporting counts in any case."),
    )  # fmt: skip
