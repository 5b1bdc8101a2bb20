"""Forms of visits, of the report, of its measures."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.forms import AnswerField, DayField, FilesField, Form, LongTextField
from kuangan.governance.actions import Measure
from kuangan.governance.states import HelpResult, MineView
from kuangan.governance.web.forms.asking import ACCEPTED_FILES

ROWS = 8
"""Measures that one form takes."""
OPEN_ROWS = 2


class VisitForm(Form):
    """A help visit."""

    happened_on = DayField(label=_("Day of the visit"))
    people = forms.CharField(
        label=_("Who took part"), max_length=200, help_text=_("Whoever helped, and the people of the mine.")
    )
    advice = LongTextField(label=_("What was looked at and advised"), rows=6, max_length=4000)
    files = FilesField(label=_("Photos and papers"), required=False)  # type: ignore[assignment]
    next_on = DayField(label=_("Next visit on"), required=False)
    is_another = AnswerField(label=_("It is another visit than the one with the same words"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["happened_on"].initial = clock.today()
        self.fields["files"].widget.attrs["accept"] = ACCEPTED_FILES


class ReportForm(Form):
    """Summary, file, and up to eight measures, each with who and until when."""

    reported_on = DayField(label=_("Day of the report"))
    summary = LongTextField(
        label=_("Summary"),
        rows=5,
        max_length=4000,
        help_text=_("What lies at the root of it, and what is recommended."),
    )
    files = FilesField(label=_("Report as a file"), required=False)  # type: ignore[assignment]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reported_on"].initial = clock.today()
        self.fields["files"].widget.attrs["accept"] = ACCEPTED_FILES
        for number in range(1, ROWS + 1):
            first = number == 1
            self.fields[f"words_{number}"] = LongTextField(label=_("Measure"), rows=2, max_length=1000, required=first)
            self.fields[f"owner_{number}"] = forms.CharField(label=_("Carried out by"), max_length=60, required=first)
            self.fields[f"due_{number}"] = DayField(label=pgettext_lazy("measure", "Until"), required=first)
            for kind in ("words", "owner"):
                self.fields[f"{kind}_{number}"].widget.attrs["class"] = "form-control"
            self.fields[f"due_{number}"].widget.attrs["class"] = "form-control"
            for kind in ("words", "owner", "due"):
                self.fields[f"{kind}_{number}"].error_messages["required"] = _("Please fill this in.")

    def clean(self) -> dict[str, Any]:
        """A row that was begun is filled in as a whole."""
        given: dict[str, Any] = super().clean() or {}
        for number in range(2, ROWS + 1):
            names = [f"{kind}_{number}" for kind in ("words", "owner", "due")]
            if any(given.get(name) for name in names):
                for name in names:
                    if not given.get(name) and name not in self.errors:
                        self.add_error(name, _("Please fill this in."))
        return given

    def measures(self) -> list[Measure]:
        """The measures that were filled in."""
        given = self.cleaned_data
        return [
            Measure(given[f"words_{number}"], given[f"owner_{number}"], given[f"due_{number}"])
            for number in range(1, ROWS + 1)
            if given.get(f"words_{number}")
        ]

    def _rows(self, *, filled: bool) -> Iterator[dict[str, Any]]:
        for number in range(1, ROWS + 1):
            bound = [self[f"{kind}_{number}"] for kind in ("words", "owner", "due")]
            if filled == (number <= OPEN_ROWS or any(one.value() or one.errors for one in bound)):
                yield {"number": number, "words": bound[0], "owner": bound[1], "due": bound[2]}

    def filled_rows(self) -> Iterator[dict[str, Any]]:
        """The rows of measures that stand open: the first ones, and those with anything in them."""
        return self._rows(filled=True)

    def empty_rows(self) -> Iterator[dict[str, Any]]:
        """The rows that are folded away."""
        return self._rows(filled=False)


class DoneForm(Form):
    """A recommended measure has been carried out."""

    done_on = DayField(label=_("Carried out on"))
    note = LongTextField(label=_("How it was carried out"), rows=3, max_length=2000)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["done_on"].initial = clock.today()


class CloseForm(Form):
    """What the help came to."""

    result = forms.ChoiceField(
        label=pgettext_lazy("help", "Result"), choices=HelpResult.choices, widget=forms.RadioSelect
    )
    words = LongTextField(
        label=_("Opinion on the result"), rows=4, max_length=2000,
        help_text=_("On what it rests, and what is still to be done. The mine is asked to confirm it."),
    )  # fmt: skip


class RespondForm(Form):
    """The mine's own view of the result."""

    view = forms.ChoiceField(
        label=_("View of the mine"), widget=forms.RadioSelect,
        choices=((MineView.CONFIRMED, _("The result is as written")), (MineView.OBJECTED, _("We object"))),
    )  # fmt: skip
    words = LongTextField(
        label=_("Words"), rows=4, max_length=2000, required=False, help_text=_("Needed when the mine objects.")
    )
