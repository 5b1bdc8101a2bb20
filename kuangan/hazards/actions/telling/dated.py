"""The sorts of dates that people are told of: how each is read, its stages, its words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kuangan.foundation.notices.kinds import Kind
from kuangan.hazards import kinds
from kuangan.hazards.queries import reminders
from kuangan.hazards.queries.reminders import Dated
from kuangan.hazards.rules import reminding
from kuangan.hazards.rules.reminding import Stage


@dataclass(frozen=True)
class Sort:
    """One sort of date. `read(start, end)` gives the rows whose date lies between two moments, both included; `kinds`
    are by "before", by addressee after the date, or "" for all; `asked` narrows the list behind several of them."""

    name: str
    stages: tuple[Stage, ...]
    read: Callable[[datetime, datetime], Iterable[Dated]]
    kinds: Mapping[str, Kind]
    asked: Mapping[str, str] = field(default_factory=dict)
    of_risks: bool = False


SORTS = (
    Sort("deadline", reminding.DEADLINE, reminders.to_be_rectified,
         {"before": kinds.DUE_SOON, "mine": kinds.OVERDUE, "": kinds.ESCALATED}, {"state": "unrectified"}),
    Sort("five", reminding.FIVE, reminders.without_five, {"": kinds.FIVE_MISSING},
         {"state": "registered", "grade": "major"}),
    Sort("undecided", reminding.UNDECIDED, reminders.undetermined, {"": kinds.UNDECIDED},
         {"state": "open", "grade": "suspected"}),
    Sort("verify", reminding.VERIFICATION, reminders.to_be_verified, {"": kinds.VERIFY_OVER}, {"state": "applied"}),
    Sort("return", reminding.RETURN, reminders.returns_due,
         {"before": kinds.RETURN_DUE, "": kinds.RETURN_OVER}, {"listed": "yes"}),
    Sort("measure", reminding.MEASURE, reminders.measures_due, {"": kinds.MEASURE_DUE}),
    Sort("risk", reminding.REVIEW, reminders.risks_to_review, {"": kinds.RISK_DUE}, of_risks=True),
)  # fmt: skip
"""Everything that is looked at once a day."""

__all__ = ["SORTS", "Dated", "Sort"]
