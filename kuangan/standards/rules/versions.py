"""Which version of a document counts on a day: plain values in, an answer for each version out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kuangan.standards.states import Standing

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Version:
    """One version: `key` tells it apart (a later one was loaded later), days are inclusive, the rest are URNs."""

    key: int
    urn: str
    begins: date
    ends: date | None = None
    repeals: str = ""
    supplements: str = ""


@dataclass(frozen=True)
class Stand:
    """Where a version stands on a day, and its last day in force: None while that is open, or when it never counted."""

    standing: Standing
    until: date | None

    @property
    def counts(self) -> bool:
        """Whether it is in force."""
        return self.standing == Standing.IN_FORCE


def standings(versions: Iterable[Version], day: date) -> dict[int, Stand]:
    """Where each version stands on a day.

    A version counts from its first day to its last. It ends early when a newer version under the same URN, or a
    document that repeals it, comes into force. A supplement counts only together with the document it adds to.
    """
    every = list(versions)
    last = {one.key: _last_day(one, every) for one in every}
    own = {one.key: _standing(one, last[one.key], day) for one in every}
    counting = {one.urn for one in every if own[one.key] == Standing.IN_FORCE}
    found = {}
    for one in every:
        standing, until = own[one.key], last[one.key]
        if one.supplements:
            until = _with_what_it_adds_to(one, until, [two for two in every if two.urn == one.supplements], last)
            if standing == Standing.IN_FORCE and one.supplements not in counting:
                standing = Standing.ENDED if until is not None and until < day else Standing.NOT_YET
        found[one.key] = Stand(standing, None if until is not None and until < one.begins else until)
    return found


def _last_day(one: Version, every: list[Version]) -> date | None:
    successors = [
        two.begins
        for two in every
        if two.repeals == one.urn or (two.urn == one.urn and (two.begins, two.key) > (one.begins, one.key))
    ]
    days = [begins - _DAY for begins in successors] + ([one.ends] if one.ends else [])
    return min(days, default=None)


def _standing(one: Version, last: date | None, day: date) -> Standing:
    if last is not None and last < day:
        return Standing.ENDED
    return Standing.NOT_YET if day < one.begins else Standing.IN_FORCE


def _with_what_it_adds_to(
    one: Version, until: date | None, added_to: list[Version], last: dict[int, date | None]
) -> date | None:
    """The last day of a supplement: its own, or that of the last version of the document, whichever comes first."""
    days = [last[two.key] for two in added_to]
    if not days or None in days:
        return until
    latest = max(day for day in days if day is not None)
    return latest if until is None else min(until, latest)
