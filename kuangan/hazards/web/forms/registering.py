"""The form with which a hazard is reported, made for a phone: one column, what is needed first."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui import once
from kuangan.foundation.ui.forms import ClockField, DayField, Form, LongTextField, PhotosField
from kuangan.hazards.actions import Finding, Picture
from kuangan.hazards.actions.registering import PLACE_LENGTH
from kuangan.hazards.rules.pictures import taken_at
from kuangan.hazards.states import MINE_SOURCES, Disaster, FocusArea, Grade, PhotoStage, Source
from kuangan.hazards.web.keeping import Kept
from kuangan.registry.models import Mine

_BLANK = [("", "—")]
_GRADES = [
    (Grade.GENERAL, _("General hazard")),
    (Grade.SUSPECTED, _("Suspected major hazard: it will be determined against the criteria")),
]


class RegisterForm(Form):
    """A hazard as it was found. `entry` is the key under which the same entry sent again is recognised."""

    mine = forms.ModelChoiceField(queryset=Mine.rows.none(), label=_("Mine"))
    photos = PhotosField(
        label=_("Pictures"),
        required=False,
        help_text=_("Take them now, or choose several from the album."),
    )
    place = forms.CharField(label=_("Where it is"), max_length=PLACE_LENGTH)
    description = LongTextField(label=_("What is wrong"), rows=3, max_length=2000)
    grade = forms.ChoiceField(
        label=_("grade"), choices=_GRADES, widget=forms.RadioSelect, initial=Grade.GENERAL,
        help_text=_("Whether it is major is determined afterwards by a named person; choose suspected when in doubt."),
    )  # fmt: skip
    source = forms.ChoiceField(label=_("how it was found"))
    disaster = forms.ChoiceField(label=_("disaster"), required=False, choices=[*_BLANK, *Disaster.choices])
    focus_area = forms.ChoiceField(
        label=_("focus area"), required=False, choices=[*_BLANK, *FocusArea.choices],
        help_text=_("Needed for a suspected major hazard."),
    )  # fmt: skip
    found_on = DayField(
        label=_("Found on"), help_text=_("The true day, also when it is entered later."), required=False
    )
    found_time = ClockField(label=_("Found at"), required=False)
    found_by = forms.CharField(label=_("found by"), required=False, max_length=100)
    requirement = LongTextField(label=_("What is to be done, or has been done at once"), rows=2, required=False,
                                max_length=1000)  # fmt: skip
    entry = forms.CharField(widget=forms.HiddenInput(attrs={"data-draft-keep": ""}), required=False, max_length=32)
    folded = ("source", "disaster", "found_by", "requirement")
    """What has a sensible answer already, or is known only later."""

    def __init__(
        self, *arguments: Any, mines: QuerySet[Mine], fixed: Mine | None, is_officer: bool, name: str,
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **options)
        self.fields["mine"].queryset = mines  # type: ignore[attr-defined]
        if fixed is not None:
            self.fields["mine"].widget, self.fields["mine"].initial = forms.HiddenInput(), fixed.pk
        sources = Source.choices if is_officer else [one for one in Source.choices if one[0] in MINE_SOURCES]
        self.fields["source"].choices = sources  # type: ignore[attr-defined]
        self.fields["source"].initial = Source.INSPECTION if is_officer else Source.SELF_INSPECTION
        now = clock.now().astimezone(clock.SHANGHAI)
        self.fields["found_on"].initial, self.fields["found_time"].initial = now.date(), now.time()
        self.fields["found_by"].initial = name
        self.fields["entry"].initial = once.draw()
        self.places: list[str] = []

    def offer(self, places: list[str]) -> None:
        """Offer earlier places of the mine while the place is typed."""
        self.places = places
        if places:
            self.fields["place"].widget.attrs["list"] = "places"

    def clean(self) -> dict[str, Any]:
        """A suspected major hazard names its focus area; a determination would ask for it anyway."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("grade") == Grade.SUSPECTED and not told.get("focus_area"):
            self.add_error("focus_area", str(_("Choose the focus area of a suspected major hazard.")))
        return told

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        """The fields that stand folded up below the others."""
        return [self[name] for name in self.folded]

    @property
    def opens_fold(self) -> bool:
        """Whether one of the folded fields was refused: it is shown, not hidden."""
        return any(name in self.errors for name in self.folded) if self.is_bound else False

    @property
    def entry_key(self) -> UUID | None:
        """The key of this entry."""
        try:
            return UUID(hex=self.cleaned_data.get("entry", ""))
        except ValueError:
            return None

    def finding(self, kept: list[Kept]) -> Finding:
        """What was entered, with its pictures. Raises Refused when it was found in the future."""
        told, now = self.cleaned_data, clock.now()
        pictures = [
            Picture(stored=one.stored, name=one.name, stage=PhotoStage.BEFORE, taken_at=taken_at(one.stored.exif, now))
            for one in kept
        ]
        names = ("place", "description", "source", "grade", "found_by", "disaster", "focus_area", "requirement")
        return Finding(
            **{name: told[name] for name in names}, found_at=self._found_at(now), entry_key=self.entry_key,
            pictures=pictures,
        )  # fmt: skip

    def _found_at(self, now: datetime) -> datetime | None:
        day, time = self.cleaned_data.get("found_on"), self.cleaned_data.get("found_time")
        if day is None:
            return None
        if day > clock.today():
            raise Refused(str(_("The day on which it was found lies in the future.")), "found_on")
        found = clock.moment(day, time) if time else clock.start_of_day(day)
        if found > now:
            raise Refused(str(_("The time at which it was found lies in the future.")), "found_time")
        return found
