"""Canonical data of one duty into frozen values; named chains and reminders are looked up in the package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any

from ..rules.dues import ANSWER, DELIVERY
from ..rules.form_rules import form_rule
from ..rules.predicates import Always, parse
from .parts import (
    Amount,
    Bearer,
    Cadence,
    ChainStep,
    Column,
    Day,
    Due,
    Duty,
    Escalation,
    Evidence,
    FormField,
    ParameterTest,
    Reminder,
    Span,
)

PLAIN = ("id", "title", "short", "group", "summary", "force", "task", "phase", "counted", "note", "added")
FINISHED_AT_THE_END = ("once", "continuous", "on_event")


def _exact_first(names: list[str], outline: list[Mapping[str, Any]]) -> tuple[str, ...]:
    """The clauses of a duty as they are cited: one that only contains another of them comes after it."""
    above = {clause["id"]: clause.get("parent", "") for clause in outline}
    containing: set[str] = set()
    for name in names:
        while name := above.get(name, ""):
            if name in containing:
                break
            containing.add(name)
    return tuple(sorted(names, key=lambda name: name in containing))


def duty(item: Mapping[str, Any], package: Mapping[str, Any]) -> Duty:
    """One duty of the package."""
    cadence = _cadence(item["cadence"], package)
    bearing, bearers = _bearers(item["bearer"])
    chain = item.get("chain", [])
    sources = {each["id"]: each for each in package.get("lists", ())}
    reminders = item.get("reminders", {})
    return Duty(
        **{key: item[key] for key in PLAIN if key in item},
        clauses=_exact_first(item["clauses"], package["clauses"]),
        rows=tuple(item.get("rows", ())),
        bearers=bearers,
        bearing=bearing,
        applies=parse(item["applies"]) if "applies" in item else Always(),
        cadence=cadence,
        due=_due(item.get("due", {"end_of": "period"})),
        when=tuple(ParameterTest(name, value) for name, value in item.get("when", {}).items()),
        evidence=tuple(evidence(each, sources) for each in item["evidence"]),
        chain=tuple(_step(step) for step in (package["chains"][chain] if isinstance(chain, str) else chain)),
        reminder=_reminder(package["reminders"][reminders] if isinstance(reminders, str) else reminders),
        on_end=item.get("on_end") or ("void" if cadence.kind in FINISHED_AT_THE_END else "finish_period"),
        grace=_amount(item.get("grace_days", 0)),
    )


def _amount(data: Any) -> Amount:
    return Amount(parameter=data["parameter"]) if isinstance(data, Mapping) else Amount(int(data))


def _day(data: Any) -> Day:
    return Day(parameter=data["parameter"]) if isinstance(data, Mapping) else Day(date.fromisoformat(data))


def _span(data: Mapping[str, Any]) -> Span | None:
    if "working_days" in data:
        return Span(_amount(data["working_days"]), working=True)
    return Span(_amount(data["days"])) if "days" in data else None


def _bearers(data: Any) -> tuple[str, tuple[Bearer, ...]]:
    for bearing in ("together", "in_order"):
        if isinstance(data, Mapping) and bearing in data:
            return bearing, tuple(_bearer(each) for each in data[bearing])
    return "alone", (_bearer(data),)


def _bearer(data: Any) -> Bearer:
    if isinstance(data, str):
        return Bearer(data)
    return Bearer(**{**data, "where": parse(data["where"]) if "where" in data else None})


def _cadence(data: Any, package: Mapping[str, Any]) -> Cadence:
    if isinstance(data, str):
        return Cadence(data)
    starts = _day(data["starts"]) if "starts" in data else None
    ends = _day(data["ends"]) if "ends" in data else None
    if "on_event" in data:
        match = {key: tuple(values) for key, values in data.get("match", {}).items()}
        return Cadence("on_event", starts, ends, event=data["on_event"], match=match, awaits=data.get("awaits", ""))
    if "on_delivery" in data:
        named = data["on_delivery"]
        duties = (named,) if isinstance(named, str) else tuple(named)
        return Cadence(
            "on_event", starts, ends, event=DELIVERY, match={"duty": duties}, titles=_titles(duties, package)
        )  # fmt: skip
    if "on_answer" in data:
        asked = data["on_answer"]
        return Cadence(
            "on_event", starts, ends, event=ANSWER, match=_answer(asked), titles=_titles([asked["duty"]], package),
            asked=_label(asked, package),
        )  # fmt: skip
    if "every_days" in data:
        return Cadence("every_days", starts, ends, every=_amount(data["every_days"]))
    if isinstance(data["kind"], Mapping):
        rhythm = data["kind"]["parameter"]
        usual = next((each["default"] for each in package.get("parameters", ()) if each["id"] == rhythm), "monthly")
        return Cadence(usual, starts, ends, rhythm=rhythm)
    return Cadence(data["kind"], starts, ends)


def _answer(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What an answer has to be, as text: ``true`` and ``false`` for yes and no."""
    values = data.get("in", [data.get("is")])
    texts = tuple(str(value).lower() if isinstance(value, bool) else str(value) for value in values)
    return {"duty": (data["duty"],), "form": (data["form"],), "field": (data["field"],), "value": texts}


def _titles(names: Iterable[str], package: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(each["title"] for each in package["duties"] if each["id"] in names)


def _label(asked: Mapping[str, Any], package: Mapping[str, Any]) -> str:
    """The words of the field that is answered; its key where the package has no such field."""
    key, _dot, column = asked["field"].partition(".")
    duties = [each for each in package["duties"] if each["id"] == asked["duty"]]
    for form in (spec for duty in duties for spec in forms_of(duty["evidence"]) if spec["key"] == asked["form"]):
        for item in (each for each in form["fields"] if each["key"] == key):
            inner = [each["label"] for each in item.get("columns", ()) if each["key"] == column]
            return str(inner[0] if inner else item["label"])
    return str(asked["field"])


def forms_of(specs: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The forms among requirements, those that stand in for a ledger included."""
    for spec in specs:
        if spec["kind"] == "form":
            yield spec
        yield from forms_of(spec.get("until_ledger", ()))


def _due(data: Any) -> Due:
    if data == "none":
        return Due("none")
    at = None if data.get("at", "24:00") == "24:00" else time.fromisoformat(data["at"])
    shift = data.get("shift", "none")
    if "on" in data:
        return Due("on", _day(data["on"]), None, at, shift)
    if "before" in data:
        return Due("before", _day(data["before"]), _span(data), at, shift)
    if "after" in data:
        return Due(f"after_{data['after']}", None, _span(data), at, shift)
    return Due("end_of_period", None, None, at, shift)


def evidence(data: Mapping[str, Any], lists: Mapping[str, Mapping[str, Any]] | None = None) -> Evidence:
    """One requirement of a duty; `lists` are those of the package, by id."""
    plain = dict(data)
    if "list" in plain:
        plain["list_id"] = plain.pop("list")
        drawn = (lists or {}).get(plain["list_id"], {})
        plain["source"] = drawn.get("source", "")
        plain.setdefault("awaits", drawn.get("awaits", ""))
    if "accepts" in plain:
        plain["accepts"] = tuple(plain["accepts"])
    if isinstance(data.get("value"), Mapping):
        plain["value"] = _amount(data["value"])
    plain["fields"] = tuple(_field(each) for each in data.get("fields", ()))
    plain["until_ledger"] = tuple(evidence(each, lists) for each in data.get("until_ledger", ()))
    plain["rules"] = tuple(form_rule(each) for each in data.get("rules", ()))
    return Evidence(**plain)


def _field(data: Mapping[str, Any]) -> FormField:
    plain = dict(data)
    plain["choices"] = tuple(data.get("choices", ()))
    plain["columns"] = tuple(_column(each) for each in data.get("columns", ()))
    return FormField(**plain)


def _column(data: Mapping[str, Any]) -> Column:
    return Column(**{**data, "choices": tuple(data.get("choices", ()))})


def _step(data: Mapping[str, Any]) -> ChainStep:
    return ChainStep(data["by"], data["act"], _span(data["within"]) if "within" in data else None)


def _reminder(data: Mapping[str, Any]) -> Reminder:
    escalate = tuple(Escalation(each["days"], each["to"]) for each in data.get("escalate", ()))
    return Reminder(tuple(data.get("before", ())), tuple(data.get("after", ())), escalate)
