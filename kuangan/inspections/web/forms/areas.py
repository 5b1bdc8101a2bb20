"""One area of the route."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.foundation.ui.forms import ClockField, LongTextField, PhotosField
from kuangan.inspections.actions import AreaEntry
from kuangan.inspections.models import RouteArea
from kuangan.inspections.states import AreaResult
from kuangan.inspections.web.forms.parts import EntryForm, PartForm


class AreaForm(PartForm, EntryForm):
    """What was looked at in an area and what was found."""

    name = forms.CharField(label=pgettext_lazy("route", "Area"), max_length=60)
    looked_at = LongTextField(
        label=_("What was looked at"), rows=2, required=False, max_length=300,
        help_text=_("For example: slope and berms, loose rock, ditches, guards of the crusher."),
    )  # fmt: skip
    result = forms.ChoiceField(
        label=pgettext_lazy("route", "Result"), widget=forms.RadioSelect, choices=AreaResult.choices, required=False
    )  # fmt: skip
    words = LongTextField(
        label=pgettext_lazy("route", "What was found"), rows=2, required=False, max_length=1000,
        help_text=_("Afterwards register it as a hazard under “Hazards found”."),
    )  # fmt: skip
    walked_at = ClockField(label=_("At what time"), required=False)
    photos = PhotosField(
        label=_("Pictures"), required=False,
        help_text=_("Best is one of each area; the check needs two at least. They are taken in at once."),
    )  # fmt: skip
    field_order = ("name", "looked_at", "result", "words", "photos", "walked_at")

    def __init__(self, *arguments: Any, area: RouteArea | None, **options: Any) -> None:
        names = ("name", "looked_at", "result", "words", "walked_at")
        initial = {name: getattr(area, name) for name in names} if area is not None else {}
        super().__init__(*arguments, initial=initial, **options)

    def told(self) -> AreaEntry:
        """What was entered."""
        names = ("name", "looked_at", "result", "words", "walked_at")
        return AreaEntry(**{name: self.cleaned_data[name] for name in names})
