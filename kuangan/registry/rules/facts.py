"""Facts of mines: their types, and how dated statements add up to states."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from kuangan.foundation.kernel.errors import Refused
from kuangan.registry.states import Hydrogeology, MineStatus, Supervisor, WatchMode


@dataclass(frozen=True)
class FactType:
    """What values a fact may have: `choices` for listed values, `low`/`high` for numbers (`unit`), else yes or no."""

    name: str
    label: Any
    choices: Any = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: Any = ""
    required: bool = False

    @property
    def is_number(self) -> bool:
        """Whether the fact is measured."""
        return self.high is not None

    def clean(self, value: Any) -> Any:
        """The value as it is stored (JSON), or Refused with what is allowed. None means unknown."""
        if value is None or value == "":
            if self.required:
                raise Refused(_("“%(fact)s” cannot be unknown.") % {"fact": self.label}, self.name)
            return None
        if self.choices is not None:
            return self._choice(value)
        return self._number(value) if self.is_number else self._yes_or_no(value)

    def shown(self, value: Any) -> str:
        """The stored value in the reader's words."""
        if value is None:
            return _("unknown")
        if self.choices is not None:
            return str(self.choices(value).label)
        if self.is_number:
            number = f"{Decimal(str(value)).normalize():f}"
            return pgettext("measure", "%(value)s %(unit)s") % {"value": number, "unit": self.unit}
        return _("yes") if value else _("no")

    def _choice(self, value: Any) -> str:
        if not isinstance(value, str) or value not in _values_of(self.choices):
            allowed = "、".join(str(label) for label in self.choices.labels)
            raise Refused(
                _("“%(fact)s” must be one of: %(allowed)s.") % {"fact": self.label, "allowed": allowed}, self.name
            )
        return str(value)

    def _number(self, value: Any) -> str:
        try:
            number = Decimal(str(value)).quantize(Decimal("0.01"))
        except InvalidOperation:
            number = None
        if isinstance(value, bool) or number is None or not (self.low or 0) <= number <= (self.high or 0):
            words = {"fact": self.label, "low": self.low, "high": self.high, "unit": self.unit}
            raise Refused(_("“%(fact)s” must be a number from %(low)s to %(high)s %(unit)s.") % words, self.name)
        return f"{number.normalize():f}"

    def _yes_or_no(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise Refused(_("“%(fact)s” must be yes or no.") % {"fact": self.label}, self.name)
        return value


@cache
def _values_of(choices: Any) -> frozenset[str]:
    return frozenset(choices.values)


def _measured(name: str, label: Any, high: int, unit: Any) -> FactType:
    return FactType(name, label, low=Decimal(0), high=Decimal(high), unit=unit)


FACT_TYPES: dict[str, FactType] = {
    kind.name: kind
    for kind in (
        FactType("status", gettext_lazy("Status"), choices=MineStatus, required=True),
        FactType("people_working", gettext_lazy("People working")),
        FactType("daily_supervisor", gettext_lazy("Daily supervision"), choices=Supervisor),
        FactType("watch_mode", gettext_lazy("Watch"), choices=WatchMode),
        _measured("slope_height_m", gettext_lazy("Slope height"), 2000, pgettext_lazy("unit", "m")),
        _measured("slope_angle_deg", gettext_lazy("Slope angle"), 90, pgettext_lazy("unit", "°")),
        _measured("dump_height_m", gettext_lazy("Dump height"), 2000, pgettext_lazy("unit", "m")),
        FactType("below_grade", gettext_lazy("Below-grade pit")),
        FactType("hydrogeology", gettext_lazy("Hydrogeology"), choices=Hydrogeology),
        FactType("flood_threat", gettext_lazy("Threatened by water")),
        FactType("geological_threat", gettext_lazy("Threatened by geological disaster")),
        FactType("severe_hazard", gettext_lazy("Severe disaster")),
        FactType("overhead_pond", gettext_lazy("Overhead pond")),
        FactType("worrying", gettext_lazy("Judged worrying")),
        FactType("has_contractors", gettext_lazy("Has contractors")),
    )
}
"""Every dated fact by its name, in the order in which it is shown."""


def check_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts cleaned for storing; Refused with the fact's name as field when one does not fit."""
    for name in facts:
        if name not in FACT_TYPES:
            raise Refused(_("There is no fact named “%(name)s”.") % {"name": name})
    return {name: FACT_TYPES[name].clean(value) for name, value in facts.items()}


@dataclass(frozen=True)
class Stated:
    """One dated statement, as stored: `name` has been `value` since `effective_on`; `entered_at` orders corrections."""

    name: str
    value: Any
    effective_on: date
    entered_at: datetime


@dataclass
class Stretch:
    """Days in which no fact changed: from `valid_from` to the day before `valid_to` (None: still so)."""

    valid_from: date
    valid_to: date | None
    known_at: datetime
    values: dict[str, Any] = field(default_factory=dict)


def _timeline(records: Iterable[Stated]) -> dict[date, dict[str, Stated]]:
    """What changes on which day; of two statements for the same day the one entered later counts."""
    days: dict[date, dict[str, Stated]] = {}
    for record in records:
        days.setdefault(record.effective_on, {})[record.name] = record
    return dict(sorted(days.items()))


def fold(records: Sequence[Stated]) -> list[Stretch]:
    """Add dated statements (in the order of entry) up to the stretches of days in which nothing changed.

    The first stretch begins when the status is known: before that nobody can say whether the mine was in scope.
    """
    stretches: list[Stretch] = []
    values: dict[str, Any] = {}
    for day, changes in _timeline(records).items():
        following = values | {name: record.value for name, record in changes.items()}
        if following.get("status") is None or (stretches and following == values):
            values = following
            continue
        if stretches:
            stretches[-1].valid_to = day
        moved = [record.entered_at for name, record in changes.items() if values.get(name) != record.value]
        known_at = max(moved or [record.entered_at for record in changes.values()])
        stretches.append(Stretch(day, None, known_at, dict(following)))
        values = following
    return stretches


def value_on(records: Sequence[Stated], name: str, day: date) -> Any:
    """The value of one fact on a day; None when nothing had been stated for it."""
    value = None
    for changed_on, changes in _timeline(records).items():
        if changed_on <= day and name in changes:
            value = changes[name].value
    return value
