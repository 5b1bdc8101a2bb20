"""A plan under a parent plan: omit, change, add. The result is a whole package with its difference to the parent.

The child's file holds its own head, ``parent: {urn, version}``, ``derive: {omit: [...], change: [...]}`` and, in the
usual sections, what it adds. A clause, parameter, list or chain of the same name replaces the parent's; a duty may
only be changed through ``derive``, with a reason. Duties of bodies that stand above the child's issuer stay with the
parent plan.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ..rules.binding import binds_all
from .differing import Difference, differ
from .reading import MAPPED, SECTIONS, Mark, Source, Unreadable, ValuePath

# Parts of the parent's head a child takes over when it says nothing itself.
INHERITED = ("industry", "window", "scope_default", "catalogue_rows", "schema")
NAMES = {"facts": "name"}


def derive(parent: Mapping[str, Any], child: Source) -> tuple[Source, Difference]:
    """The child's whole package (with marks into its own file) and its difference to the parent.

    Raises Unreadable at the child's line when it omits or changes a duty the parent does not have, or adds one it has.
    """
    data: dict[str, Any] = {key: copy.deepcopy(parent[key]) for key in INHERITED if key in parent}
    marks: dict[ValuePath, Mark] = {}
    for key, value in child.data.items():
        if key not in (*SECTIONS, *MAPPED):
            data[key] = copy.deepcopy(value)
            marks |= {path: mark for path, mark in child.marks.items() if path[0] == key}
    for section in SECTIONS:
        _merge_section(data, marks, section, parent, child)
    for section in MAPPED:
        merged = {**parent.get(section, {}), **child.data.get(section, {})}
        if merged:
            data[section] = copy.deepcopy(merged)
            marks |= {path: mark for path, mark in child.marks.items() if path[0] == section}
    source = Source(data, marks, child.root)
    return source, differ(parent, data)


def well_formed(data: Mapping[str, Any]) -> bool:
    """Whether the child's sections have the shapes needed to merge them: lists of mappings, and mappings."""
    plan = data.get("derive", {})
    if not isinstance(plan, dict):
        return False
    lists = [data.get(section, []) for section in SECTIONS] + [plan.get(act, []) for act in ("omit", "change")]
    shaped = all(isinstance(each, list) and all(isinstance(item, dict) for item in each) for each in lists)
    return shaped and all(isinstance(data.get(section, {}), dict) for section in MAPPED)


def _merge_section(
    data: dict[str, Any], marks: dict[ValuePath, Mark], section: str, parent: Mapping[str, Any], child: Source
) -> None:
    inherited = copy.deepcopy(list(parent.get(section, [])))
    if section == "duties":
        region = str((child.data.get("issuer") or {}).get("region", ""))
        inherited = [each for each in _changed_duties(inherited, child) if binds_all(region, each["bearer"])]
    name = NAMES.get(section, "id")
    for number, item in enumerate(child.data.get(section, [])):
        position = next((at for at, own in enumerate(inherited) if name in own and own[name] == item.get(name)), None)
        if position is not None and section == "duties":
            raise Unreadable(
                child.mark((section, number)),
                _("The parent plan already has a duty “%(name)s”.") % {"name": item.get(name)},
                _("Change it under derive: change, with a reason, or give the new duty another id."),
            )
        if position is None:
            position = len(inherited)
            inherited.append(copy.deepcopy(item))
        else:
            inherited[position] = copy.deepcopy(item)
        for path, mark in child.marks.items():
            if path[:2] == (section, number):
                marks[(section, position, *path[2:])] = mark
    if inherited:
        data[section] = inherited


def _changed_duties(duties: list[dict[str, Any]], child: Source) -> list[dict[str, Any]]:
    plan = child.data.get("derive", {})
    known = {duty["id"] for duty in duties}
    for act in ("omit", "change"):
        for number, item in enumerate(plan.get(act, ())):
            if item.get("duty") not in known:
                raise Unreadable(
                    child.mark(("derive", act, number)),
                    _("The parent plan has no duty “%(name)s”.") % {"name": item.get("duty")},
                    _("Take the id from the parent plan."),
                )
    omitted = {item["duty"] for item in plan.get("omit", ())}
    changes = {item["duty"]: item.get("set") or {} for item in plan.get("change", ())}
    return [{**duty, **changes.get(duty["id"], {})} for duty in duties if duty["id"] not in omitted]
