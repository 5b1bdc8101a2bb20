"""The OpenAPI document as chapters for the documentation page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_TITLES = {
    "me": gettext_lazy("The token itself"),
    "registry": gettext_lazy("Registry"),
    "plans": gettext_lazy("Plans"),
    "duties": gettext_lazy("Duties"),
    "audit": gettext_lazy("Audit trail"),
    "statistics": gettext_lazy("Statistics"),
}


@dataclass(frozen=True)
class Part:
    """A parameter or a field: its name, its type in short, whether it is needed, and what it means."""

    name: str
    kind: str
    required: bool
    words: str


@dataclass(frozen=True)
class Entry:
    """One operation."""

    name: str
    method: str
    path: str
    summary: str
    areas: list[str]
    takes: list[Part]
    sends: list[Part]
    media_type: str
    gives: list[Part]
    answers: list[str]


@dataclass
class Chapter:
    """The operations of one room."""

    key: str
    title: str
    entries: list[Entry] = field(default_factory=list)


def chapters(document: Mapping[str, Any]) -> list[Chapter]:
    """All operations by room, in the reader's language."""
    found: dict[str, Chapter] = {}
    shapes = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            tag = told["tags"][0]
            chapter = found.setdefault(tag, Chapter(tag, str(_TITLES.get(tag, tag))))
            chapter.entries.append(_entry(method, path, told, shapes))
    return list(found.values())


def _entry(method: str, path: str, told: Mapping[str, Any], shapes: Mapping[str, Any]) -> Entry:
    content = told.get("requestBody", {}).get("content", {})
    offered: tuple[str, Mapping[str, Any]] = next(iter(content.items()), ("", {}))
    media_type, body = offered
    good = next(answer for status, answer in told["responses"].items() if int(status) < 300)
    shown: Mapping[str, Any] = next(iter(good.get("content", {}).values()), {})
    return Entry(
        name=told["operationId"],
        method=method.upper(),
        path=path,
        summary=_(told["summary"]),
        areas=told["x-areas"],
        takes=[
            _part(one["name"], one["schema"], one["required"]) for one in told["parameters"] if one.get("in") == "query"
        ],
        sends=_parts(body.get("schema", {}), shapes),
        media_type=media_type,
        gives=_parts(shown.get("schema", {}), shapes),
        answers=sorted(str(status) for status in told["responses"]),
    )


def _parts(shape: Mapping[str, Any], shapes: Mapping[str, Any]) -> list[Part]:
    shape = shapes.get(shape.get("$ref", "").rsplit("/", 1)[-1], shape)
    needed = set(shape.get("required", ()))
    return [_part(name, one, name in needed) for name, one in shape.get("properties", {}).items()]


def _part(name: str, shape: Mapping[str, Any], required: bool) -> Part:
    words = shape.get("description", "")
    return Part(name, _kind(shape), required, _(words) if words else "")


def _kind(shape: Mapping[str, Any]) -> str:
    """The type in short: `string (date)`, `integer`, `Evidence[]`, `a | b`."""
    if "$ref" in shape:
        return str(shape["$ref"].rsplit("/", 1)[-1])
    if "enum" in shape:
        return " | ".join(str(value) or "∅" for value in shape["enum"])
    if "anyOf" in shape:
        return " | ".join(dict.fromkeys(_kind(one) for one in shape["anyOf"]))
    if shape.get("type") == "array":
        return f"{_kind(shape.get('items', {}))}[]"
    extra = shape.get("format", "")
    return f"{shape.get('type', '')}{f' ({extra})' if extra else ''}"
