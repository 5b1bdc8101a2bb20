"""The determination criteria, each with three answers."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kuangan.inspections.queries.record import Asked
from kuangan.inspections.states import Answer
from kuangan.inspections.web.forms.parts import PartForm
from kuangan.standards.models import Criterion


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion on the page: its text, its sub-items, its two fields."""

    criterion: Criterion
    answer: forms.BoundField
    reason: forms.BoundField


class CriteriaForm(PartForm):
    """`answer_<criterion>` and `reason_<criterion>` for each head; what is left open may be answered later."""

    def __init__(self, *arguments: Any, asked: list[Asked], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.asked = asked
        for one in asked:
            pk, given = one.criterion.pk, one.answer
            self.fields[f"answer_{pk}"] = forms.ChoiceField(
                label=one.criterion.label, choices=Answer.choices, widget=forms.RadioSelect, required=False,
                initial=given.answer if given else "",
            )  # fmt: skip
            reason = forms.CharField(
                label=_("Why it is not involved"), required=False, max_length=200,
                initial=given.reason if given else "",
            )  # fmt: skip
            reason.widget.attrs["class"] = "form-control"
            self.fields[f"reason_{pk}"] = reason

    @property
    def lines(self) -> list[Line]:
        """The criteria in order."""
        heads = [one.criterion for one in self.asked]
        return [Line(head, self[f"answer_{head.pk}"], self[f"reason_{head.pk}"]) for head in heads]

    def answers(self) -> dict[int, tuple[str, str]]:
        """What was answered."""
        told = self.cleaned_data
        heads = [one.criterion.pk for one in self.asked]
        return {pk: (told[f"answer_{pk}"], told[f"reason_{pk}"]) for pk in heads}
