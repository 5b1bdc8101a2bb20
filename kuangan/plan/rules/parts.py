"""A plan package as plain values: its head, outline, scope rules and parameters.

Everything is frozen and built from the package's canonical data (``building.build``). Texts are Chinese content of the
package, never msgids. ``rows`` are numbers of the requirement catalogue a part answers to (``trace``); ``clauses`` are
ids of the package's own outline, such as ``五(一)2``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from .predicates import Predicate

if TYPE_CHECKING:
    from .dues import Duty

NamedPart = TypeVar("NamedPart", "Clause", "Duty", "ListSpec", "Parameter")


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days, both ends included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issued the plan: region code prefix, name of the authority, office in it."""

    region: str
    name: str
    office: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A document the plan stands on or carries. ``role``: parent, annex or basis; annexes keep (document, number)."""

    role: str
    title: str
    number: str = ""
    annex: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the outline. ``parent`` is the id of the clause above it, or empty; ``task`` its task number."""

    id: str
    heading: str
    summary: str = ""
    parent: str = ""
    task: int | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A dated stage. Stages may overlap and gate nothing by themselves."""

    id: str
    title: str
    window: Window
    clause: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value the plan leaves open.

    ``type``: date, month_day (``MM-DD``), integer, percent, yes_no or choice. ``default`` is spelled as in the package.
    ``set_by``: roles that may set it (city_office, county_leader, …). ``per_region``: may differ by county.
    """

    id: str
    title: str
    type: str
    default: Any
    set_by: tuple[str, ...]
    per_region: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    least: int | None = None
    most: int | None = None
    unit: str = ""
    help: str = ""
    clauses: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """One rule of the plan's scope; the first whose ``when`` holds decides.

    ``outcome``: full, watch or out. ``mode``: default way of watching (on_site, contact) if the mine's own
    ``watch_mode`` is not on record. ``sentence`` says why, ``until`` what would change it.
    """

    id: str
    when: Predicate
    outcome: str
    sentence: str
    until: str = ""
    mode: str = ""
    clauses: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Principle:
    """A row that asks for conduct, not for a deliverable; ``kept_by`` says how the product keeps it.

    ``by``: who does it, where it is somebody that the plan cannot bind (a body above its issuer).
    """

    id: str
    title: str
    text: str
    kept_by: str
    clauses: tuple[str, ...]
    rows: tuple[int, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """How an ambiguity of the document was read, and why."""

    id: str
    question: str
    reading: str
    clauses: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list or table field. ``type`` as in FormField, without table."""

    key: str
    label: str
    type: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list that someone owes: its columns, the ledger it is drawn from, and who keeps it.

    ``population``: what its rows are; ``over``: the days it covers (dues.OVER), empty for the period of the duty.
    ``awaits``: what will supply the ledger, where nothing does yet.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    source: str
    owner: str
    population: str = ""
    over: str = ""
    clauses: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    awaits: str = ""


@dataclass(frozen=True, slots=True)
class ReturnSection:
    """A section of a return: ``fields`` are keys of the form of its duty."""

    id: str
    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReturnSpec:
    """A periodic return: which duty delivers it, which evidence of that duty is its form, and its sections."""

    id: str
    title: str
    duty: str
    form: str
    sections: tuple[ReturnSection, ...]
    official: bool = False
    clauses: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A numeric goal. ``comparison``: at_least, at_most, equals; ``population``: what ``value`` is a share of.

    A target without ``value`` is counted and shown, not judged. ``awaits``: what will supply the measure. ``added``:
    beyond the document.
    """

    id: str
    title: str
    measure: str
    comparison: str
    value: float | None
    population: str
    on: date | None
    clauses: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    awaits: str = ""
    added: bool = False


@dataclass(frozen=True, slots=True)
class PlanPackage:
    """A whole package. ``data`` is its canonical JSON value; ``hash`` is SHA-256 over it (hex)."""

    urn: str
    version: str
    title: str
    short_title: str
    industry: str
    issuer: Issuer
    document_number: str
    issued_on: date
    published_on: date | None
    window: Window
    parent: tuple[str, str] | None
    catalogue_rows: int
    scope_default: str
    references: tuple[Reference, ...]
    clauses: tuple[Clause, ...]
    phases: tuple[Phase, ...]
    parameters: tuple[Parameter, ...]
    scope: tuple[ScopeRule, ...]
    duties: tuple[Duty, ...]
    lists: tuple[ListSpec, ...]
    returns: tuple[ReturnSpec, ...]
    targets: tuple[Target, ...]
    principles: tuple[Principle, ...]
    decisions: tuple[Decision, ...]
    data: Mapping[str, Any]
    hash: str

    def clause(self, id: str) -> Clause:
        """The clause with this id; KeyError if the outline has none."""
        return _named(self.clauses, id)

    def duty(self, id: str) -> Duty:
        """The duty with this id; KeyError if there is none."""
        return _named(self.duties, id)

    def list(self, id: str) -> ListSpec:
        """The list with this id; KeyError if there is none."""
        return _named(self.lists, id)

    def parameter(self, id: str) -> Parameter:
        """The parameter with this id; KeyError if there is none."""
        return _named(self.parameters, id)


def _named(parts: tuple[NamedPart, ...], id: str) -> NamedPart:
    for part in parts:
        if part.id == id:
            return part
    raise KeyError(id)
