"""When it happened and who took part; beginning a check or the correction of one."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kuangan.foundation.kernel import clock
from kuangan.foundation.ui import once
from kuangan.foundation.ui.forms import ClockField, DayField, Form, LongTextField
from kuangan.inspections.actions import Basics
from kuangan.inspections.actions.starting import MOST_PEOPLE
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.web.forms.parts import PartForm
from kuangan.registry.models import Mine

PRINCIPAL, OTHER = "principal", "other"
LEAST_ROWS, FREE_ROWS = 4, 2


class StartForm(Form):
    """Which mine, and the day on which the check happens or happened."""

    mine = forms.ModelChoiceField(queryset=Mine.rows.none(), label=_("Mine"))
    checked_on = DayField(
        label=_("day of the check"), help_text=_("The true day, also when it is entered later; it decides the month.")
    )
    entry = forms.CharField(widget=forms.HiddenInput(attrs={"data-draft-keep": ""}), required=False, max_length=32)

    def __init__(self, *arguments: Any, mines: QuerySet[Mine], fixed: Mine | None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["mine"].queryset = mines  # type: ignore[attr-defined]
        if fixed is not None:
            self.fields["mine"].widget, self.fields["mine"].initial = forms.HiddenInput(), fixed.pk
        self.fields["checked_on"].initial = clock.today()
        self.fields["entry"].initial = once.draw()

    @property
    def entry_key(self) -> UUID | None:
        """The key of this entry."""
        try:
            return UUID(hex=self.cleaned_data.get("entry", ""))
        except ValueError:
            return None


class CorrectForm(StartForm):
    """What was wrong with a signed check."""

    reason = LongTextField(
        label=_("What was wrong and is corrected"), rows=2, max_length=300,
        help_text=_("It stays on record with both checks."),
    )  # fmt: skip
    field_order = ("reason", "checked_on")


class BasicsForm(PartForm):
    """The first part. The names stand in numbered pairs of fields: `name_1`, `post_1`, …"""

    checked_on = DayField(label=_("day of the check"))
    began = ClockField(label=_("Began at"), required=False)
    ended = ClockField(label=_("Ended at"), required=False)
    led = forms.ChoiceField(
        label=_("Who led the check"), widget=forms.RadioSelect,
        choices=[(PRINCIPAL, _("The principal")), (OTHER, _("Somebody else"))],
        help_text=_("Only a check that the principal leads in person counts for the month."),
    )  # fmt: skip
    leader = forms.CharField(
        label=_("Name and post of who led it"), required=False, max_length=60,
        help_text=_("Only when it was not the principal."),
    )  # fmt: skip
    alone_reason = LongTextField(label=_("If one alone: why"), rows=2, required=False, max_length=300)

    def __init__(self, *arguments: Any, row: MonthlyCheck, people: list[tuple[str, str]], **options: Any) -> None:
        names = ("checked_on", "began", "ended", "leader", "alone_reason")
        told = {name: getattr(row, name) for name in names}
        if row.led_by_principal:
            told["leader"] = ""
        initial = {**told, "led": PRINCIPAL if row.led_by_principal else OTHER}
        for number, (name, post) in enumerate(people, start=1):
            initial |= {f"name_{number}": name, f"post_{number}": post}
        super().__init__(*arguments, initial=initial, **options)
        self.rows = min(max(LEAST_ROWS, len(people) + FREE_ROWS, self._sent()), MOST_PEOPLE)
        for number in range(1, self.rows + 1):
            self._add(f"name_{number}", pgettext("person", "Name"))
            self._add(f"post_{number}", _now("Post"))

    def _add(self, name: str, label: str) -> None:
        found = forms.CharField(label=label, required=False, max_length=60)
        found.widget.attrs.update({"class": "form-control", "placeholder": label, "autocomplete": "off"})
        self.fields[name] = found

    def _sent(self) -> int:
        """How many rows came with the form."""
        return sum(1 for number in range(1, MOST_PEOPLE + 1) if f"name_{number}" in self.data)

    @property
    def people(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows of the table of people."""
        return [(self[f"name_{number}"], self[f"post_{number}"]) for number in range(1, self.rows + 1)]

    def basics(self) -> Basics:
        """What was entered."""
        told = self.cleaned_data
        pairs = [(told[f"name_{number}"], told[f"post_{number}"]) for number in range(1, self.rows + 1)]
        return Basics(
            checked_on=told["checked_on"], began=told["began"], ended=told["ended"],
            led_by_principal=told["led"] == PRINCIPAL, leader=told["leader"], people=pairs,
            alone_reason=told["alone_reason"],
        )  # fmt: skip
