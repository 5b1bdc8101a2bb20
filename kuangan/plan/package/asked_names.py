"""Every name by which a package asks the installation for something: facts, events, measures, lists, checklists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..rules.supplies import CHECKLIST, EVENT, FACT, LIST, MEASURE
from .reading import ValuePath

MEASURED = ("fact", "ledger", "coverage")


@dataclass(frozen=True, slots=True)
class Asked:
    """One name. ``label``: what asks for it, in the package's words; ``awaits``: what will supply it, if the package
    says so; ``details``: what it matches or passes on; ``path``: where it stands."""

    kind: str
    name: str
    path: ValuePath
    label: str = ""
    awaits: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def asked_by(data: Mapping[str, Any]) -> Iterator[tuple[str, str, Asked]]:
    """Section, id of the part, and what it asks for, for every part of a package that asks for anything."""
    for number, rule in enumerate(data.get("scope", ())):
        for name in facts_in(rule["when"], ("scope", number, "when"), data):
            yield "scope", rule["id"], name
    for number, duty in enumerate(data["duties"]):
        for name in of_duty(duty, ("duties", number), data):
            yield "duties", duty["id"], name
    for number, item in enumerate(data.get("lists", ())):
        yield "lists", item["id"], _source(item, ("lists", number))
    for number, item in enumerate(data.get("targets", ())):
        path: ValuePath = ("targets", number, "measure")
        yield "targets", item["id"], Asked(MEASURE, item["measure"], path, item["title"], item.get("awaits", ""))


def of_duty(duty: Mapping[str, Any], path: ValuePath, data: Mapping[str, Any]) -> Iterator[Asked]:
    """What one duty asks for: its condition, its event, its evidence."""
    yield from facts_in(duty.get("applies"), (*path, "applies"), data)
    cadence = duty["cadence"]
    if isinstance(cadence, Mapping) and "on_event" in cadence:
        yield Asked(
            EVENT, cadence["on_event"], (*path, "cadence", "on_event"), duty["title"], cadence.get("awaits", ""),
            cadence.get("match", {}),
        )  # fmt: skip
    for number, evidence in enumerate(duty["evidence"]):
        yield from of_evidence(evidence, (*path, "evidence", number), data)


def of_evidence(spec: Mapping[str, Any], path: ValuePath, data: Mapping[str, Any]) -> Iterator[Asked]:
    """What one requirement asks for, and what its form does."""
    awaits = spec.get("awaits", "")
    if spec["kind"] in MEASURED:
        given = spec.get("arguments", {})
        yield Asked(MEASURE, spec["measure"], (*path, "measure"), spec["label"], awaits, given)
    elif spec["kind"] == "checklist":
        yield Asked(CHECKLIST, spec["checklist"], (*path, "checklist"), spec["label"], awaits)
    elif spec["kind"] == "list":
        found = enumerate(data.get("lists", ()))
        yield from (_source(item, ("lists", number)) for number, item in found if item["id"] == spec["list"])
    for number, item in enumerate(spec.get("fields", ())):
        if "measure" in item:
            here: ValuePath = (*path, "fields", number, "measure")
            yield Asked(MEASURE, item["measure"], here, item["label"], item.get("awaits", ""))
    for number, meanwhile in enumerate(spec.get("until_ledger", ())):
        yield from of_evidence(meanwhile, (*path, "until_ledger", number), data)


def facts_in(tree: Any, path: ValuePath, data: Mapping[str, Any]) -> Iterator[Asked]:
    """The facts a condition looks at; a fact that the package declares says itself what it awaits."""
    if isinstance(tree, list):
        for number, item in enumerate(tree):
            yield from facts_in(item, (*path, number), data)
    elif isinstance(tree, Mapping) and isinstance(tree.get("fact"), str):
        declared: Mapping[str, Any] = next(
            (item for item in data.get("facts", ()) if item["name"] == tree["fact"]), {}
        )  # fmt: skip
        values = [*([tree["is"]] if "is" in tree else ()), *([tree["is_not"]] if "is_not" in tree else ())]
        values += tree.get("in", ())
        yield Asked(
            FACT, tree["fact"], (*path, "fact"), declared.get("label", ""), declared.get("awaits", ""),
            {"value": [value for value in values if isinstance(value, str)]},
        )  # fmt: skip
    elif isinstance(tree, Mapping):
        for key, item in tree.items():
            yield from facts_in(item, (*path, key), data)


def _source(item: Mapping[str, Any], path: ValuePath) -> Asked:
    return Asked(LIST, item["source"], (*path, "source"), item["title"], item.get("awaits", ""))
