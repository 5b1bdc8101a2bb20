"""Forms inside a package: what their rules name, and the duties that arise from an answer or a delivery."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from ..rules.dues import ANSWER, DELIVERY
from ..rules.form_rules import fields_of
from .building import build
from .findings import ERROR, Finding, at
from .parts import Duty
from .reading import Source, ValuePath


def occasions(source: Source) -> Iterator[Finding]:
    """What a duty arises from exists in the duty that it names, and is about a mine where this one is."""
    package = build(source.data)
    for number, duty in enumerate(package.duties):
        path: ValuePath = ("duties", number, "cadence")
        names = duty.cadence.match.get("duty", ()) if duty.cadence.event in (ANSWER, DELIVERY) else ()
        for first in (package.duty(name) for name in names):
            if _of_mines(duty) and not _of_mines(first):
                message = _("“%(title)s” is about a mine, “%(first)s” is not.") % {
                    "title": duty.title,
                    "first": first.title,
                }
                yield at(source, path, ERROR, message, _("Let it arise from a duty about a mine."))
        if duty.cadence.event == ANSWER:
            yield from _answered(source, path, package.duty(names[0]), duty.cadence.match)


def _of_mines(duty: Duty) -> bool:
    return duty.bearer.kind == "mine" or bool(duty.bearer.for_each)


def _answered(source: Source, path: ValuePath, first: Duty, match: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    key, _dot, column = match["field"][0].partition(".")
    forms = [each for spec in first.evidence for each in (spec, *spec.until_ledger) if each.kind == "form"]
    fields = [each for form in forms if form.key == match["form"][0] for each in form.fields if each.key == key]
    found = [
        each for field in fields for each in (field.columns if column else (field,)) if not column or each.key == column
    ]
    here: ValuePath = (*path, "on_answer")
    if not found:
        names = {"form": match["form"][0], "field": match["field"][0]}
        message = _("“%(title)s” asks no “%(field)s” in a form “%(form)s”.") % {"title": first.title, **names}
        yield at(source, (*here, "field"), ERROR, message, _("Add it, or correct the name."))
        return
    allowed = {"yesno": ("true", "false"), "choice": found[0].choices}.get(found[0].type)
    for value in match["value"]:
        if allowed is not None and value not in allowed:
            message = _("“%(value)s” is not allowed here.") % {"value": value}
            yield at(source, here, ERROR, message, _("Write one of: %(names)s.") % {"names": ", ".join(allowed)})


def form_rules(source: Source) -> Iterator[Finding]:
    """What the rules of a form name is there: fields, tables, columns, duties about the same mine."""
    for number, duty in enumerate(source.data["duties"]):
        for path, form in forms_below(duty["evidence"], ("duties", number, "evidence")):
            fields = {item["key"]: [each["key"] for each in item.get("columns", ())] for item in form["fields"]}
            for position, rule in enumerate(form.get("rules", ())):
                for name in _unknown(rule, fields):
                    message = _("The form “%(form)s” has no “%(name)s”.") % {"form": form["label"], "name": name}
                    near = get_close_matches(name, fields, 1)
                    mend = _("Did you mean “%(name)s”?") % {"name": near[0]} if near else _("Correct the name.")
                    yield at(source, (*path, "rules", position), ERROR, message, mend)


def forms_below(specs: list[dict[str, Any]], path: ValuePath) -> Iterator[tuple[ValuePath, dict[str, Any]]]:
    for position, spec in enumerate(specs):
        if spec["kind"] == "form":
            yield (*path, position), spec
        yield from forms_below(spec.get("until_ledger", []), (*path, position, "until_ledger"))


def _unknown(rule: dict[str, Any], fields: Mapping[str, list[str]]) -> Iterator[str]:
    """Names in a rule that the form does not have; in a rule over rows the columns are the names."""
    table = rule.get("rows", "")
    known = fields.get(table, []) if table else list(fields)
    named = [*(name for key in ("when", "must") for name in fields_of(rule.get(key, {}))), *rule.get("require", ())]
    yield from (name for name in ([table] if table else []) if name not in fields)
    yield from (name for name in named if name not in known)
    for demand in (rule[key] for key in ("covers", "count", "gap") if key in rule):
        if demand["table"] not in fields:
            yield demand["table"]
        elif demand.get("column") and demand["column"] not in fields[demand["table"]]:
            yield demand["column"]
