"""How a risk is assessed: LEC (作业条件危险性分析法) or the risk matrix, and the four levels that follow.

The figures are those in general use (通用数值，未核对原文): they stand here, in one place, to be compared with the text
the bureau goes by.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards.states import RiskLevel, RiskMethod

SOURCE = "通用数值，未核对原文"
Scale = tuple[tuple[Decimal, Any], ...]


def _scale(*steps: tuple[str, Any]) -> Scale:
    return tuple((Decimal(value), words) for value, words in steps)


LIKELIHOOD = _scale(
    ("10", gettext_lazy("to be expected")),
    ("6", gettext_lazy("quite possible")),
    ("3", gettext_lazy("possible, but not often")),
    ("1", gettext_lazy("hardly possible, quite unexpected")),
    ("0.5", gettext_lazy("very unlikely, but conceivable")),
    ("0.2", gettext_lazy("extremely unlikely")),
    ("0.1", gettext_lazy("practically impossible")),
)
"""L: how likely the accident is."""
EXPOSURE = _scale(
    ("10", gettext_lazy("exposed all the time")),
    ("6", gettext_lazy("every day during working hours")),
    ("3", gettext_lazy("once a week, or now and then")),
    ("2", gettext_lazy("once a month")),
    ("1", gettext_lazy("a few times a year")),
    ("0.5", gettext_lazy("very rarely")),
)
"""E: how often people are exposed."""
CONSEQUENCE = _scale(
    ("100", gettext_lazy("disaster, ten or more dead")),
    ("40", gettext_lazy("several dead, three to nine")),
    ("15", gettext_lazy("one or two dead")),
    ("7", gettext_lazy("serious injury, lasting disability")),
    ("3", gettext_lazy("injury with lost working days")),
    ("1", gettext_lazy("first aid is enough")),
)
"""C: what it would lead to."""
MATRIX_LIKELIHOOD = _scale(
    ("5", gettext_lazy("happens again and again")),
    ("4", gettext_lazy("has happened here")),
    ("3", gettext_lazy("has happened in the trade")),
    ("2", gettext_lazy("hardly ever heard of")),
    ("1", gettext_lazy("practically impossible")),
)
MATRIX_CONSEQUENCE = _scale(
    ("5", gettext_lazy("three or more dead")),
    ("4", gettext_lazy("one or two dead")),
    ("3", gettext_lazy("serious injury, lasting disability")),
    ("2", gettext_lazy("injury with lost working days")),
    ("1", gettext_lazy("first aid is enough")),
)
THRESHOLDS: dict[str, tuple[tuple[int, str], ...]] = {
    RiskMethod.LEC: ((320, RiskLevel.MAJOR), (160, RiskLevel.LARGER), (70, RiskLevel.GENERAL), (0, RiskLevel.LOW)),
    RiskMethod.MATRIX: ((20, RiskLevel.MAJOR), (15, RiskLevel.LARGER), (8, RiskLevel.GENERAL), (0, RiskLevel.LOW)),
}
"""The score from which a level holds, the gravest first."""
REVIEW_MONTHS: dict[str, int] = {
    RiskLevel.MAJOR: 3, RiskLevel.LARGER: 6, RiskLevel.GENERAL: 12, RiskLevel.LOW: 12,
}  # fmt: skip
"""Months after which a review is offered; the mine may choose another day."""
_BOUNDS = {
    (RiskMethod.LEC, "likelihood"): ("0.1", "10"),
    (RiskMethod.LEC, "exposure"): ("0.5", "10"),
    (RiskMethod.LEC, "consequence"): ("1", "100"),
    (RiskMethod.MATRIX, "likelihood"): ("1", "5"),
    (RiskMethod.MATRIX, "consequence"): ("1", "5"),
}


@dataclass(frozen=True)
class Score:
    """What an assessment comes to."""

    score: Decimal
    level: str


def assessed(method: str, likelihood: Decimal, consequence: Decimal, exposure: Decimal | None = None) -> Score:
    """Score and level. Raises Refused, with the field, for a method or figure that is not on the scale."""
    if method not in RiskMethod.values:
        raise Refused(_("Choose a method."), "method")
    is_lec = method == RiskMethod.LEC
    given = {"likelihood": likelihood, "consequence": consequence, **({"exposure": exposure} if is_lec else {})}
    for name, value in given.items():
        least, most = _BOUNDS[RiskMethod(method), name]
        if value is None or not value.is_finite() or not Decimal(least) <= value <= Decimal(most):
            raise Refused(_("Choose a figure from %(least)s to %(most)s.") % {"least": least, "most": most}, name)
        if not is_lec and value != value.to_integral_value():
            raise Refused(_("The matrix has whole steps from 1 to 5."), name)
    score = likelihood * consequence * (exposure if is_lec and exposure is not None else 1)
    level = next(level for least, level in THRESHOLDS[method] if score >= least)
    return Score(score.quantize(Decimal("0.1"), ROUND_HALF_UP), str(level))
