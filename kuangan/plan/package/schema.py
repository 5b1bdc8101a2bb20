"""The published JSON Schema, and its complaints turned into sentences with the mend."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .findings import ERROR, Finding, at
from .reading import Source, ValuePath

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

SPELLINGS = (
    gettext_noop("key of a field, or table.column"),
    gettext_noop("key of a table: the rule holds for each of its rows"),
    gettext_noop("Lower-case words joined by underscores: parameters, facts, fields."),
    gettext_noop("Local time of day, HH:MM, in quotation marks if you like."),
    gettext_noop("Name of a measure: of the registry (contact_person_named) or of a ledger (readiness.drills)."),
    gettext_noop("Lower-case words joined by hyphens."),
)
"""What the schema says of spellings, so that the catalogue knows it."""
FILE = Path(__file__).parent.parent / "schema" / "plan.schema.json"


@cache
def schema() -> dict[str, Any]:
    """The schema as published."""
    loaded: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return loaded


def complaints(source: Source) -> list[Finding]:
    """Everything the schema refuses, once each, at the line where it stands."""
    from jsonschema import Draft202012Validator, FormatChecker  # here: 9 MB, and plans are read once a year

    validator = Draft202012Validator(schema(), format_checker=FormatChecker())
    raised = sorted(validator.iter_errors(source.data), key=lambda each: [str(step) for step in each.absolute_path])
    errors = [_deepest(error) for error in raised]
    misspelt = {(tuple(error.absolute_path), name) for error in errors for name in _meant(error)}
    found: list[Finding] = []
    for error in errors:
        path, message, mend = _sentence(error)
        if error.validator == "required" and any((path, name) in misspelt for name in _missing(error)):
            continue  # told once, at the misspelt key
        finding = at(source, path, ERROR, message, mend)
        if finding not in found:
            found.append(finding)
    return found


def _missing(error: ValidationError) -> list[str]:
    return [key for key in _listed(error.validator_value) if key not in _keys(error)]


def _keys(error: ValidationError) -> list[str]:
    """Keys of the mapping that was refused."""
    return list(error.instance) if isinstance(error.instance, dict) else []


def _schema_of(error: ValidationError) -> dict[str, Any]:
    return dict(error.schema) if isinstance(error.schema, Mapping) else {}


def _meant(error: ValidationError) -> list[str]:
    """The known keys that an unknown key was probably meant to be."""
    if error.validator != "additionalProperties":
        return []
    known = list(_schema_of(error).get("properties", ()))
    return [near for key in _keys(error) if key not in known for near in get_close_matches(key, known, 1)]


def _deepest(error: ValidationError) -> ValidationError:
    """Of the alternatives of a oneOf, the complaint of the one that was meant: same shape, farthest in."""
    while error.context:
        branches: dict[Any, list[ValidationError]] = {}
        for each in error.context:
            branches.setdefault(each.schema_path[0], []).append(each)
        fitting = [own for own in branches.values() if not any(_wrong_shape(each) for each in own)]
        candidates: list[list[ValidationError]] = fitting or list(branches.values())
        error = max(_fewest(candidates), key=lambda each: len(each.absolute_path))
        if not fitting:
            break
    return error


def _fewest(candidates: list[list[ValidationError]]) -> list[ValidationError]:
    return sorted(candidates, key=len)[0]


def _wrong_shape(error: ValidationError) -> bool:
    """The alternative was for another kind of value altogether, or for other keys."""
    here = not error.relative_path
    if error.validator == "additionalProperties":
        known = set(_schema_of(error).get("properties", ()))
        return here and not known & set(_keys(error))
    return here and error.validator in ("type", "const", "enum", "required")


def _sentence(error: ValidationError) -> tuple[ValuePath, str, str]:
    path = tuple(error.absolute_path)
    match error.validator:
        case "required":
            names = _join(_missing(error))
            return path, _("Missing here: %(names)s.") % {"names": names}, _("Add %(names)s.") % {"names": names}
        case "additionalProperties":
            return _unknown_key(error, path)
        case "enum" | "const":
            allowed = _listed(error.validator_value)
            return (
                path,
                _("“%(value)s” is not allowed here.") % {"value": _short(error.instance)},
                _("Write one of: %(names)s.") % {"names": _join(allowed)},
            )
        case "type":
            return (
                path,
                _("This is the wrong kind of value: “%(value)s”.") % {"value": _short(error.instance)},
                _("Write a value of type %(names)s.")
                % {"names": _join(_kind(name) for name in _listed(error.validator_value))},
            )
        case "pattern" | "format":
            rule = _schema_of(error)
            about = _("a day such as 2023-04-30") if rule.get("format") == "date" else error.validator_value
            about = _(rule["description"]) if "description" in rule else about
            return (
                path,
                _("“%(value)s” is not spelled as it should be.") % {"value": _short(error.instance)},
                _("Expected: %(about)s") % {"about": about},
            )
        case "maxLength":
            mend = _("At most %(count)s characters.") % {"count": error.validator_value}
            return path, _("“%(value)s” is too long.") % {"value": _short(error.instance)}, mend
    return _measure(error, path)


def _measure(error: ValidationError, path: ValuePath) -> tuple[ValuePath, str, str]:
    """The complaint about how much stands somewhere, or that it does not fit at all."""
    match error.validator:
        case "minLength" | "minItems" | "minProperties" | "contains":
            mend = _("At least %(count)s.") % {"count": error.validator_value if error.validator != "contains" else 1}
            return path, _("Too little stands here: “%(value)s”.") % {"value": _short(error.instance)}, mend
        case "maxItems" | "maxProperties":
            mend = _("At most %(count)s.") % {"count": error.validator_value}
            return path, _("Too many stand here."), mend
        case "minimum" | "exclusiveMinimum" | "maximum" | "exclusiveMaximum" | "multipleOf":
            return (
                path,
                _("“%(value)s” is outside of what is allowed.") % {"value": _short(error.instance)},
                _bound(error),
            )
        case "uniqueItems":
            return path, _("Something stands twice in this list."), _("Keep one of the two.")
    message = _("“%(value)s” does not fit here.") % {"value": _short(error.instance, 80)}
    return path, message, _("See plan.schema.json for what may stand here.")


def _bound(error: ValidationError) -> str:
    words = {
        "minimum": _("Write at least %(bound)s."),
        "maximum": _("Write at most %(bound)s."),
        "exclusiveMinimum": _("Write more than %(bound)s."),
        "exclusiveMaximum": _("Write less than %(bound)s."),
        "multipleOf": _("Write a multiple of %(bound)s."),
    }
    return words[str(error.validator)] % {"bound": error.validator_value}


def _unknown_key(error: ValidationError, path: ValuePath) -> tuple[ValuePath, str, str]:
    known = list(_schema_of(error).get("properties", ()))
    strange = [key for key in _keys(error) if key not in known]
    near = _meant(error)
    mend = (
        _("Did you mean “%(name)s”?") % {"name": near[0]}
        if near
        else _("Known keys here: %(names)s.") % {"names": _join(known)}
    )
    return (*path, strange[0]), _("Unknown key “%(key)s”.") % {"key": strange[0]}, mend


def _kind(name: str) -> str:
    words = {
        "string": _("text"),
        "integer": _("whole number"),
        "number": _("any number"),
        "boolean": _("true or false"),
        "array": _("list"),
        "object": _("mapping of keys"),
        "null": _("nothing"),
    }
    return words.get(name, name)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _join(names: Iterable[Any]) -> str:
    return ", ".join(str(name) for name in names)


def _short(value: Any, most: int = 40) -> str:
    text = str(value)
    return text if len(text) <= most else text[: most - 1] + "…"
