"""Forms of whoever decides: acceptance, on-site check, sending back, more time."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.forms import ClockField, DayField, Form, LongTextField
from kuangan.foundation.ui.rules import day
from kuangan.hazards.models import Extension, Hazard
from kuangan.hazards.queries.record import Record
from kuangan.hazards.states import CheckResult
from kuangan.hazards.web.forms.freshness import Fresh

GRANT, REFUSE = "grant", "refuse"
_SAME_MINUTE = timedelta(minutes=1)


def password_field() -> forms.CharField:
    """The password again, as the hand under a statement."""
    return forms.CharField(
        label=_("Your password"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Entered again so that nobody else can sign for you."),
    )  # fmt: skip


class DecideForm(Form):
    """Passed or not passed, what was seen, when it was looked at. Nothing is chosen beforehand."""

    result = forms.ChoiceField(
        label=_("Result of the acceptance"), widget=forms.RadioSelect,
        choices=[
            (CheckResult.PASSED.value, _("Passed, close it out")),
            (CheckResult.REFUSED.value, _("Not passed, back to rectification")),
        ],
    )  # fmt: skip
    opinion = LongTextField(
        label=_("Opinion"), rows=3, max_length=2000,
        help_text=_("What you saw; when it has not passed, what is still to be done. The mine reads it."),
    )  # fmt: skip
    happened_at = DayField(label=_("Looked at on"))
    at_time = ClockField(label=_("Time"))

    def __init__(self, *arguments: Any, row: Hazard, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.row = row
        now = clock.now().astimezone(clock.SHANGHAI)
        self.fields["happened_at"].initial, self.fields["at_time"].initial = now.date(), now.time()

    def seen_at(self) -> datetime:
        """The moment; the minute in which the work was done counts as after it."""
        moment = clock.moment(self.cleaned_data["happened_at"], self.cleaned_data["at_time"])
        done = self.row.rectified_at
        return done if done and moment < done < moment + _SAME_MINUTE else moment


class CheckForm(DecideForm):
    """The on-site check of a major hazard, with the first signature."""

    experts = forms.CharField(
        label=_("Experts or agency on site"), required=False, max_length=200,
        help_text=_("Names and organisations, when some were there."),
    )  # fmt: skip
    password = password_field()
    agreed = forms.BooleanField(label=_("I was on site in person and sign this check."))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["result"].label = _("Result of the check")
        self.fields["result"].choices = list(CheckResult.choices)  # type: ignore[attr-defined]
        self.fields["opinion"].widget.attrs["rows"] = 5
        self.fields["opinion"].help_text = _("What was looked at, measured and found, against the criterion.")
        self.fields["happened_at"].label = pgettext_lazy("check", "Checked on")


class SignCheckForm(Fresh, Form):
    """The second signature under the words that were on the screen."""

    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    opinion = LongTextField(
        label=_("Your own opinion"), rows=3, max_length=2000, required=False,
        help_text=_("May be left empty when you agree and have nothing to add."),
    )  # fmt: skip
    password = password_field()
    agreed = forms.BooleanField(label=_("I was on site in person and sign the check as it stands above."))

    def catch_up(self, held: Record) -> None:
        """The words above the form are the present ones; the tick has to be set again under them."""
        self.mark(content_hash=held.open_check.content_hash if held.open_check else "", agreed="")


class DropCheckForm(Form):
    """Why a check is dropped before the second signature."""

    reason = LongTextField(
        label=_("Reason"), rows=2, max_length=500, help_text=_("The check stays readable as dropped.")
    )


class SendBackForm(Form):
    """What is still to be done, though two people had accepted it."""

    opinion = LongTextField(
        label=_("What is still to be done"), rows=4, max_length=2000, help_text=_("The mine and the county read it.")
    )


class DecideExtensionForm(Form):
    """Grant or refuse more time, with the reason."""

    decision = forms.ChoiceField(
        label=pgettext_lazy("extension", "Decision"),
        widget=forms.RadioSelect,
        choices=[(GRANT, pgettext_lazy("extension", "Grant")), (REFUSE, pgettext_lazy("extension", "Refuse"))],
    )
    until = DayField(label=_("Granted until"), required=False)
    opinion = LongTextField(label=_("Reason of the decision"), rows=3, max_length=2000,
                            help_text=_("The mine reads it."))  # fmt: skip

    def __init__(self, *arguments: Any, asked: Extension, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["until"].help_text = _("Left empty: as asked, until %(day)s.") % {
            "day": day(asked.proposed_deadline_at)
        }
