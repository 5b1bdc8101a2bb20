"""The ledger (隐患台账) narrowed and ordered: one filter for the page, the workbook, the API and the panels."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from kuangan.foundation.authority.scopes import Scope, inside, prefix_of
from kuangan.foundation.kernel import clock, reading
from kuangan.foundation.kernel.text import compared, finding
from kuangan.hazards.models import Hazard
from kuangan.hazards.models.hazard import REGISTRAR
from kuangan.hazards.queries.self_found import with_mark
from kuangan.hazards.states import (
    OPEN_STATES,
    UNRECTIFIED_STATES,
    Disaster,
    FocusArea,
    Grade,
    HazardState,
    Source,
)

OPEN, OVERDUE, UNRECTIFIED, ALL = "open", "overdue", "unrectified", "all"
STATES = frozenset({OPEN, OVERDUE, UNRECTIFIED, ALL, *HazardState.values})
"""What `state` may be: a stored state, or one of those that are computed. "" and all mean whatever is not withdrawn."""
URGENT, NEWEST = "urgent", "newest"
LISTED, NOT_LISTED = "yes", "no"
_OPEN = Q(state__in=sorted(OPEN_STATES))
"""Sorted, because a partial index serves a condition that is written like its own."""
_OPEN_WORDS = frozenset({OPEN, OVERDUE, UNRECTIFIED, *OPEN_STATES})
_LINE = (
    "region_code", "state", "grade", "source", "disaster", "place", "description", "found_at", "entered_at",
    "deadline_at", "verify_due_at", "applied_at", "closed_at", "withdrawn_at", "listed_at", "refusals", "responsible",
    "mine__name", "mine__short_name", "mine__enterprise_id", *REGISTRAR,
)  # fmt: skip
"""What a line of a list shows or decides by."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed to; empty values do not narrow. `state` is one of STATES, `sort` urgent (the nearest
    deadline first), newest, or "" (urgent for open ones, else newest). `listed` is LISTED (open and under listed
    supervision), NOT_LISTED or "". Days are Shanghai's, both included."""

    state: str = ""
    grade: str = ""
    county: str = ""
    mine_id: int | None = None
    source: str = ""
    disaster: str = ""
    focus: str = ""
    criterion_id: int | None = None
    text: str = ""
    found_from: date | None = None
    found_to: date | None = None
    overdue: bool = False
    listed: str = ""
    sort: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Narrowing":
        """From the words of an address: state, grade, county, mine, source, disaster, focus, criterion, q, from, to,
        overdue, listed, sort. Unknown values do not narrow."""
        county = asked.get("county", "")
        return cls(
            state=_one_of(asked.get("state", ""), STATES),
            grade=_one_of(asked.get("grade", ""), Grade.values),
            county=county if county.isascii() and county.isdigit() and len(county) == 6 else "",
            mine_id=_whole(asked.get("mine", "")),
            source=_one_of(asked.get("source", ""), Source.values),
            disaster=_one_of(asked.get("disaster", ""), Disaster.values),
            focus=_one_of(asked.get("focus", ""), FocusArea.values),
            criterion_id=_whole(asked.get("criterion", "")),
            text=asked.get("q", "").replace("\x00", "").strip()[:60],
            found_from=day_asked(asked.get("from", "")),
            found_to=day_asked(asked.get("to", "")),
            overdue=asked.get("overdue", "") == "1",
            listed=_one_of(asked.get("listed", ""), (LISTED, NOT_LISTED)),
            sort=_one_of(asked.get("sort", ""), (URGENT, NEWEST)),
        )

    def address(self, **changed: Any) -> dict[str, str]:
        """The words of the address that shows this list, `changed` as the fields are called."""
        told = replace(self, **changed)
        words = {
            "state": told.state, "grade": told.grade, "county": told.county, "mine": str(told.mine_id or ""),
            "source": told.source, "disaster": told.disaster, "focus": told.focus,
            "criterion": str(told.criterion_id or ""), "q": told.text,
            "from": told.found_from.isoformat() if told.found_from else "",
            "to": told.found_to.isoformat() if told.found_to else "",
            "overdue": "1" if told.overdue else "", "listed": told.listed, "sort": told.sort,
        }  # fmt: skip
        return {name: word for name, word in words.items() if word}

    @property
    def order(self) -> str:
        """How the list is sorted in the end: urgent or newest."""
        return self.sort or (URGENT if self.state in _OPEN_WORDS else NEWEST)


def hazards(scope: Scope, narrow: Narrowing | None = None, *, every_state: bool = False) -> QuerySet[Hazard]:
    """Hazards of a jurisdiction with their mines; `every_state` leaves the state out of the condition."""
    wanted = narrow or Narrowing()
    state = Q() if every_state else in_state(wanted.state)
    looked_for = Hazard.objects.filter(in_words(wanted.text))  # first, because it leaves the fewest
    found: QuerySet[Hazard] = looked_for.within(scope).filter(state, _conditions(wanted)).select_related("mine")
    if wanted.order == URGENT:
        return found.order_by(F("deadline_at").asc(nulls_last=True), "id")
    return found.order_by("-found_at", "-id")


# house: unscoped — narrows columns of rows that were read within a scope
def as_lines(rows: Any) -> list[Hazard]:
    """The rows of a queryset, or of a page cut from one, with nothing but what a line shows; one statement.

    Which they are is found first, in an index where it can be: so thousands are put in order without being read.
    """
    chosen = Hazard.rows.filter(pk__in=rows.select_related(None).values("pk")).order_by(*rows.query.order_by)
    return list(with_mark(chosen).select_related("mine").only(*_LINE))


# house: unscoped — a condition, reads nothing
def in_state(state: str) -> Q:
    """The condition for a stored or computed state; without one, everything that was not withdrawn.

    Open states name all open ones as well, so that the partial indexes of open hazards can serve them.
    """
    if state in ("", ALL):
        return ~Q(state=HazardState.WITHDRAWN)
    if state == OPEN:
        return _OPEN
    if state == OVERDUE:
        return _OPEN & overdue()
    if state == UNRECTIFIED:
        return _OPEN & Q(state__in=sorted(UNRECTIFIED_STATES))
    return _OPEN & Q(state=state) if state in OPEN_STATES else Q(state=state)


# house: unscoped — a condition, which reads nothing by itself
def overdue() -> Q:
    """Past the deadline as of now and not reported as rectified before it: what was reported late stays overdue until
    somebody else has seen it (Hazard.is_overdue). Computed from the clock, never stored."""
    waiting = [*sorted(UNRECTIFIED_STATES), HazardState.APPLIED]
    in_time = Q(state=HazardState.APPLIED, applied_at__lte=F("deadline_at"))
    return Q(state__in=waiting, deadline_at__lt=clock.now()) & ~in_time


# house: unscoped — a condition, which reads nothing by itself
def late() -> Q:
    """Counted as rectified after its deadline, by the moment of the application or an earlier on-site check
    (Hazard.was_late)."""
    seen_in_time = Q(grade=Grade.MAJOR, verified_at__isnull=False, verified_at__lte=F("deadline_at"))
    return Q(applied_at__gt=F("deadline_at")) & ~seen_in_time


# house: unscoped — a condition, reads nothing
def in_grade(grade: str) -> Q:
    """The condition for a grade; what is not general says so, for the index of the grave ones."""
    if not grade:
        return Q()
    return Q(grade=grade) if grade == Grade.GENERAL else ~Q(grade=Grade.GENERAL) & Q(grade=grade)


def _conditions(wanted: Narrowing) -> Q:
    exact = {
        "mine_id": wanted.mine_id,
        "source": wanted.source,
        "disaster": wanted.disaster,
        "focus_area": wanted.focus,
        "criterion_id": wanted.criterion_id,
    }
    condition = Q(**{name: value for name, value in exact.items() if value}) & in_grade(wanted.grade)
    if wanted.county:
        condition &= inside("region_code", prefix_of(wanted.county))
    if wanted.found_from:
        condition &= Q(found_at__gte=clock.start_of_day(wanted.found_from))
    if wanted.found_to:
        condition &= Q(found_at__lt=clock.start_of_day(wanted.found_to + timedelta(days=1)))
    if wanted.overdue:
        condition &= _OPEN & overdue()
    return condition & in_listing(wanted.listed)


# house: unscoped — a condition, reads nothing
def in_listing(listed: str) -> Q:
    """The condition that the city supervises an open hazard as listed, or that it does not."""
    if not listed:
        return Q()
    return _OPEN & Q(listed_at__isnull=listed != LISTED)


# house: unscoped — a condition, reads nothing
def in_words(text: str) -> Q:
    """The condition that every word of a text is found, or that the text is a hazard's number."""
    if serial := serial_of(text):
        return Q(pk=serial)
    return finding(text, "search_text")


# house: unscoped — only words
def serial_of(text: str) -> int | None:
    """The serial in a number as people quote it (440785-2023-000012 or 2023-000012); None when it is none."""
    parts = compared(text).split("-")
    if len(parts) not in (2, 3) or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    return int(parts[-1]) if len(parts[-2]) == 4 and 6 <= len(parts[-1]) <= 12 else None


def _one_of(word: str, allowed: Any) -> str:
    return word if word in allowed else ""


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


# house: unscoped — reads a word
def day_asked(text: str) -> date | None:
    """A day of a filter, however it is written, that people can mean; nothing was found before 1949."""
    found = reading.day(text, clock.today().year)
    return found if found and 1949 <= found.year <= 2199 else None
