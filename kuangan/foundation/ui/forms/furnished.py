"""The form that every room starts from: controls get their classes, refusals find their field."""

from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import CheckboxInput, CheckboxSelectMultiple, HiddenInput, RadioSelect, Select
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel.errors import Refused, SentBefore
from kuangan.foundation.ui import once

FILL_IN = _("Please fill this in.")
CHOOSE = _("Please choose one.")
KEY = "entry"
"""The hidden field that carries the key of an entry."""
_OWN_LOOK = (CheckboxInput, RadioSelect, CheckboxSelectMultiple, HiddenInput)


class AnswerField(forms.BooleanField):
    """The answer to what a refusal may ask (is this another one?): it stands on the form once it has been asked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=HiddenInput, **options)


class Furnished:
    """Mixin: gives every control the class of its kind, and turns a `Refused` into an error beside its field.

    `groups` may name titled groups of fields: `[("Title", ["field", …]), …]`.
    """

    data: Any
    groups: Any = ()
    required_css_class = "is-required"
    use_required_attribute = False
    """Errors are told by the server, in our words, beside the field."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for bound in self.fields.values():  # type: ignore[attr-defined]
            bound.error_messages["required"] = CHOOSE if isinstance(bound, forms.ChoiceField) else FILL_IN
            if isinstance(bound, forms.ModelChoiceField) and bound.empty_label == BLANK_CHOICE_DASH[0][1]:
                bound.empty_label = "—"
            widget = bound.widget
            if isinstance(widget, _OWN_LOOK):
                continue
            css = "form-select" if isinstance(widget, Select) else "form-control"
            widget.attrs["class"] = f"{css} {widget.attrs.get('class', '')}".strip()

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal of the action beside its field, or on top of the form when it names none.

        A form whose token was used for something else gets a fresh one: sent again, it is meant as another one.
        """
        if isinstance(refusal, SentBefore) and KEY in self.fields:  # type: ignore[attr-defined]
            renewed = self.data.copy()
            renewed[self.add_prefix(KEY)] = once.draw()  # type: ignore[attr-defined]
            self.data = renewed
        named = refusal.field if refusal.field in self.fields else None  # type: ignore[attr-defined]
        if named and isinstance(self.fields[named], AnswerField):  # type: ignore[attr-defined]
            self.fields[named].widget = CheckboxInput()  # type: ignore[attr-defined]
        self.add_error(named, str(refusal))  # type: ignore[attr-defined]


class Form(Furnished, forms.Form):
    """A form of the house."""


class ModelForm(Furnished, forms.ModelForm):
    """A model form of the house; the view still calls an action to write."""
