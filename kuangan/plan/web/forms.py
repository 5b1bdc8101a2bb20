"""Forms of the plan pages."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.forms import DayField, Form, LongTextField, WholeField
from kuangan.plan.rules.parts import Parameter


class UploadForm(Form):
    """A package to be loaded."""

    file = forms.FileField(
        label=_("Plan package"),
        help_text=_("A .zip of the folder with plan.yaml, or plan.yaml alone. At most 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".zip,.yaml,.yml"}),
    )


class PublishForm(Form):
    """Publishing is deliberate: the plan's short title is written out."""

    title = forms.CharField(label=_("Short title of the plan"), max_length=100)
    reason = LongTextField(
        label=_("Reason and basis"), max_length=300, rows=2, required=False,
        help_text=_("Required where overdue duties vanish."),
    )  # fmt: skip
    sure = forms.BooleanField(
        label=_("I have read the warnings and the difference, and publish on behalf of the bureau.")
    )

    def __init__(self, *arguments: Any, short_title: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._short_title = short_title

    def clean_title(self) -> str:
        """The short title exactly as the plan has it, spaces aside."""
        written = "".join(self.cleaned_data["title"].split())
        if written != "".join(self._short_title.split()):
            raise forms.ValidationError(
                _("Write the short title as it stands in the plan: %(title)s"), params={"title": self._short_title}
            )
        return written


def parameter_form(spec: Parameter, value: Any, regions: list[tuple[str, str]]) -> type[Form]:
    """A form class for one parameter: value by its type, region where there is a choice, day and reason."""
    several = len(regions) > 1
    fields: dict[str, forms.Field] = {
        "value": value_field(spec, value),
        "region": forms.ChoiceField(
            label=_("Holds for"), choices=regions, widget=forms.Select if several else forms.HiddenInput,
            initial=regions[0][0] if regions else "",
        ),
        "effective_on": DayField(label=_("In force since"), initial=clock.today()),
        "reason": LongTextField(label=_("Reason and basis"), max_length=300, rows=3),
    }  # fmt: skip
    return type("ParameterForm", (Form,), fields)


def value_field(spec: Parameter, value: Any) -> forms.Field:
    """The field that fits a parameter's type."""
    label = spec.title
    match spec.type:
        case "date":
            return DayField(label=label, initial=value)
        case "integer" | "percent":
            least, most = spec.least, 100 if spec.type == "percent" and spec.most is None else spec.most
            return WholeField(label=label, initial=value, min_value=least, max_value=most)
        case "yes_no":
            choices = [("yes", _("yes")), ("no", _("no"))]
            return forms.TypedChoiceField(
                label=label, choices=choices, widget=forms.RadioSelect, coerce=lambda given: given == "yes",
                initial="yes" if value else "no",
            )  # fmt: skip
        case "month_day":
            return forms.RegexField(
                r"^\d{2}-\d{2}$", label=label, initial=value, help_text=_("Month and day, for example 04-15.")
            )
        case _:
            return forms.ChoiceField(
                label=label, choices=list(spec.choices.items()), widget=forms.RadioSelect, initial=value
            )


def plain_value(value: Any) -> Any:
    """The cleaned value as the action takes it."""
    return value.isoformat() if isinstance(value, date) else value
