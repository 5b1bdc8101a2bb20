"""The form with which help is asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.forms import AnswerField, DayField, FilesField, Form, LongTextField, WholeField
from kuangan.governance.states import HelpKind, Topic
from kuangan.hazards.models import Hazard
from kuangan.registry.models import Mine

ACCEPTED_FILES = "image/*,.pdf,.doc,.docx,.wps,.xls,.xlsx,.et"


class AskForm(Form):
    """Why, with what, and what the mine can do by itself (row 23). `mine` is there when there is a choice."""

    mine = forms.ModelChoiceField(queryset=Mine.objects.none(), label=_("Mine"))
    kind = forms.ChoiceField(label=_("Why help is needed"), choices=HelpKind.choices, widget=forms.RadioSelect)
    topic = forms.ChoiceField(label=_("What help is needed with"), choices=Topic.choices, widget=forms.RadioSelect)
    hazard = forms.ModelChoiceField(
        queryset=Hazard.objects.none(), label=_("Hazard"), required=False, empty_label=_("No hazard in particular"),
        help_text=_("An open hazard of this mine that the help is about."),
    )  # fmt: skip
    words = LongTextField(
        label=_("What the mine cannot do alone"), rows=5, max_length=4000,
        help_text=_("What has been tried, where it fails, what is needed."),
    )  # fmt: skip
    requested_on = DayField(label=_("Help was asked for on"), help_text=_("The true day, also when entered later."))
    files = FilesField(label=_("Papers and photos"), required=False)  # type: ignore[assignment]
    own_technicians = WholeField(
        label=_("Own technicians"), required=False, min_value=0, max_value=9999,
        help_text=_("How many people with a technical post, 0 when there are none."),
    )  # fmt: skip
    own_strength = LongTextField(
        label=_("What the mine can do by itself"), rows=2, max_length=2000, required=False,
        help_text=_("Who they are and what for: mining, geology, mechanics, surveying…"),
    )  # fmt: skip
    hired_expert = forms.CharField(label=_("Experts hired"), max_length=100, required=False)
    hired_from = forms.CharField(label=_("Their agency"), max_length=200, required=False)
    is_another = AnswerField(label=_("It is another matter than what was asked for with the same words"))
    contract = FilesField(label=_("Contract with them"), required=False)
    groups = (
        (_("Technical force of the mine"),
         ["own_technicians", "own_strength", "hired_expert", "hired_from", "contract"]),
    )  # fmt: skip

    def __init__(
        self, *arguments: Any, mines: Any, fixed: Mine | None, hazards: Any, **options: Any
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **options)
        if fixed is None:
            self.fields["mine"].queryset = mines  # type: ignore[attr-defined]
            del self.fields["hazard"]
        else:
            del self.fields["mine"]
            self.fields["hazard"].queryset = hazards  # type: ignore[attr-defined]
            self.fields["hazard"].label_from_instance = _told  # type: ignore[attr-defined]
        self.fields["requested_on"].initial = clock.today()
        for name in ("files", "contract"):
            self.fields[name].widget.attrs["accept"] = ACCEPTED_FILES


def _told(hazard: Hazard) -> str:
    return f"{hazard.number} {hazard.place}：{hazard.description[:30]}"


class ReasonForm(Form):
    """Words that the other side reads."""

    reason = LongTextField(label=_("Reason"), rows=4, max_length=2000)
