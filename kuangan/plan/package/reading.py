"""Reads a package: plain YAML (only true and false are booleans, dates stay text) with the line of every value."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from django.utils.translation import gettext as _

from kuangan.foundation.kernel.yaml_text import DEEPEST, MOST_VALUES, Unbounded, check_bounds, spoken

ValuePath: TypeAlias = tuple[str | int, ...]
LARGEST_FILE_BYTES = 1_000_000
# Sections that included files append to.
SECTIONS = (
    "references", "facts", "clauses", "phases", "parameters", "scope", "duties", "lists", "returns", "targets",
    "principles", "decisions",
)  # fmt: skip
MAPPED = ("chains", "reminders")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands: file name relative to the package, line from 1."""

    file: str
    line: int


class Unreadable(Exception):
    """A file that cannot be read as a package; carries where, what, and how to mend it."""

    def __init__(self, mark: Mark, message: str, mend: str) -> None:
        super().__init__(f"{mark.file}:{mark.line}: {message} {mend}")
        self.mark, self.message, self.mend = mark, message, mend


@dataclass(frozen=True, slots=True)
class Source:
    """A package as read: canonical ``data`` (JSON values only) and the mark of every path in it."""

    data: dict[str, Any]
    marks: dict[ValuePath, Mark]
    root: str

    def mark(self, path: ValuePath) -> Mark:
        """Where the value at this path stands, or the nearest value around it."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, Mark(self.root, 1))


class _Loader(yaml.SafeLoader):
    """YAML 1.2 scalars: ``on``, ``no``, ``12:00`` and dates are text."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$", "-+0123456789"),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def read(path: Path) -> Source:
    """The package at ``path`` (its ``plan.yaml`` or the folder). Raises Unreadable."""
    file = path / "plan.yaml" if path.is_dir() else path
    data, marks = _read_file(file, file.name)
    includes = data.pop("include", [])
    for number, name in enumerate(includes if isinstance(includes, list) else []):
        here = marks.get(("include", number), Mark(file.name, 1))
        _append(data, marks, _included(file.parent, name, here), here)
    return Source(data, marks, file.name)


def canonical(data: Any) -> str:
    """The one JSON spelling of a package: keys sorted, no spaces, characters as they are."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(data: Any) -> str:
    """SHA-256 (hex) over the canonical spelling; layout, comments and split into files do not count."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def _included(folder: Path, name: Any, here: Mark) -> tuple[dict[str, Any], dict[ValuePath, Mark]]:
    mend = _("Name an existing .yaml file inside the folder of the package.")
    if not isinstance(name, str) or not name.endswith(".yaml"):
        raise Unreadable(here, _("This include is not a YAML file."), mend)
    file = (folder / name).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        raise Unreadable(here, _("The included file %(name)s was not found.") % {"name": name}, mend)
    return _read_file(file, name)


def _append(
    data: dict[str, Any],
    marks: dict[ValuePath, Mark],
    included: tuple[dict[str, Any], dict[ValuePath, Mark]],
    here: Mark,
) -> None:
    more, more_marks = included
    for key, value in more.items():
        shift = 0
        if key in SECTIONS and isinstance(value, list):
            shift = len(data.setdefault(key, []))
            data[key].extend(value)
        elif key in MAPPED and isinstance(value, dict):
            data.setdefault(key, {}).update(value)
        else:
            raise Unreadable(
                more_marks.get((key,), here),
                _("An included file cannot hold “%(key)s”.") % {"key": key},
                _("Keep it in plan.yaml; included files hold lists such as duties, clauses or parameters."),
            )
        for path, mark in more_marks.items():
            if path[0:1] == (key,):
                number = path[1] + shift if len(path) > 1 and isinstance(path[1], int) else None
                marks[path if number is None else (key, number, *path[2:])] = mark


def _read_file(file: Path, name: str) -> tuple[dict[str, Any], dict[ValuePath, Mark]]:
    top = Mark(name, 1)
    try:
        if file.stat().st_size > LARGEST_FILE_BYTES:
            raise Unreadable(top, _("The file is larger than 1 MB."), _("Split it with include."))
        text = file.read_text("utf-8")
    except OSError:
        raise Unreadable(top, _("The file cannot be opened."), _("Check its name and place.")) from None
    except UnicodeDecodeError:
        raise Unreadable(top, _("The file is not UTF-8 text."), _("Save it as UTF-8.")) from None
    return parse(text, name)


def parse(text: str, name: str) -> tuple[dict[str, Any], dict[ValuePath, Mark]]:
    """One YAML text as data and marks. Raises Unreadable."""
    try:
        check_bounds(text)
        node = _Loader(text).get_single_node()
    except Unbounded as error:
        mend = _("Split the file with include, or write it with fewer levels, aliases and digits.")
        raise Unreadable(Mark(name, error.line), error.words, mend) from None
    except yaml.MarkedYAMLError as error:
        where = error.problem_mark or error.context_mark
        mark = Mark(name, where.line + 1 if where else 1)
        mend = _("Check indentation, colons and quotes at this line.")
        raise Unreadable(mark, _("Not valid YAML: %(problem)s.") % {"problem": spoken(error)}, mend) from None
    except yaml.YAMLError:
        raise Unreadable(Mark(name, 1), _("Not valid YAML."), _("Save it as plain UTF-8 text.")) from None
    if not isinstance(node, yaml.MappingNode):
        raise Unreadable(Mark(name, 1), _("A package file is a mapping of keys."), _("Begin with a key such as urn:."))
    walk = _Walk(name)
    return walk.mapping(node, ()), walk.marks


class _Walk:
    """Turns nodes into values and remembers their lines."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: dict[ValuePath, Mark] = {}

    def value(self, node: yaml.Node, path: ValuePath) -> Any:
        self.marks.setdefault(path, Mark(self.name, node.start_mark.line + 1))
        if len(self.marks) > MOST_VALUES or len(path) > DEEPEST:
            raise Unreadable(self.marks[path], _("Too many values or levels."), _("Remove repeated aliases."))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, number)) for number, item in enumerate(node.value)]
        return _scalar(node)

    def mapping(self, node: yaml.MappingNode, path: ValuePath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, mark = str(key_node.value), Mark(self.name, key_node.start_mark.line + 1)
            if key in found:
                message = _("The key “%(key)s” stands twice.") % {"key": key}
                raise Unreadable(mark, message, _("Keep one of the two."))
            self.marks[(*path, key)] = mark
            found[key] = self.value(value_node, (*path, key))
        return found


def _scalar(node: yaml.Node) -> Any:
    kind = node.tag.rsplit(":", 1)[-1]
    if kind == "bool":
        return node.value == "true"
    if kind == "null":
        return None
    if kind == "int":
        return int(node.value)
    return float(node.value) if kind == "float" else node.value
