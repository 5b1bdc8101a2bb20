"""Forms of the registry; each names what its action takes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui.forms import AmountField, DayField, Form, PhoneField
from kuangan.registry.models import Contractor, Enterprise, Mine
from kuangan.registry.rules import FACT_TYPES, FactType
from kuangan.registry.states import LicenceKind, MineKind, MineStatus, Post, Service

_YES_NO = [("", _("unknown")), ("yes", _("yes")), ("no", _("no"))]


def fact_field(kind: FactType) -> forms.Field:
    """The control for one fact."""
    if kind.choices is not None:
        blank = [] if kind.required else [("", _("unknown"))]
        return forms.ChoiceField(label=kind.label, choices=[*blank, *kind.choices.choices], required=kind.required)
    if kind.is_number:
        label = _("%(fact)s (%(unit)s)") % {"fact": kind.label, "unit": kind.unit}
        return AmountField(label=label, required=False, decimal_places=2, max_digits=7)
    return forms.ChoiceField(label=kind.label, choices=_YES_NO, required=False)


def fact_initial(value: Any) -> Any:
    """What the control of a fact shows for a stored value."""
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def fact_value(kind: FactType, cleaned: Any) -> Any:
    """What change_facts takes for what the control gave back."""
    if cleaned in ("", None):
        return None
    if kind.choices is None and not kind.is_number:
        return cleaned == "yes"
    return cleaned


class Dated(Form):
    """Something that is so since a day, and on what basis."""

    effective_on = DayField(label=_("True since"), help_text=_("The day it became so, not the day of entry."))
    basis = forms.CharField(label=_("Basis"), max_length=300, help_text=_("Document, visit or report it is based on."))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["effective_on"].initial = self.fields["effective_on"].initial or clock.today()


class FactsForm(Dated):
    """All facts of a mine as they are; what is changed is recorded since the day."""

    def __init__(self, *arguments: Any, mine: Mine | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for kind in FACT_TYPES.values():
            self.fields[kind.name] = field = fact_field(kind)
            if mine and mine.current:
                field.initial = fact_initial(getattr(mine.current, kind.name))
            css = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs["class"] = css
        self.order_fields([*FACT_TYPES, "effective_on", "basis"])

    def facts(self) -> dict[str, Any]:
        """The facts that the person changed."""
        return {
            name: fact_value(kind, self.cleaned_data.get(name))
            for name, kind in FACT_TYPES.items()
            if name in self.changed_data
        }


class DeclareForm(Dated):
    """What a mine declares of itself."""

    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("unchanged")),
            (MineStatus.RESUMING, MineStatus.RESUMING.label),
            (MineStatus.LONG_STOPPED, MineStatus.LONG_STOPPED.label),
            (MineStatus.CONSTRUCTION_STOPPED, MineStatus.CONSTRUCTION_STOPPED.label),
        ],
        help_text=_("Needed unless people working is answered."),
    )
    people_working = forms.ChoiceField(
        label=_("People working"), required=False, choices=[("", _("unchanged")), ("yes", _("yes")), ("no", _("no"))],
        help_text=_("Needed unless the status is chosen."),
    )  # fmt: skip
    field_order = ["status", "people_working", "effective_on", "basis"]


class AskedApart(Form):
    """A form that asks, once something alike is registered already, why this is another."""

    apart_because = forms.CharField(
        label=_("It is another one, because"), max_length=300, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if self.data.get("apart_because"):
            self._ask()

    def refuse(self, refusal: Refused) -> None:
        """Show the question where it was asked."""
        if refusal.field == "apart_because":
            self._ask()
        super().refuse(refusal)

    def _ask(self) -> None:
        self.fields["apart_because"].widget = forms.TextInput(attrs={"class": "form-control", "maxlength": 300})
        self.order_fields(["apart_because"])


class MineForm(AskedApart):
    """What is no dated fact of a mine."""

    name = forms.CharField(label=_("Name of the mine"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Type"), choices=MineKind.choices)
    region_code = forms.ChoiceField(label=_("County"))
    town = forms.CharField(label=_("Town"), max_length=60, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    mineral = forms.CharField(label=_("Mineral"), max_length=60, required=False)
    design_capacity = forms.CharField(label=_("Design capacity"), max_length=60, required=False)
    licensed_capacity = forms.CharField(label=_("Licensed capacity"), max_length=60, required=False)
    actual_capacity = forms.CharField(label=_("Actual output"), max_length=60, required=False)
    builder = forms.CharField(
        label=_("Building or operating body"), max_length=200, required=False,
        help_text=_("Only where it is another than the holder of the licence."),
    )  # fmt: skip
    answers_after_closure = forms.CharField(label=_("Who answers after closure"), max_length=200, required=False)
    longitude = AmountField(label=_("Longitude (°)"), required=False, max_digits=9, decimal_places=6)
    latitude = AmountField(label=_("Latitude (°)"), required=False, max_digits=9, decimal_places=6)
    in_scope_since = DayField(
        label=_("In scope since"),
        required=False,
        help_text=_("Plans ask nothing of it that ended before this day. Today for a mine that is newly listed."),
    )

    def __init__(self, *arguments: Any, counties: Any = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["region_code"].choices = list(counties)  # type: ignore[attr-defined]


class NewMineForm(MineForm):
    """A mine with its first facts."""

    enterprise = forms.ModelChoiceField(label=_("Enterprise"), queryset=Enterprise.rows.none())
    status = forms.ChoiceField(label=_("Status"), choices=MineStatus.choices)
    people_working = forms.ChoiceField(label=_("People working"), required=False, choices=_YES_NO)
    effective_on = DayField(label=_("True since"), help_text=_("The day since which the status has been so."))
    basis = forms.CharField(label=_("Basis"), max_length=300)
    field_order = ["enterprise"]

    def __init__(self, *arguments: Any, enterprises: Any = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["enterprise"].queryset = enterprises  # type: ignore[attr-defined]


class MergeForm(Form):
    """Why two records are one mine, or are not."""

    reason = forms.CharField(
        label=_("How is this known?"), max_length=300, help_text=_("Licence, visit, answer of the enterprise.")
    )


class EnterpriseForm(Form):
    """An enterprise."""

    name = forms.CharField(label=_("Name of the enterprise"), max_length=200)
    credit_code = forms.CharField(label=_("Unified social credit code"), max_length=30, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    phone = PhoneField(label=_("Telephone"), max_length=40, required=False)


class NewEnterpriseForm(AskedApart, EnterpriseForm):
    """A new enterprise in one of the reader's counties."""

    region_code = forms.ChoiceField(label=_("County"))

    def __init__(self, *arguments: Any, counties: Any = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["region_code"].choices = list(counties)  # type: ignore[attr-defined]


class LicenceForm(Form):
    """A licence of a mine."""

    kind = forms.ChoiceField(label=_("Licence"), choices=LicenceKind.choices)
    number = forms.CharField(label=_("Licence number"), max_length=60)
    issuer = forms.CharField(label=_("Issuing body"), max_length=200, required=False)
    valid_from = DayField(label=_("Valid from"), required=False)
    valid_to = DayField(label=_("Valid until"), required=False)
    scope_of_work = forms.CharField(label=_("Licensed work"), max_length=300, required=False)


class AppointmentForm(Form):
    """A person takes up a post; a new person is entered in the same step."""

    name = forms.CharField(label=_("Name of the person"), max_length=60)
    phone = PhoneField(label=_("Telephone"), max_length=40, required=False)
    post = forms.ChoiceField(label=_("Post"))
    speciality = forms.CharField(label=_("Line of work"), max_length=60, required=False)
    appointed_on = DayField(label=_("Appointed on"))
    document = forms.CharField(label=_("Document of appointment"), max_length=200, required=False)
    certificate_no = forms.CharField(label=_("Certificate number"), max_length=60, required=False)
    certificate_valid_to = DayField(label=_("Certificate valid until"), required=False)

    def __init__(self, *arguments: Any, posts: Any = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["post"].choices = [(post.value, post.label) for post in Post if post in posts]  # type: ignore[attr-defined]


class ContactForm(Form):
    """The contact person of a public body: name, post, telephone (附件2)."""

    name = forms.CharField(label=_("Name of the person"), max_length=60)
    title = forms.CharField(label=_("Post"), max_length=60)
    phone = PhoneField(label=_("Telephone"), max_length=40)
    on = DayField(label=_("Named on"))
    document = forms.CharField(label=_("Document"), max_length=200, required=False)


class AgencyForm(Form):
    """A technical-service agency."""

    name = forms.CharField(label=_("Name of the agency"), max_length=200)
    region_code = forms.ChoiceField(label=_("Registered in"))
    services = forms.MultipleChoiceField(
        label=_("Services"), choices=Service.choices, widget=forms.CheckboxSelectMultiple
    )
    credit_code = forms.CharField(label=_("Unified social credit code"), max_length=30, required=False)
    qualification_no = forms.CharField(label=_("Qualification number"), max_length=60, required=False)
    valid_to = DayField(label=_("Qualified until"), required=False)
    in_scope_since = DayField(
        label=_("In scope since"), required=False, help_text=_("Plans ask nothing of it that ended before this day.")
    )

    def __init__(self, *arguments: Any, counties: Any = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["region_code"].choices = list(counties)  # type: ignore[attr-defined]


def contractor_named(name: str) -> Contractor | None:
    """The contractor of this exact name, if it is known."""
    return Contractor.objects.filter(name=" ".join(name.split())).first()
