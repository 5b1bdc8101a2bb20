"""Forms of the listed supervision: the notice, its number, returns, delisting; and the close-out."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.forms import DayField, Form, LongTextField
from kuangan.hazards.models import ListedSupervision

_NUMBER_HELP = _("As it stands on the notice. It may be entered later.")


def _number_field(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=60, **{"required": False, "help_text": _NUMBER_HELP, **options})


class ListForm(Form):
    """The notice of a listed supervision. `days` is the setting from which the deadline is offered."""

    requirements = LongTextField(
        label=pgettext_lazy("supervision", "What is required"), rows=6, max_length=4000,
        help_text=_("What the mine and the county are to do, and in which order."),
    )  # fmt: skip
    deadline = DayField(label=_("Deadline of the supervision"))
    document_number = _number_field(_("Number of the notice"))
    happened_at = DayField(label=pgettext_lazy("supervision", "Listed on"))
    is_public = forms.BooleanField(label=_("Make it public"), required=False)
    public_words = LongTextField(
        label=_("Words of the public notice"), rows=3, max_length=1000, required=False,
        help_text=_("What is wrong and what people should keep away from. No names of people."),
    )  # fmt: skip
    groups = ((_("Public notice"), ("is_public", "public_words")),)

    def __init__(self, *arguments: Any, days: int, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["deadline"].initial = clock.today() + timedelta(days=days)
        self.fields["deadline"].help_text = _("Offered by the setting: %(days)d days from today.") % {"days": days}
        self.fields["happened_at"].initial = clock.today()


class NumberForm(Form):
    """The number of a notice that was issued outside the system."""

    document_number = _number_field(_("Number of the notice"), required=True, help_text="")
    delisting_number = _number_field(_("Number of the delisting notice"), help_text="")

    def __init__(self, *arguments: Any, held: ListedSupervision, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["document_number"].initial = held.document_number
        self.fields["delisting_number"].initial = held.delisting_number
        if held.in_force:
            del self.fields["delisting_number"]


class ReturnForm(Form):
    """The county returns progress to the city."""

    text = LongTextField(
        label=_("How it stands"), rows=5, max_length=4000,
        help_text=_("How far rectification is, what the bureau did and saw, what is in the way."),
    )  # fmt: skip
    happened_at = DayField(label=_("As of"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["happened_at"].initial = clock.today()


class DelistForm(Form):
    """Why a hazard is taken off the list though it is not closed out."""

    reason = LongTextField(
        label=_("Reason"), rows=3, max_length=1000,
        help_text=_("For example that it turned out not to be major. It stays on record."),
    )  # fmt: skip
    document_number = _number_field(_("Number of the delisting notice"))


class CloseForm(Form):
    """Close-out of a major hazard: with the delisting notice, or with why it was never listed."""

    delisting_number = _number_field(_("Number of the delisting notice"))
    unlisted_reason = LongTextField(
        label=_("Why it is closed without having been listed"), rows=3, max_length=1000, required=False,
        help_text=_("The city lists every major hazard; the reason stays on record."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, listed: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        del self.fields["unlisted_reason" if listed else "delisting_number"]
