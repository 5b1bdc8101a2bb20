"""Forms of root cause, lasting measure, words, links, withdrawal and reopening."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.ui import once
from kuangan.foundation.ui.forms import DayField, Form, LongTextField
from kuangan.hazards.actions.registering import PLACE_LENGTH, Finding, words_code
from kuangan.hazards.models import Hazard, RootCause
from kuangan.hazards.queries.record import Record
from kuangan.hazards.rules.causes import LONGEST, count_causes, from_outline, to_outline
from kuangan.hazards.states import MINE_SOURCES, CauseMethod, Disaster, FocusArea, Grade, LinkKind, Source
from kuangan.hazards.web.forms.freshness import Fresh

_BLANK = [("", "—")]
NUMBER = re.compile(r"^(\d{6})-(\d{4})-(\d{1,9})$", re.ASCII)
LINKS = [(kind.value, kind.label) for kind in (LinkKind.SAME, LinkKind.RELATED, LinkKind.RECURS)]


class CauseForm(Fresh, Form):
    """Why it arose, and what keeps it from coming back. `revision` is the one that was on the screen."""

    method = forms.ChoiceField(
        label=_("How the cause was looked for"), choices=CauseMethod.choices, widget=forms.RadioSelect,
        initial=CauseMethod.FIVE_WHYS,
    )  # fmt: skip
    tree = LongTextField(
        label=_("Cause tree"), rows=7, max_length=6000,
        help_text=_("One cause a line. Put one hyphen more (or two spaces) before what lies behind the line above."),
    )  # fmt: skip
    summary = LongTextField(label=_("Root cause"), rows=3, max_length=2000)
    measure = LongTextField(label=_("Lasting measure"), rows=3, max_length=2000,
                            help_text=_("What keeps it from coming back, not only what repairs it."))  # fmt: skip
    owner = forms.CharField(label=_("Who carries the measure out"), max_length=60)
    due_on = DayField(label=_("Measure due on"))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *arguments: Any, former: RootCause | None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in ("method", "summary", "measure", "owner", "due_on", "revision") if former else ():
            self.fields[name].initial = getattr(former, name)
        if former is not None:
            self.fields["tree"].initial = to_outline(former.tree)

    def clean_tree(self) -> list[dict[str, Any]]:
        """The tree; refused where a part of it would be cut off."""
        text = self.cleaned_data["tree"]
        tree = from_outline(text)
        lines = [line for line in text.splitlines() if line.strip(" -·•\u3000\t")]
        if len(lines) != count_causes(tree):
            raise ValidationError(_("At most twelve causes under one, and six steps deep. Put some of them together."))
        if any(len(line) > LONGEST for line in lines):
            raise ValidationError(_("A line is too long. At most 300 characters each."))
        return tree

    def catch_up(self, held: Record) -> None:
        """The root cause beside the form is the present one."""
        self.mark(revision=held.cause.revision if held.cause else 0)


class MeasureForm(Form):
    """The lasting measure has been carried out."""

    done_on = DayField(label=_("Carried out on"))
    note = LongTextField(label=_("How it was carried out"), rows=3, max_length=2000)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["done_on"].initial = clock.today()


class CorrectForm(Fresh, Form):
    """The words of a hazard. `seen` is the code of the words that were on the screen."""

    place = forms.CharField(label=_("Place"), max_length=120)
    description = LongTextField(label=_("What is wrong"), rows=4, max_length=2000)
    requirement = LongTextField(label=_("What is to be done"), rows=2, max_length=1000, required=False)
    disaster = forms.ChoiceField(label=_("Disaster"), choices=[*_BLANK, *Disaster.choices], required=False)
    focus_area = forms.ChoiceField(label=_("Focus area"), choices=[*_BLANK, *FocusArea.choices], required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)

    def __init__(self, *arguments: Any, row: Hazard, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in ("place", "description", "requirement", "disaster", "focus_area"):
            self.fields[name].initial = getattr(row, name)
        self.fields["seen"].initial = words_code(row)
        self.fields["focus_area"].required = row.is_major

    def catch_up(self, held: Record) -> None:
        """The words beside the form are the present ones."""
        self.mark(seen=words_code(held.row))


_ONE = _("Needed unless its number is written below.")


class LinkForm(Form):
    """Which other hazard this one belongs to: one of those offered, or any by its number. `q` narrows what is
    offered."""

    q = forms.CharField(label=_("Find among the hazards of this mine"), required=False, max_length=60)

    kind = forms.ChoiceField(
        label=_("How they belong together"), choices=LINKS, widget=forms.RadioSelect, initial=LinkKind.RELATED
    )
    other = forms.ChoiceField(
        label=_("Other hazard of this mine"), widget=forms.RadioSelect, required=False, help_text=_ONE
    )
    number = forms.CharField(
        label=_("Or by its number"), required=False, max_length=24,
        help_text=_("Needed unless one is chosen above. For example 440785-2023-000012."),
    )  # fmt: skip
    note = forms.CharField(label=_("remark"), required=False, max_length=300)

    def __init__(self, *arguments: Any, offered: list[Hazard], **options: Any) -> None:
        super().__init__(*arguments, **options)
        words = [(str(one.pk), f"{one.number} {one.place}：{one.description[:40]}") for one in offered]
        self.fields["other"].choices = words  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two ways to name it."""
        given: dict[str, Any] = super().clean() or {}
        number = "".join(given.get("number", "").split())
        if number and not NUMBER.match(number):
            self.add_error("number", _("Write the number like 440785-2023-000012."))
        elif not number and not given.get("other") and "other" not in self.errors:
            self.add_error("other" if self.fields["other"].choices else "number", _("Name the other hazard."))  # type: ignore[attr-defined]
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
    place = forms.CharField(label=_("Place"), max_length=PLACE_LENGTH)
    description = LongTextField(label=_("What is wrong"), rows=3, max_length=2000)
    source = forms.ChoiceField(label=_("How it was found"))
    found_at = DayField(label=_("Found on"))
    entry = forms.CharField(widget=forms.HiddenInput(attrs={"data-draft-keep": ""}), required=False, max_length=32)

    def __init__(self, *arguments: Any, row: Hazard, official: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["place"].initial, self.fields["description"].initial = row.place, row.description
        self.fields["entry"].initial = once.draw()
        choices = [(key, word) for key, word in Source.choices if official or key in MINE_SOURCES]
        self.fields["source"].choices = choices  # type: ignore[attr-defined]
        self.fields["source"].initial = Source.INSPECTION if official else Source.SELF_INSPECTION
        self.fields["found_at"].initial = clock.today()

    def finding(self, row: Hazard) -> Finding:
        """What was found again at the place of a closed hazard; where that one was major, this one may be."""
        told = self.cleaned_data
        grade = Grade.GENERAL if row.grade == Grade.GENERAL else Grade.SUSPECTED
        day = told["found_at"]
        return Finding(
            place=told["place"], description=told["description"], source=told["source"], grade=grade,
            found_at=None if day == clock.today() else clock.start_of_day(day), disaster=row.disaster,
            focus_area=row.focus_area, entry_key=self.entry_key,
        )  # fmt: skip

    @property
    def entry_key(self) -> UUID | None:
        """The key of the entry."""
        try:
            return UUID(hex=self.cleaned_data.get("entry", ""))
        except ValueError:
            return None
