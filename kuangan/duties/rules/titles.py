"""What an assignment is called: the duty's title with the name of its period before it."""

import re
from datetime import date

from kuangan.plan.rules.periods import Period
from kuangan.plan.rules.wording import period_name

_EVERY = re.compile(r"^每(?:个)?(?:周|月|季度|半年|年)")
"""A title that names its rhythm (每月排查) does not need it once the period is named (7月排查)."""
_UNNAMED = ("event:", "D")


def title_in_period(title: str, key: str, start: date, end: date) -> str:
    """`7月重大事故隐患排查` from `每月重大事故隐患排查` and the period 2023-07; a single duty keeps its title."""
    name = period_words(key, start, end)
    return f"{name}{_EVERY.sub('', title)}" if name else title


def period_words(key: str, start: date, end: date) -> str:
    """The name of a calendar period; empty for once, continuous and what an event opened."""
    return "" if key.startswith(_UNNAMED) else period_name(Period(start, end, key))
