"""Money and moments as people type them."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock, reading
from kuangan.foundation.ui.forms import AmountField

_FUNDS = re.compile(
    r"(?:[¥￥]|人民币)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<wan>万)?(?:元|圆)?整?", re.ASCII
)
WAN = 10_000


class FundsField(AmountField):
    """Yuan. Takes 860000, ８６００００, 860,000元 and 86万元; an amount written in Chinese characters is sent back."""

    default_error_messages = {"invalid": _("Write Arabic numerals, in yuan: 860000, or 86万.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, min_value=0, **options)

    def to_python(self, value: Any) -> Any:
        """Yuan as a Decimal; None when empty."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        found = _FUNDS.fullmatch("".join(reading.narrow(value).split()))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        amount = Decimal(found["number"].replace(",", "")) * (WAN if found["wan"] else 1)
        cents = amount.quantize(Decimal("0.01")) if amount < 10**15 else amount
        return super().to_python(cents if cents == amount else amount)


def moment_of(day: date | None, at_time: time | None = None) -> datetime | None:
    """The moment that a day stands for: with a time that time; today is now (None); another day its end."""
    if day is None:
        return None
    if at_time is not None:
        return clock.moment(day, at_time)
    return None if day == clock.today() else clock.end_of_day(day)
