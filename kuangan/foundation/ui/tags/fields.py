"""Forms as one column: label, control, help and error beside the field."""

from typing import Any

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kuangan.foundation.ui.tags.library import register


@register.simple_tag
def field(bound: BoundField, label: Any = "", help: Any = "", unit: Any = "") -> SafeString:
    """One field of a form; `label`, `help` replace the form's own, `unit` stands behind the control (米)."""
    widget = bound.field.widget
    kind = "one"
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        kind = "choice"
    elif isinstance(widget, CheckboxInput):
        kind = "tick"
    refused = bool(bound.errors)
    help_text = help or bound.help_text
    described = " ".join(
        filter(
            None, (f"{bound.id_for_label}-help" if help_text else "", f"{bound.id_for_label}-error" if refused else "")
        )
    )
    attributes: dict[str, str | bool] = {"aria-describedby": described} if described else {}
    if refused:
        attributes["aria-invalid"] = "true"
    control = bound.as_widget(attrs=attributes) if kind != "choice" else ""
    values = {
        "bound": bound,
        "kind": kind,
        "control": control,
        "label": label or bound.label,
        "help": help_text,
        "unit": unit,
        "identity": bound.id_for_label or bound.auto_id,
        "required": bound.field.required,
        "many": _many(widget),
        "picture": getattr(widget, "preview", False),
    }
    return render_to_string("ui/parts/field.html", values)


def _many(widget: Any) -> bool:
    """Whether choices are long enough to stand below one another."""
    choices = list(getattr(widget, "choices", ()))
    return any(len(str(label)) > 10 for _, label in choices)


@register.inclusion_tag("ui/parts/form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """What is wrong, on top of a form, each with a link to its field."""
    wrong = [(bound, error) for bound in form if not bound.is_hidden for error in bound.errors] if form.is_bound else []
    hidden = [error for bound in form.hidden_fields() for error in bound.errors] if form.is_bound else []
    return {"general": [*form.non_field_errors(), *hidden] if form.is_bound else [], "wrong": wrong}


@register.inclusion_tag("ui/parts/form_body.html")
def form_body(form: Any) -> dict[str, Any]:
    """Everything inside `<form>` but the csrf token and the button: errors, fields in their groups, once token.

    A form may name `groups = [("Title", ["field", …]), …]`; other fields come first, without a title.
    """
    titled = [
        (title, [form[name] for name in names if name in form.fields]) for title, names in getattr(form, "groups", ())
    ]
    placed = {bound.name for _, bounds in titled for bound in bounds}
    loose = [bound for bound in form.visible_fields() if bound.name not in placed]
    return {"form": form, "loose": loose, "titled": titled}
