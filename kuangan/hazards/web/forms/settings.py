"""The form that changes one setting of the hazard ledger."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.forms import DayField, Form, LongTextField, WholeField
from kuangan.hazards.rules.settings import Definition, value_words


def setting_form(item: Definition, value: str, regions: list[tuple[str, str]]) -> type[Form]:
    """A form class for one setting: value by its kind, region where there is a choice, day and reason."""
    several = len(regions) > 1
    fields: dict[str, forms.Field] = {
        "value": _value_field(item, value),
        "region": forms.ChoiceField(
            label=_("Holds for"), choices=regions, widget=forms.Select if several else forms.HiddenInput,
            initial=regions[0][0] if regions else "",
        ),
        "effective_on": DayField(label=_("In force since"), initial=clock.today(),
                                 help_text=_("Today or a later day, never backwards.")),
        "reason": LongTextField(label=_("Reason and basis"), max_length=300, rows=3),
    }  # fmt: skip
    return type("SettingForm", (Form,), fields)


def _value_field(item: Definition, value: str) -> forms.Field:
    if item.choices:
        return forms.ChoiceField(label=item.label, choices=item.choices, widget=forms.RadioSelect, initial=value)
    bounds = _("From %(least)s to %(most)s.") % {
        "least": item.least, "most": value_words(item, str(item.most))
    }  # fmt: skip
    return WholeField(label=item.label, initial=value, help_text=bounds)
