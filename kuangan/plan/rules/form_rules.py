"""Rules between the answers of a form: what follows from what, said by the package and enforced.

    {when: {any_yes: [walked_through, missed]}, must: {field: outcome, is: 责令推倒重来}, sentence: …}
    {when: {field: enough, is: false}, require: [experts], sentence: …}
    {when: …, redo: [self-check], sentence: …}      one of these duties of the mine was ordered to be done again
    {rows: units, when: …, must: …, sentence: …}    for each row of a table
    {covers: {table: kinds, column: kind}, …}       every choice of the column has its row
    {count: {table: mines, at_least: {parameter: spot_check_count}}, …}
    {gap: {table: entries, column: at, at_most_days: {parameter: watch_interval_days}}, …}

A test over an answer that is not there yet is not true, and neither is its ``not``: nothing is refused before it is
answered, except what a rule requires. A value may be another field (``{field: …}``) or a parameter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

YES, NO = ("true", "yes", "是", "1"), ("false", "no", "否", "0")
_UNKNOWN = object()


@dataclass(frozen=True, slots=True)
class FormRule:
    """One rule of a form (see the module). ``sentence``: what it asks, in the package's words."""

    sentence: str
    when: Mapping[str, Any] | None = None
    rows: str = ""
    must: Mapping[str, Any] | None = None
    require: tuple[str, ...] = ()
    redo: tuple[str, ...] = ()
    covers: Mapping[str, str] | None = None
    count: Mapping[str, Any] | None = None
    gap: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that the answers break. ``field``: where to mend it; ``contradicts``: two answers exclude each other, so
    that it is said at once; otherwise something is still missing. ``redo``: duties of which one is to be redone."""

    sentence: str
    field: str
    contradicts: bool = False
    redo: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rules look up beside the answers: ``parameters`` of the region; ``choices`` by ``table.column``;
    ``start`` and ``end`` of the period that a ``gap`` is measured over."""

    parameters: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    start: date | None = None
    end: date | None = None


def form_rule(data: Mapping[str, Any]) -> FormRule:
    """A rule as spelled in a package."""
    listed = {key: tuple(data[key]) for key in ("require", "redo") if key in data}
    return FormRule(**{**data, **listed})


def broken(rules: Sequence[FormRule], values: Mapping[str, Any], setting: Setting | None = None) -> list[Broken]:
    """The rules that these answers break, in the package's order, each once."""
    found = [item for rule in rules for item in _broken(rule, values, setting or Setting())]
    return list(dict.fromkeys(found))


def _broken(rule: FormRule, values: Mapping[str, Any], setting: Setting) -> Iterator[Broken]:
    if not rule.rows:
        yield from _judged(rule, values, setting)
        return
    for row in values.get(rule.rows) or ():
        for item in _judged(rule, row, setting):
            yield Broken(item.sentence, rule.rows, item.contradicts, item.redo)


def _judged(rule: FormRule, values: Mapping[str, Any], setting: Setting) -> Iterator[Broken]:
    if rule.when is not None and _holds(rule.when, values, setting) is not True:
        return
    if rule.must is not None and _holds(rule.must, values, setting) is False:
        yield Broken(rule.sentence, _last_field(rule.must), contradicts=True)
    yield from (Broken(rule.sentence, name) for name in rule.require if _is_empty(values.get(name)))
    if rule.redo:
        yield Broken(rule.sentence, "", redo=rule.redo)
    for name, failed in (("covers", _uncovered), ("count", _too_few), ("gap", _too_far_apart)):
        demand = getattr(rule, name)
        if demand is not None and failed(demand, values, setting):
            yield Broken(rule.sentence, demand["table"])


def _uncovered(demand: Mapping[str, Any], values: Mapping[str, Any], setting: Setting) -> bool:
    present = {row.get(demand["column"]) for row in values.get(demand["table"]) or ()}
    return not set(setting.choices.get(f"{demand['table']}.{demand['column']}", ())) <= present


def _too_few(demand: Mapping[str, Any], values: Mapping[str, Any], setting: Setting) -> bool:
    return len(values.get(demand["table"]) or ()) < _amount(demand["at_least"], setting)


def _too_far_apart(demand: Mapping[str, Any], values: Mapping[str, Any], setting: Setting) -> bool:
    """Whether more days lie between two entries, or between an end of the period and the nearest entry."""
    texts = [row.get(demand["column"]) or "" for row in values.get(demand["table"]) or ()]
    inside = (date.fromisoformat(text) for text in texts if _is_day(text))
    days = sorted(day for day in inside if (setting.start or day) <= day <= (setting.end or day))
    marks = [day for day in (setting.start, *days, setting.end) if day is not None]
    most = _amount(demand["at_most_days"], setting)
    return not days or any((after - before).days > most for before, after in pairwise(marks))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _amount(data: Any, setting: Setting) -> int:
    return int(setting.parameters[data["parameter"]] if isinstance(data, Mapping) else data)


def _holds(test: Mapping[str, Any], values: Mapping[str, Any], setting: Setting) -> bool | None:
    """True, False, or None while an answer that decides is not there."""
    if "any_yes" in test:
        return _any([_compare("is", values.get(name), True) for name in test["any_yes"]])
    if "any" in test:
        return _any([_holds(part, values, setting) for part in test["any"]])
    if "all" in test:
        parts = [_holds(part, values, setting) for part in test["all"]]
        return False if False in parts else None if None in parts else True
    if "not" in test:
        inner = _holds(test["not"], values, setting)
        return None if inner is None else not inner
    actual = values.get(test["field"])
    if "answered" in test:
        return (not _is_empty(actual)) == test["answered"]
    op = next(key for key in test if key != "field")
    wanted = _looked_up(test[op], values, setting)
    return None if wanted is _UNKNOWN else _compare(op, actual, wanted)


def _any(parts: list[bool | None]) -> bool | None:
    return True if True in parts else None if None in parts else False


def _looked_up(value: Any, values: Mapping[str, Any], setting: Setting) -> Any:
    if not isinstance(value, Mapping):
        return value
    if "parameter" in value:
        return setting.parameters.get(value["parameter"], _UNKNOWN)
    other = values.get(value["field"])
    return _UNKNOWN if _is_empty(other) else other


def _compare(op: str, actual: Any, wanted: Any) -> bool | None:
    if _is_empty(actual):
        return None
    if op == "in":
        return any(_same(actual, each) for each in wanted)
    if op in ("is", "is_not"):
        return _same(actual, wanted) == (op == "is")
    left, right = _ordered(actual), _ordered(wanted)
    if left is None or right is None or type(left) is not type(right):
        return None
    return {"at_least": left >= right, "at_most": left <= right, "more_than": left > right, "less_than": left < right}[
        op
    ]


def _same(actual: Any, wanted: Any) -> bool:
    if isinstance(wanted, bool):
        return str(actual).lower() in (YES if wanted else NO)
    left, right = _ordered(actual), _ordered(wanted)
    return left == right if left is not None and right is not None else str(actual) == str(wanted)


def _ordered(value: Any) -> Any:
    """A number as Decimal, a day as date; None for anything else."""
    text = str(value)
    if _is_day(text):
        return date.fromisoformat(text)
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [])


def _last_field(test: Mapping[str, Any]) -> str:
    return next(iter(fields_of(test)), "")


def fields_of(test: Mapping[str, Any]) -> Iterator[str]:
    """Every field a test looks at, in order."""
    yield from test.get("any_yes", ())
    for part in (*test.get("any", ()), *test.get("all", ()), *([test["not"]] if "not" in test else ())):
        yield from fields_of(part)
    if "field" in test:
        yield test["field"]
        for key, value in test.items():
            if key != "field" and isinstance(value, Mapping) and "field" in value:
                yield value["field"]
