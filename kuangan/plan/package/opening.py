"""Opens a package: read, put under its parent, check, build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from .building import build
from .checking import check, loadable
from .deriving import derive, well_formed
from .differing import Difference
from .findings import ERROR, Finding, at, unreadable
from .parts import PlanPackage
from .reading import Source, Unreadable, read

ParentOf: TypeAlias = Callable[[str, str], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Opened:
    """``package`` is None if there is an error among the ``findings``; ``difference`` is to the parent, if any."""

    findings: tuple[Finding, ...]
    package: PlanPackage | None = None
    source: Source | None = None
    difference: Difference | None = field(default=None)


def open_package(path: Path, parent_of: ParentOf | None = None) -> Opened:
    """The package at ``path`` with all findings; never raises for what the package contains.

    ``parent_of(urn, version)`` gives the parent's canonical data (from a database, say); by default the folders beside
    the package are searched.
    """
    try:
        source = read(path)
        whole, difference = _under_parent(source, parent_of or (lambda urn, version: beside(path, urn, version)))
    except Unreadable as error:
        return Opened((unreadable(error),))
    if whole is None:
        return Opened((_orphan(source),))
    findings = tuple(check(whole))
    package = build(whole.data) if loadable(list(findings)) else None
    return Opened(findings, package, whole, difference)


def beside(path: Path, urn: str, version: str, seen: frozenset[Path] = frozenset()) -> Mapping[str, Any] | None:
    """The data of the package with this URN and version in a folder beside the one at ``path``; None if there is none.

    ``seen``: folders already on the way up, so that two packages naming each other as parent end as an orphan.
    """
    folder = path if path.is_dir() else path.parent
    for file in sorted(folder.parent.glob("*/plan.yaml")):
        if file.parent.resolve() in {folder.resolve(), *seen}:
            continue
        try:
            found = read(file)
            if (found.data.get("urn"), found.data.get("version")) == (urn, version):
                return _whole(found, file, seen | {folder.resolve()})
        except Unreadable:
            continue
    return None


def _whole(found: Source, file: Path, seen: frozenset[Path]) -> Mapping[str, Any] | None:
    whole, _difference = _under_parent(found, lambda urn, version: beside(file, urn, version, seen))
    return whole.data if whole else None


def _under_parent(source: Source, parent_of: ParentOf) -> tuple[Source | None, Difference | None]:
    named = source.data.get("parent")
    if not isinstance(named, dict) or not {"urn", "version"} <= set(named) or not well_formed(source.data):
        return source, None  # the schema will say what is wrong
    parent = parent_of(str(named["urn"]), str(named["version"]))
    if parent is None:
        return None, None
    return derive(parent, source)


def _orphan(source: Source) -> Finding:
    named = source.data["parent"]
    message = _("The parent plan %(urn)s version %(version)s was not found.") % named
    return at(source, ("parent",), ERROR, message, _("Load the parent plan first, or correct its URN and version."))
