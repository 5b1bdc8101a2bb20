"""Forms of root cause, lasting measure, words, links, withdrawal and reopening."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.forms import DayField, Form, LongTextField
from kuangan.hazards.models import Hazard
from kuangan.hazards.states import MINE_SOURCES, CauseMethod, Disaster, FocusArea, LinkKind, Source

_BLANK = [("", "—")]
NUMBER = re.compile(r"^(\d{6})-(\d{4})-(\d{1,9})$", re.ASCII)
LINKS = [(kind.value, kind.label) for kind in (LinkKind.SAME, LinkKind.RELATED, LinkKind.RECURS)]


class CauseForm(Form):
    """Why it arose, and what keeps it from coming back. `revision` is the one that was on the screen."""

    method = forms.ChoiceField(
        label=_("How the cause was looked for"), choices=CauseMethod.choices, widget=forms.RadioSelect,
        initial=CauseMethod.FIVE_WHYS,
    )  # fmt: skip
    tree = LongTextField(
        label=_("Cause tree"), rows=7, max_length=6000,
        help_text=_("One cause a line; indent what lies behind it by two spaces (or one full-width space)."),
    )  # fmt: skip
    summary = LongTextField(label=_("Root cause"), rows=3, max_length=2000)
    measure = LongTextField(label=_("Lasting measure"), rows=3, max_length=2000,
                            help_text=_("What keeps it from coming back, not only what repairs it."))  # fmt: skip
    owner = forms.CharField(label=_("Who carries the measure out"), max_length=60)
    due_on = DayField(label=_("Measure due on"))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)


class MeasureForm(Form):
    """The lasting measure has been carried out."""

    done_on = DayField(label=_("Carried out on"))
    note = LongTextField(label=_("How it was carried out"), rows=3, max_length=2000)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["done_on"].initial = clock.today()


class CorrectForm(Form):
    """The words of a hazard. `seen` is the code of the words that were on the screen."""

    place = forms.CharField(label=_("Place"), max_length=120)
    description = LongTextField(label=_("What is wrong"), rows=4, max_length=2000)
    requirement = LongTextField(label=_("What is to be done"), rows=2, max_length=1000, required=False)
    disaster = forms.ChoiceField(label=_("Disaster"), choices=[*_BLANK, *Disaster.choices], required=False)
    focus_area = forms.ChoiceField(label=_("Focus area"), choices=[*_BLANK, *FocusArea.choices], required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)


class LinkForm(Form):
    """Which other hazard this one belongs to: one of those offered, or any by its number."""

    kind = forms.ChoiceField(
        label=_("How they belong together"), choices=LINKS, widget=forms.RadioSelect, initial=LinkKind.RELATED
    )
    other = forms.ChoiceField(label=_("Other hazard of this mine"), widget=forms.RadioSelect, required=False)
    number = forms.CharField(label=_("Or by its number"), required=False, max_length=24,
                             help_text=_("For example 440785-2023-000012."))  # fmt: skip
    note = forms.CharField(label=_("Remark"), required=False, max_length=300)

    def __init__(self, *arguments: Any, offered: list[Hazard], **options: Any) -> None:
        super().__init__(*arguments, **options)
        if offered:
            words = [(str(one.pk), f"{one.number} {one.place}：{one.description[:40]}") for one in offered]
            self.fields["other"].choices = words  # type: ignore[attr-defined]
        else:
            del self.fields["other"]

    def clean(self) -> dict[str, Any]:
        """One of the two ways to name it."""
        given: dict[str, Any] = super().clean() or {}
        number = "".join(given.get("number", "").split())
        if number and not NUMBER.match(number):
            self.add_error("number", _("Write the number like 440785-2023-000012."))
        elif not number and not given.get("other") and "other" not in self.errors:
            self.add_error("other" if "other" in self.fields else "number", _("Name the other hazard."))
        return given | {"number": number}


class WithdrawForm(Form):
    """Why an entry is withdrawn."""

    reason = LongTextField(
        label=_("Reason"), rows=3, max_length=1000,
        help_text=_("Entered twice, entered for the wrong mine, not a hazard… It stays readable with this reason."),
    )  # fmt: skip


class ReopenForm(Form):
    """A closed hazard is there again. `entry` makes that a form sent twice is one hazard."""

    reason = LongTextField(label=_("What shows that it is there again"), rows=3, max_length=300)
    place = forms.CharField(label=_("Place"), max_length=120)
    description = LongTextField(label=_("What is wrong"), rows=3, max_length=2000)
    source = forms.ChoiceField(label=_("How it was found"))
    found_at = DayField(label=_("Found on"))
    entry = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)

    def __init__(self, *arguments: Any, official: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [(key, word) for key, word in Source.choices if official or key in MINE_SOURCES]
        self.fields["source"].choices = choices  # type: ignore[attr-defined]
        self.fields["source"].initial = Source.INSPECTION if official else Source.SELF_INSPECTION
        self.fields["found_at"].initial = clock.today()

    @property
    def entry_key(self) -> UUID | None:
        """The key of the entry."""
        try:
            return UUID(hex=self.cleaned_data.get("entry", ""))
        except ValueError:
            return None
