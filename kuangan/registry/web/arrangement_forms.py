"""Forms of what is arranged at a mine: contractors, units, the leader in charge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.ui.forms import DayField, Form, LongTextField
from kuangan.registry.models import Person
from kuangan.registry.states import UnitKind


class EngagementForm(Form):
    """A contractor begins work; one that is not yet known is entered in the same step."""

    contractor = forms.CharField(label=_("Contractor"), max_length=200, help_text=_("Full name as on its licence."))
    licence_no = forms.CharField(label=_("Safety licence number"), max_length=60, required=False)
    licence_valid_to = DayField(label=_("Licence valid until"), required=False)
    work = forms.CharField(label=_("Work"), max_length=200)
    started_on = DayField(label=_("From"))
    is_warned = forms.BooleanField(
        label=_("I have checked why it was cleared out elsewhere (only if it was)"), required=False
    )


class AgreementForm(Form):
    """A safety agreement was signed."""

    signed_on = DayField(label=_("Signed on"))
    number = forms.CharField(label=_("Agreement number"), max_length=100, required=False)
    file = forms.FileField(label=_("Agreement, scanned"), required=False)


class ClearOutForm(Form):
    """A contractor is cleared out."""

    on = DayField(label=_("Cleared out on"))
    reason = LongTextField(label=_("Reason"), rows=3, max_length=300)


class UnitForm(Form):
    """A unit of a mine."""

    kind = forms.ChoiceField(label=_("Kind of unit"), choices=UnitKind.choices)
    name = forms.CharField(label=_("Name of the unit"), max_length=100)
    started_on = DayField(label=_("From"))
    head = forms.CharField(label=_("Who answers for it"), max_length=60, required=False)
    operator = forms.CharField(
        label=_("Run by"), max_length=200, required=False, help_text=_("Left empty: by the mine itself.")
    )
    capacity = forms.CharField(label=_("Capacity"), max_length=60, required=False)


class EndUnitForm(Form):
    """A unit works no longer."""

    on = DayField(label=_("Ended on"))
    reason = LongTextField(label=_("Reason"), rows=3, max_length=300)


class LeaderForm(Form):
    """A leader in charge."""

    leader = forms.ModelChoiceField(label=_("Leader in charge"), queryset=Person.rows.none())
    on = DayField(label=_("From"))
    document = forms.CharField(label=_("Document"), max_length=200, required=False)

    def __init__(self, *arguments: Any, leaders: Any = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]
