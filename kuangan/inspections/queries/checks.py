"""The list of checks, narrowed by one filter; mines that made none in a month."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from kuangan.foundation.authority.scopes import Scope, inside, prefix_of
from kuangan.foundation.kernel import clock, reading
from kuangan.foundation.kernel.text import finding
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.states import CheckState
from kuangan.registry.models import Mine
from kuangan.registry.queries import MineFilter, mines

SIGNED, DRAFTS, WITHDRAWN, MISSING, ALL = "signed", "drafts", "withdrawn", "missing", "all"
SHOWN = (ALL, SIGNED, DRAFTS, WITHDRAWN, MISSING)
ZERO, GENERAL, MAJOR, REPEATED = "zero", "general", "major", "repeated"
FOUND = (ZERO, GENERAL, MAJOR, REPEATED)
"""What a signed check found: no hazard, only general ones, major or suspected ones; or it reads like an earlier one."""
_STATES = {SIGNED: CheckState.SIGNED, DRAFTS: CheckState.DRAFT, WITHDRAWN: CheckState.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the list is narrowed to; empty values do not narrow. `month` is a first day; MISSING needs one."""

    show: str = ALL
    month: date | None = None
    county: str = ""
    mine_id: int | None = None
    found: str = ""
    text: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Narrowing":
        """From the words of an address: show, month (2023-04), county, mine, found, q. Unknown values do not narrow."""
        county, mine = asked.get("county", ""), asked.get("mine", "")
        show = asked.get("show", "")
        return cls(
            show=show if show in SHOWN else ALL,
            month=month_of(asked.get("month", "")),
            county=county if county.isascii() and county.isdigit() and len(county) == 6 else "",
            mine_id=int(mine) if mine.isascii() and mine.isdigit() and len(mine) < 12 else None,
            found=asked.get("found", "") if asked.get("found") in FOUND else "",
            text=asked.get("q", "").replace("\x00", "").strip()[:60],
        )

    def address(self, **changed: Any) -> dict[str, str]:
        """The words of the address that shows this list, `changed` as the fields are called."""
        told = replace(self, **changed)
        words = {
            "show": "" if told.show == ALL else told.show, "month": f"{told.month:%Y-%m}" if told.month else "",
            "county": told.county, "mine": str(told.mine_id or ""), "found": told.found, "q": told.text,
        }  # fmt: skip
        return {name: word for name, word in words.items() if word}


# house: unscoped — reads a word
def month_of(text: str) -> date | None:
    """The first day of a month written 2023-04, 2023年4月 or 2023-04-15; None when it is none."""
    this_year = clock.today().year
    found = reading.day(text, this_year) or reading.day(f"{text.strip().removesuffix('月')}-01", this_year)
    found = found and first_day(found)
    return found if found and 1949 <= found.year <= 2199 else None


# house: unscoped — only arithmetic
def first_day(day: date) -> date:
    """The month of a day, as its first day."""
    return day.replace(day=1)


def checks(scope: Scope, narrow: Narrowing | None = None) -> QuerySet[MonthlyCheck]:
    """Checks of a jurisdiction with their mines, the latest first."""
    wanted = narrow or Narrowing()
    found: QuerySet[MonthlyCheck] = MonthlyCheck.objects.within(scope).select_related("mine")
    if wanted.show in _STATES:
        found = found.filter(state=_STATES[wanted.show])
    if wanted.month:
        found = found.filter(month=wanted.month)
    if wanted.county:
        found = found.filter(inside("region_code", prefix_of(wanted.county)))
    if wanted.mine_id:
        found = found.filter(mine_id=wanted.mine_id)
    found = found.filter(finding(wanted.text, "mine__search_text"))
    return _by_finding(found, wanted.found).order_by("-checked_on", "-id")


def _by_finding(found: QuerySet[MonthlyCheck], wanted: str) -> QuerySet[MonthlyCheck]:
    if not wanted:
        return found
    signed = found.filter(state=CheckState.SIGNED)
    if wanted == REPEATED:
        return signed.filter(repeats__isnull=False)
    if wanted == ZERO:
        return signed.filter(hazards_total=0)
    return signed.filter(major_total__gt=0) if wanted == MAJOR else signed.filter(hazards_total__gt=0, major_total=0)


def without_check(scope: Scope, month: date, narrow: Narrowing | None = None) -> QuerySet[Mine]:
    """Mines of a jurisdiction that are not closed and have no check that counts in a month (本月未排查)."""
    wanted = narrow or Narrowing()
    made = MonthlyCheck.rows.filter(
        mine=OuterRef("pk"), month=month, state=CheckState.SIGNED, led_by_principal=True
    )  # fmt: skip
    found = mines(scope, MineFilter(county=wanted.county, text=wanted.text)).filter(~Exists(made))
    if wanted.mine_id:
        found = found.filter(pk=wanted.mine_id)
    return found.order_by("region_code", "name", "pk")


def draft_of(scope: Scope, mine: Mine) -> MonthlyCheck | None:
    """The latest check of a mine that is still being filled in."""
    found: MonthlyCheck | None = (
        MonthlyCheck.objects.within(scope).filter(mine=mine, state=CheckState.DRAFT).order_by("-id").first()
    )
    return found


def earlier_check(scope: Scope, row: MonthlyCheck) -> MonthlyCheck | None:
    """The latest signed check of the same mine before this one: whose route may be taken over, with which it is
    compared. A check that this one replaces is not among them."""
    found: MonthlyCheck | None = (
        MonthlyCheck.objects.within(scope)
        .filter(mine_id=row.mine_id, state=CheckState.SIGNED, checked_on__lte=row.checked_on)
        .exclude(pk__in=[pk for pk in (row.pk, row.replaces_id) if pk])
        .order_by("-checked_on", "-id")
        .first()
    )
    return found


# house: unscoped — only arithmetic
def this_month() -> date:
    """The first day of the present month."""
    return first_day(clock.today())
