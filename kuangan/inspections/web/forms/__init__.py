"""Forms of the inspections room, one per part of a check."""

from kuangan.inspections.web.forms.areas import AreaForm
from kuangan.inspections.web.forms.basics import BasicsForm, CorrectForm, StartForm
from kuangan.inspections.web.forms.criteria import CriteriaForm
from kuangan.inspections.web.forms.findings import FindingForm, LinkForm
from kuangan.inspections.web.forms.signing import SignForm, WithdrawForm

__all__ = [
    "AreaForm",
    "BasicsForm",
    "CorrectForm",
    "CriteriaForm",
    "FindingForm",
    "LinkForm",
    "SignForm",
    "StartForm",
    "WithdrawForm",
]
