"""Forms of progress, more time, application for acceptance, evacuation."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.forms import ClockField, DayField, Form, LongTextField, WholeField
from kuangan.hazards.states import StopExtent
from kuangan.hazards.web.forms.amounts import FundsField
from kuangan.registry.models import Agency


def _heads(label: Any) -> WholeField:
    """A head-count, in figures large enough for a hand in a glove; as many as a mine can have."""
    figures = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "hz-figure"})
    return WholeField(label=label, min_value=0, max_value=99_999, widget=figures)


class ProgressForm(Form):
    """How rectification goes."""

    text = LongTextField(label=pgettext_lazy("rectification", "What was done"), rows=4, max_length=2000)
    percent = WholeField(label=_("Done, per cent"), required=False, min_value=0, max_value=100)
    spent_yuan = FundsField(label=_("Spent since the last entry"), required=False, help_text=_("In yuan."))
    happened_at = DayField(label=_("As of"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["happened_at"].initial = clock.today()


class ExtendForm(Form):
    """A later deadline."""

    until = DayField(label=_("New deadline asked for"))
    reason = LongTextField(label=_("Reason"), max_length=2000, help_text=_("It stays on record with both dates."))
    interim_measures = LongTextField(
        label=_("Interim measures"), rows=3, max_length=2000,
        help_text=_("How people are kept safe until it is rectified."),
    )  # fmt: skip


class ApplyForm(Form):
    """Reported as rectified."""

    rectified_at = DayField(
        label=_("Rectified on"),
        help_text=_("As you state it. In time is what is applied for before the deadline, or what others saw."),
    )
    statement = LongTextField(label=_("What was done to remove it"), rows=4, max_length=4000)
    spent_yuan = FundsField(label=_("Spent altogether"), required=False, help_text=_("In yuan."))
    assessor = forms.ModelChoiceField(queryset=Agency.objects.none(), label=_("Assessed by an agency"), required=False)
    expert = forms.CharField(label=_("Assessed by an expert"), required=False, max_length=60)
    assessment = LongTextField(label=_("Opinion of the assessment"), rows=3, required=False, max_length=4000)
    groups = ((_("Assessment by an expert or agency, where there was one"), ("assessor", "expert", "assessment")),)

    def __init__(self, *arguments: Any, agencies: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["rectified_at"].error_messages["required"] = _("Enter the day on which the work was done.")
        self.fields["assessor"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["rectified_at"].initial = clock.today()


class EvacuateForm(Form):
    """People are ordered out of a danger area."""

    area = forms.CharField(
        label=_("Danger area"),
        max_length=200,
        help_text=_("From where to where, for example 20 metres below the face."),
    )
    extent = forms.ChoiceField(
        label=_("Extent of the stop"), choices=StopExtent.choices, widget=forms.RadioSelect, initial=StopExtent.AREA
    )
    people_inside = _heads(_("People in the area"))
    people_out = _heads(_("People counted outside so far"))
    ordered_at = DayField(
        label=_("Day of the order"), help_text=_("The true day and time, also when it is entered later.")
    )
    ordered_time = ClockField(label=_("Time of the order"))
    note = LongTextField(label=_("remark"), rows=2, required=False, max_length=1000)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        now = clock.now().astimezone(clock.SHANGHAI)
        self.fields["ordered_at"].initial, self.fields["ordered_time"].initial = now.date(), now.time()

    @property
    def moment(self) -> datetime:
        """When it was ordered; the minute that is still running is now."""
        told = clock.moment(self.cleaned_data["ordered_at"], self.cleaned_data["ordered_time"])
        return min(told, clock.now()) if told - clock.now() < timedelta(minutes=1) else told


class CountForm(Form):
    """Heads counted again."""

    people_inside = _heads(_("People in the area"))
    people_out = _heads(_("People counted outside"))


class LiftForm(Form):
    """People may go back."""

    grounds = LongTextField(
        label=_("Grounds for lifting"), rows=3, max_length=2000,
        help_text=_("What was measured or seen that shows it is safe again."),
    )  # fmt: skip


class SureForm(Form):
    """Nothing to fill in."""
