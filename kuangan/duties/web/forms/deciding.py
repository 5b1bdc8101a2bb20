"""Forms of whoever decides: review, extension, redo order, urging."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.duties.states import RedoTrigger
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.working_days import add_working_days
from kuangan.foundation.ui.forms import DayField, Form, LongTextField

CORRECTION_DAYS = 3
"""Working days offered for a correction; the reviewer may choose another day."""
ACCEPT, RETURN = "accept", "return"
RETURN_PHRASES = (
    _("No record of the training is attached."),
    _("The photos repeat those of an earlier period."),
    _("The contents are the same as before."),
    _("The evidence does not match what was done."),
    _("A signature is missing."),
)
URGE_PHRASES = (
    _("The date has passed. Please submit at once."),
    _("Please say today when it will be done."),
)


class ReviewForm(Form):
    """The decision on a submission, with what the reviewer had on the screen (receipt and step)."""

    receipt = forms.CharField(widget=forms.HiddenInput, max_length=40)
    step = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    opinion = LongTextField(
        label=_("Opinion (the bearer reads it)"), required=False, rows=3, max_length=2000,
        help_text=_("Needed when returning: say what is to be corrected."),
    )  # fmt: skip
    correct_by = DayField(
        label=_("Correct by"), required=False, help_text=_("Only for a return; three working days unless changed.")
    )

    def __init__(self, *arguments: Any, accept_word: Any = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            (ACCEPT, accept_word or _("Accept")), (RETURN, _("Return for correction")),
        ]  # fmt: skip
        self.fields["correct_by"].initial = add_working_days(clock.today(), CORRECTION_DAYS)

    def clean(self) -> dict[str, Any]:
        """A return needs its reason and a day."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("decision") == RETURN:
            if not (given.get("opinion") or "").strip():
                self.add_error("opinion", _("Say what is to be corrected; the bearer reads it."))
            if not given.get("correct_by") and "correct_by" not in self.errors:
                given["correct_by"] = add_working_days(clock.today(), CORRECTION_DAYS)
        return given


class DecideExtensionForm(Form):
    """Grant, perhaps until another day, or refuse."""

    grant = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, choices=[("yes", _("Grant the request")), ("no", _("Refuse"))]
    )
    until = DayField(label=_("Until"), required=False, help_text=_("Empty: as asked."))
    opinion = LongTextField(
        label=_("Opinion"), required=False, rows=2, max_length=1000, help_text=_("Needed when refusing.")
    )


class RedoForm(Form):
    """An order to do it again from scratch: ground, facts, new date."""

    trigger = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect, choices=RedoTrigger.choices)
    reason = LongTextField(
        label=_("Facts that show it"), max_length=2000, help_text=_("The bearer reads them; be concrete.")
    )
    new_due = DayField(label=_("New due date"))


class UrgeForm(Form):
    """The words with which the bearer is urged."""

    words = LongTextField(label=_("Words to the bearer"), rows=3, max_length=500)
