"""Forms of the risk control list."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui.forms import AnswerField, DayField, Form, LongTextField
from kuangan.hazards.actions.risks import RiskEntry
from kuangan.hazards.models import Risk
from kuangan.hazards.rules import risks as rules
from kuangan.hazards.states import Disaster, RiskMethod
from kuangan.registry.models import Mine

_BLANK = [("", "—")]


def _steps(scale: rules.Scale) -> list[tuple[str, Any]]:
    return [*_BLANK, *((str(value), f"{value} {words}") for value, words in scale)]


_LEC, _MATRIX = _("Needed with the LEC method."), _("Needed with the risk matrix.")


class RiskForm(Form):
    """A risk with its assessment. The figures of both methods are offered; only those of the chosen one are read."""

    mine = forms.ModelChoiceField(queryset=Mine.rows.none(), label=_("Mine"), empty_label=None)
    place = forms.CharField(label=_("Place of the risk"), max_length=120)
    description = LongTextField(label=_("What might happen"), rows=3, max_length=1000)
    disaster = forms.ChoiceField(label=_("Disaster"), required=False, choices=[*_BLANK, *Disaster.choices])
    method = forms.ChoiceField(
        label=pgettext_lazy("risk", "Method"),
        choices=RiskMethod.choices,
        widget=forms.RadioSelect,
        initial=RiskMethod.LEC,
    )
    lec_likelihood = forms.ChoiceField(label=_("Likelihood L"), required=False, help_text=_LEC)
    lec_exposure = forms.ChoiceField(label=_("Exposure E"), required=False, help_text=_LEC)
    lec_consequence = forms.ChoiceField(label=_("Consequence C"), required=False, help_text=_LEC)
    matrix_likelihood = forms.ChoiceField(label=_("Likelihood"), required=False, help_text=_MATRIX)
    matrix_consequence = forms.ChoiceField(label=_("Consequence"), required=False, help_text=_MATRIX)
    controls = LongTextField(label=_("Controls"), rows=4, max_length=2000)
    responsible = forms.CharField(label=_("Responsible person"), max_length=60)
    responsible_post = forms.CharField(label=_("Post"), max_length=60, required=False)
    assessed_on = DayField(label=_("Assessed on"))
    review_on = DayField(
        label=_("To be reviewed on"), help_text=_("A major risk is usually reviewed after three months, others later.")
    )
    is_another = AnswerField(label=_("It is another risk than the one with the same words"))
    groups = (
        (_("The risk"), ("mine", "place", "description", "disaster")),
        (_("Assessment"), ("method",)),
        (_("LEC method: D = L × E × C"), ("lec_likelihood", "lec_exposure", "lec_consequence")),
        (_("Risk matrix: likelihood × consequence"), ("matrix_likelihood", "matrix_consequence")),
        (_("Control"), ("controls", "responsible", "responsible_post", "assessed_on", "review_on")),
    )

    def __init__(self, *arguments: Any, mines: QuerySet[Mine] | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        scales = {
            "lec_likelihood": rules.LIKELIHOOD, "lec_exposure": rules.EXPOSURE, "lec_consequence": rules.CONSEQUENCE,
            "matrix_likelihood": rules.MATRIX_LIKELIHOOD, "matrix_consequence": rules.MATRIX_CONSEQUENCE,
        }  # fmt: skip
        for name, scale in scales.items():
            self.fields[name].choices = _steps(scale)  # type: ignore[attr-defined]
        self.fields["assessed_on"].initial = clock.today()
        if mines is None:
            del self.fields["mine"]
        else:
            self.fields["mine"].queryset = mines  # type: ignore[attr-defined]

    def entry(self, key: UUID | None = None) -> RiskEntry:
        """What was entered. Raises Refused, with the field, where a figure of the chosen method is missing."""
        told = self.cleaned_data
        method = told["method"]
        exposure = self._figure(method, "exposure") if method == RiskMethod.LEC else None
        return RiskEntry(
            method=method, likelihood=self._figure(method, "likelihood"),
            consequence=self._figure(method, "consequence"), exposure=exposure, place=told["place"],
            description=told["description"], controls=told["controls"], responsible=told["responsible"],
            responsible_post=told["responsible_post"], disaster=told["disaster"], assessed_on=told["assessed_on"],
            review_on=told["review_on"], entry_key=key, is_another=told["is_another"],
        )  # fmt: skip

    def _figure(self, method: str, name: str) -> Decimal:
        chosen = self.cleaned_data.get(f"{method}_{name}")
        if not chosen:
            raise Refused(str(_("Choose a step of the method you have chosen.")), f"{method}_{name}")
        return Decimal(chosen)

    def refuse(self, refusal: Refused) -> None:
        """The rule names the figure, the form has one for each method."""
        named = f"{self.cleaned_data.get('method')}_{refusal.field}"
        super().refuse(Refused(str(refusal), named) if named in self.fields else refusal)

    @classmethod
    def told_by(cls, row: Risk) -> dict[str, Any]:
        """What a risk says now, to be assessed anew."""
        names = ("place", "description", "disaster", "method", "controls", "responsible", "responsible_post")
        figures = {
            f"{row.method}_{name}": _step(getattr(row, name)) for name in ("likelihood", "exposure", "consequence")
        }
        return {name: getattr(row, name) for name in names} | figures | {"assessed_on": clock.today()}


class ReasonForm(Form):
    """Why a risk leaves the list or comes back."""

    reason = LongTextField(label=_("Reason"), rows=3, max_length=500)


class LinkRiskForm(Form):
    """The risk that a hazard belongs to."""

    risk = forms.ModelChoiceField(
        queryset=Risk.rows.none(), label=_("Risk whose control has failed"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *arguments: Any, risks: QuerySet[Risk], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["risk"].queryset = risks  # type: ignore[attr-defined]
        self.fields["risk"].label_from_instance = lambda row: f"{row.get_level_display()} {row}"  # type: ignore[attr-defined]


def _step(value: Decimal | None) -> str:
    """A stored figure as the choices write it: 10.0 is 10."""
    if value is None:
        return ""
    return str(value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize())
