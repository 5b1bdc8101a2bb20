"""The form with which the county assigns a helper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.foundation.ui.forms import Form, LongTextField
from kuangan.governance.models import HelpRequest
from kuangan.governance.queries.conflicts import conflicts_by_agency
from kuangan.governance.states import Conflict, HelpForm, HelpKind
from kuangan.registry.models import Agency


class AssignForm(Form):
    """Who helps and how. What is known against an agency stands beside its name."""

    form = forms.ChoiceField(label=_("Form of help"), choices=HelpForm.choices, widget=forms.RadioSelect)
    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(), label=_("Agency"), required=False, empty_label=_("No agency"),
        help_text=_("For a consultation, or when the expert is one of its people."),
    )  # fmt: skip
    has_evaluated = forms.BooleanField(
        label=_("The agency has evaluated, designed for or tested this mine"), required=False,
        help_text=_("Ask the mine and the agency; an agency does not advise on what it has certified itself."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Officer or expert"), max_length=60, required=False,
        help_text=_("Needed for one-to-one guidance. Whoever helps with a hazard does not verify it later."),
    )  # fmt: skip
    post = forms.CharField(label=_("Post or organisation"), max_length=100, required=False)
    task = LongTextField(
        label=_("What is to be done for the mine"), rows=4, max_length=2000,
        help_text=_("The mine reads it: on what, by when the first visit, what it has to prepare."),
    )  # fmt: skip
    conflict_answer = LongTextField(
        label=pgettext_lazy("conflict of interest", "Why it is right all the same"), rows=3, max_length=1000,
        required=False,
        help_text=_("Only where there is a conflict of interest. It stays on record with the warning."),
    )  # fmt: skip
    reason = LongTextField(label=_("Why the helper changes"), rows=2, max_length=1000)

    def __init__(self, *arguments: Any, row: HelpRequest, is_change: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not is_change:
            del self.fields["reason"]
        usual = HelpForm.CONSULTATION if row.kind == HelpKind.WILLING_BUT_WEAK else HelpForm.ONE_TO_ONE
        self.fields["form"].initial = usual
        offered = Agency.objects.order_by("name", "pk")
        known = conflicts_by_agency(row, offered)
        agency: Any = self.fields["agency"]
        agency.queryset = offered
        agency.label_from_instance = lambda one: _labelled(one, known.get(one.pk, []))


def _labelled(agency: Agency, found: list[Conflict]) -> str:
    """The agency with what is known against it."""
    words = "；".join(str(one.label) for one in found)
    return f"{agency.name}（{words}）" if words else agency.name
