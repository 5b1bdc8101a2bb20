"""Forms of the security administrator."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.access.actions import Place
from kuangan.access.models import SCOPE_FIELDS
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import ADMIN_ROLES, Role
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.ui.forms import DayField, Form, LongTextField, PhoneField, WholeField
from kuangan.registry.models import Agency, Authority, Enterprise, Mine, Region


class AccountForm(Form):
    """A new account."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        help_text=_("2 to 60 letters, digits or Chinese characters. It cannot be changed later."),
    )
    name = forms.CharField(label=_("Full name"), max_length=100)
    phone = PhoneField(label=_("Mobile number"), max_length=20, required=False)


class ReasonForm(Form):
    """A reason in words, for acts that the audit trail has to explain."""

    reason = LongTextField(label=_("Reason"), rows=2, max_length=300)


class PlaceForm(Form):
    """Role and place: exactly one of the five places, offered from the administrator's own jurisdiction."""

    role = forms.ChoiceField(label=_("Role"))
    region_code = forms.ModelChoiceField(Region.objects.none(), label=_("Region"), required=False)
    authority = forms.ModelChoiceField(Authority.objects.none(), label=_("Authority"), required=False)
    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), label=_("Enterprise"), required=False)
    mine = forms.ModelChoiceField(Mine.objects.none(), label=_("Mine"), required=False)
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"), required=False)

    without: frozenset[str] = frozenset()
    """Roles that this form does not offer."""

    def __init__(self, *arguments: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*arguments, **options)
        scope = actor.scope_as(Role.SECURITY_ADMIN)
        offered = [choice for choice in Role.choices if choice[0] not in self.without]
        fields: Any = self.fields
        fields["role"].choices = [("", "—"), *offered]
        self._offer("region_code", Region.objects.filter(scope.condition(ScopePaths(region="code"))))
        self._offer("authority", Authority.objects.filter(scope.condition(ScopePaths(region="region_code"))))
        self._offer("enterprise", Enterprise.objects.within(scope))
        self._offer("mine", Mine.objects.within(scope))
        self._offer("agency", Agency.objects.all())

    def _offer(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = rows
        field.help_text = _("Fill in one of the five places only.") if name == "region_code" else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.is_bound and not self.errors and len([name for name in SCOPE_FIELDS if cleaned.get(name)]) != 1:
            raise forms.ValidationError(_("Name exactly one place: region, authority, enterprise, mine or agency."))
        return cleaned

    @property
    def place(self) -> Place:
        """The chosen place."""
        region = self.cleaned_data.get("region_code")
        values: dict[str, Any] = {name: self.cleaned_data.get(name) for name in SCOPE_FIELDS[1:]}
        return Place(region_code=region.pk if region else "", **values)


class GrantForm(PlaceForm):
    """A grant with its days."""

    valid_from = DayField(label=_("Valid from"), required=False, help_text=_("Empty means from today."))
    valid_to = DayField(label=_("Valid to"), required=False, help_text=_("Empty means until it is revoked."))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class InvitationForm(PlaceForm):
    """An invitation by link."""

    without = frozenset(ADMIN_ROLES)

    name = forms.CharField(label=_("Full name"), max_length=100)
    phone = PhoneField(label=_("Mobile number"), max_length=20, required=False)
    days = WholeField(label=_("The link works for, days"), initial=7, min_value=1, max_value=14)
    grant_until = DayField(label=_("Grant valid to"), required=False, help_text=_("Empty means until it is revoked."))

    field_order = ["name", "phone", "role"]
