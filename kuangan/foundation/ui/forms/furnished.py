"""The form that every room starts from: controls get their classes, refusals find their field."""

from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import CheckboxInput, CheckboxSelectMultiple, HiddenInput, RadioSelect, Select
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel.errors import Refused

FILL_IN = _("Please fill this in.")
CHOOSE = _("Please choose one.")
_OWN_LOOK = (CheckboxInput, RadioSelect, CheckboxSelectMultiple, HiddenInput)


class Furnished:
    """Mixin: gives every control the class of its kind, and turns a `Refused` into an error beside its field.

    `groups` may name titled groups of fields: `[("Title", ["field", …]), …]`.
    """

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
        """Show a refusal of the action beside its field, or on top of the form when it names none."""
        named = refusal.field if refusal.field in self.fields else None  # type: ignore[attr-defined]
        self.add_error(named, str(refusal))  # type: ignore[attr-defined]


class Form(Furnished, forms.Form):
    """A form of the house."""


class ModelForm(Furnished, forms.ModelForm):
    """A model form of the house; the view still calls an action to write."""
