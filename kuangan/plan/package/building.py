"""Canonical data into frozen values. The data must have passed the schema."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..rules.predicates import Always, Predicate, parse
from .building_duties import duty
from .parts import (
    Clause,
    Column,
    Decision,
    Issuer,
    ListSpec,
    Parameter,
    Phase,
    PlanPackage,
    Principle,
    Reference,
    ReturnSection,
    ReturnSpec,
    ScopeRule,
    Target,
    Window,
)
from .reading import content_hash


def build(data: Mapping[str, Any]) -> PlanPackage:
    """The package for its canonical data (as read from files, or kept in a database)."""
    parent = data.get("parent")
    published = data.get("published_on")
    return PlanPackage(
        urn=data["urn"],
        version=data["version"],
        title=data["title"],
        short_title=data["short_title"],
        industry=data.get("industry", ""),
        issuer=Issuer(**data["issuer"]),
        document_number=data.get("document_number", ""),
        issued_on=date.fromisoformat(data["issued_on"]),
        published_on=date.fromisoformat(published) if published else None,
        window=Window(date.fromisoformat(data["window"]["start"]), date.fromisoformat(data["window"]["end"])),
        parent=(parent["urn"], parent["version"]) if parent else None,
        catalogue_rows=data.get("catalogue_rows", 0),
        scope_default=data.get("scope_default", ""),
        references=tuple(Reference(**item) for item in data.get("references", ())),
        clauses=tuple(Clause(**item) for item in data["clauses"]),
        phases=tuple(_phase(item) for item in data.get("phases", ())),
        parameters=tuple(_parameter(item) for item in data.get("parameters", ())),
        scope=tuple(_scope_rule(item) for item in data.get("scope", ())),
        duties=tuple(duty(item, data) for item in data["duties"]),
        lists=tuple(_list(item) for item in data.get("lists", ())),
        returns=tuple(_return(item) for item in data.get("returns", ())),
        targets=tuple(_target(item) for item in data.get("targets", ())),
        principles=tuple(Principle(**_tupled(item)) for item in data.get("principles", ())),
        decisions=tuple(Decision(**_tupled(item)) for item in data.get("decisions", ())),
        data=data,
        hash=content_hash(data),
    )


def _tupled(item: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: tuple(value) if key in ("clauses", "rows", *keys) else value for key, value in item.items()}


def _phase(item: Mapping[str, Any]) -> Phase:
    window = Window(date.fromisoformat(item["starts"]), date.fromisoformat(item["ends"]))
    return Phase(item["id"], item["title"], window, item["clause"])


def _parameter(item: Mapping[str, Any]) -> Parameter:
    return Parameter(**_tupled(item, "set_by"))


def _scope_rule(item: Mapping[str, Any]) -> ScopeRule:
    return ScopeRule(**{**_tupled(item), "when": condition(item["when"])})


def condition(data: Any) -> Predicate:
    """The tree of an optional condition; no condition is Always."""
    return Always() if data is None else parse(data)


def column(item: Mapping[str, Any]) -> Column:
    """A column of a list or table."""
    return Column(**_tupled(item, "choices"))


def _list(item: Mapping[str, Any]) -> ListSpec:
    return ListSpec(**{**_tupled(item), "columns": tuple(column(each) for each in item["columns"])})


def _return(item: Mapping[str, Any]) -> ReturnSpec:
    sections = tuple(ReturnSection(each["id"], each["title"], tuple(each["fields"])) for each in item["sections"])
    return ReturnSpec(**{**_tupled(item), "sections": sections})


def _target(item: Mapping[str, Any]) -> Target:
    plain = {"comparison": "at_least", "value": None, "population": "", **_tupled(item)}
    return Target(**{**plain, "on": date.fromisoformat(item["on"]) if item.get("on") else None})
