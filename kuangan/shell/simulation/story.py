"""What the tour needs to find on 20 July, whatever chance has played: the script of a few assignments."""

from dataclasses import dataclass
from datetime import date

from kuangan.duties.models import Assignment

TAISHAN = "440781"
AWAY = (date(2023, 7, 17), date(2023, 7, 21))
"""While Taishan's officer is away, submissions pile up on the desk."""
_JULY = "2023-07"


@dataclass(frozen=True)
class Planned:
    """When an assignment is delivered; None for never."""

    day: date | None


class Script:
    """Overrules chance for named assignments. `first`: code of mine1; `lazy`: code of mine8."""

    def __init__(self, first: str, lazy: str, neighbours: dict[str, int]) -> None:
        self._first, self._lazy, self._neighbours = first, lazy, neighbours

    def delivery(self, row: Assignment) -> Planned | None:
        """The scripted day of delivery, None where chance decides."""
        code = row.owing_mine.code if row.owing_mine else ""
        if code == self._first:
            return self._of_first(row)
        if code == self._lazy and row.duty_slug == "special-disasters":
            return Planned(None)
        if code in self._neighbours and (row.duty_slug, row.period_key) == ("monthly-major-check", _JULY):
            return Planned(date(2023, 7, self._neighbours[code]))
        if row.authority is not None and row.authority.code == f"{TAISHAN}.emergency":
            return self._of_taishan(row)
        return None

    def _of_first(self, row: Assignment) -> Planned | None:
        if row.duty_slug == "special-hazardous-work":
            return Planned(None)
        if row.duty_slug in ("unqualified-staff", "training-mechanism"):
            return Planned(date(2023, 7, 28))
        if row.duty_slug == "staff-training":
            return Planned(date(2023, 7, 12))
        if (row.duty_slug, row.period_key) == ("monthly-major-check", _JULY):
            return Planned(date(2023, 7, 25))
        return None

    def _of_taishan(self, row: Assignment) -> Planned | None:
        if row.mine_id is not None:
            return None
        if row.duty_slug == "capability-self-check":
            return Planned(None)
        if (row.duty_slug, row.period_key) == ("monthly-return", "2023-06"):
            return Planned(date(2023, 7, 13))
        return None

    def review(self, row: Assignment, day: date) -> date:
        """The day on which a submission is decided."""
        if self.returned(row) is not None:
            return date(2023, 7, 14)
        decider = row.waiting_for if row.owing_mine_id is not None else None
        if decider is not None and decider.region_code == TAISHAN and AWAY[0] <= day < AWAY[1]:
            return AWAY[1]
        return day

    def returned(self, row: Assignment) -> int | None:
        """Days for correction of a submission that is sent back by the script; None where chance decides."""
        submitted = row.submissions.filter(round=row.round).count()
        if submitted != 1:
            return None
        code = row.owing_mine.code if row.owing_mine else ""
        if code == self._first and row.duty_slug == "staff-training":
            return 10
        is_return = row.duty_slug == "monthly-return" and row.period_key == "2023-06"
        if is_return and row.authority is not None and row.authority.code == f"{TAISHAN}.emergency":
            return 11
        return None
