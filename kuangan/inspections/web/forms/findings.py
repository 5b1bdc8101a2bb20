"""What was found: a new hazard, or one that stands in the ledger already."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.ui.forms import Form, LongTextField, PhotosField
from kuangan.hazards.models import Hazard
from kuangan.hazards.states import Disaster, FocusArea, Grade
from kuangan.inspections.actions import Found
from kuangan.inspections.models import CheckPhoto, RouteArea
from kuangan.inspections.web.forms.parts import EntryForm
from kuangan.standards.models import Criterion

_BLANK = [("", "—")]
_GRADES = [
    (Grade.GENERAL, _("General hazard")),
    (Grade.SUSPECTED, _("Suspected major hazard: it will be determined against the criteria")),
]


class AreaChoice(forms.ModelChoiceField):
    """An area of the route."""

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return str(obj.name)


class CriterionChoice(forms.ModelChoiceField):
    """A criterion in force that day."""

    def label_from_instance(self, obj: Any) -> str:
        """How it is cited, and the beginning of its text."""
        return f"{obj.label} {obj.text[:40]}"


class HazardChoice(forms.ModelChoiceField):
    """A hazard of the mine."""

    def label_from_instance(self, obj: Any) -> str:
        """Grade, place, words, number."""
        return f"{obj.get_grade_display()} {obj.place} {obj.description[:30]}（{obj.number}）"


class _Placed(Form):
    """Fields that say to what of the check a hazard belongs."""

    area = AreaChoice(label=_("Area of the route"), queryset=RouteArea.rows.none(), required=False)
    criterion = CriterionChoice(
        label=_("Criterion it may meet"), queryset=Criterion.objects.none(), required=False,
        help_text=_("Needed for each criterion that is answered as existing."),
    )  # fmt: skip

    def __init__(
        self, *arguments: Any, areas: QuerySet[RouteArea], criteria: QuerySet[Criterion], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.fields["criterion"].queryset = criteria  # type: ignore[attr-defined]


class FindingForm(_Placed, EntryForm):
    """A new hazard with the source «monthly check»."""

    place = forms.CharField(label=_("Where it is"), max_length=120)
    description = LongTextField(label=_("What is wrong"), rows=3, max_length=2000)
    photos = PhotosField(label=_("Pictures"), required=False)
    grade = forms.ChoiceField(
        label=_("grade"), choices=_GRADES, widget=forms.RadioSelect, initial=Grade.GENERAL,
        help_text=_("With a criterion chosen it counts as suspected; a named person determines it afterwards."),
    )  # fmt: skip
    disaster = forms.ChoiceField(label=_("disaster"), required=False, choices=[*_BLANK, *Disaster.choices])
    focus_area = forms.ChoiceField(
        label=_("focus area"), required=False, choices=[*_BLANK, *FocusArea.choices], initial=FocusArea.MAJOR_HAZARDS
    )
    requirement = LongTextField(
        label=_("What is to be done, or has been done at once"), rows=2, required=False, max_length=1000
    )
    field_order = ("area", "place", "description", "photos", "criterion", "grade")

    def found(self, photos: list[CheckPhoto]) -> Found:
        """What was entered, with its pictures."""
        told = self.cleaned_data
        names = ("place", "description", "grade", "area", "criterion", "disaster", "focus_area", "requirement")
        return Found(**{name: told[name] for name in names}, photos=photos, entry_key=self.entry_key)


THERE, GONE = "there", "gone"


class StandingForm(Form):
    """An open hazard of the ledger: still there, or gone."""

    answer = forms.ChoiceField(
        label=_("What this check found of it"), widget=forms.RadioSelect,
        choices=[(THERE, _("Still there")), (GONE, _("Gone; acceptance has been applied for"))],
    )  # fmt: skip
    words = LongTextField(
        label=_("How it was removed, and who saw it"), rows=2, required=False, max_length=300,
        help_text=_("Needed when it is gone."),
    )  # fmt: skip


class LinkForm(_Placed):
    """A hazard of the mine that the check met again."""

    hazard = HazardChoice(label=_("Hazard"), queryset=Hazard.rows.none())
    field_order = ("hazard", "area", "criterion")

    def __init__(self, *arguments: Any, hazards: QuerySet[Hazard], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["hazard"].queryset = hazards  # type: ignore[attr-defined]
