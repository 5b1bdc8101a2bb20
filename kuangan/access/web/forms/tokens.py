"""The form of a new API token."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.access.actions.tokens import LONGEST_DAYS
from kuangan.access.models import User
from kuangan.foundation.api import areas
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.ui.forms import Form, WholeField
from kuangan.registry.models import Mine
from kuangan.registry.queries import counties_with_mines

MOST_MINES = 60
"""Mines that are offered by name; who sees more narrows to a region."""


class TokenForm(Form):
    """What the token is for, what it may do, where, and how long."""

    name = forms.CharField(
        label=_("Name of the programme"), max_length=60, help_text=_("For example: data exchange of the city platform.")
    )
    areas = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than your own roles include. Choose as little as will do."),
    )
    region_code = forms.ChoiceField(label=_("Only in one county"), required=False)
    mine = forms.ModelChoiceField(Mine.objects.none(), label=_("Only for one mine"), required=False)
    days = WholeField(
        label=_("Valid for, days"), min_value=1, max_value=LONGEST_DAYS, initial=90, help_text=_("At most 365 days.")
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Entered again, because the token opens what you may open."),
    )

    def __init__(self, *arguments: Any, actor: Actor, account: User, **options: Any) -> None:
        super().__init__(*arguments, **options)
        fields: Any = self.fields
        fields["areas"].choices = [(area.name, area.label) for area in areas.offered(actor.roles)]
        counties = list(counties_with_mines(actor.scope).values_list("code", "name")[:200])
        fields["region_code"].choices = [("", _("everything I may see")), *counties]
        mines = Mine.objects.within(actor.scope)
        some = list(mines.values_list("pk", flat=True)[: MOST_MINES + 1])
        if len(counties) < 2:
            del fields["region_code"]
        if 1 < len(some) <= MOST_MINES:
            fields["mine"].queryset = mines
            fields["mine"].empty_label = _("all of them")
        else:
            del fields["mine"]
        if not account.has_usable_password():
            del fields["password"]

    def wishes(self) -> dict[str, Any]:
        """What was wished, as create_token wants it."""
        given = {name: self.cleaned_data[name] for name in ("name", "areas", "days")}
        return {**given, "region_code": self.cleaned_data.get("region_code", ""), "mine": self.cleaned_data.get("mine")}
