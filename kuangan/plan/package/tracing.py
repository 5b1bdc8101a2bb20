"""Rows of the requirement catalogue and clauses of the outline against the parts that answer them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .findings import WARNING, Finding, at
from .parts import PlanPackage
from .reading import Source
from .serving import IN_WORDS, NOT_SERVED, ORDER, Service, services, worst

ANSWERING = {
    "duties": "duty",
    "scope": "scope rule",
    "parameters": "parameter",
    "lists": "list",
    "returns": "return",
    "targets": "target",
    "principles": "principle",
    "decisions": "decision",
}

SAYING = ("principles", "decisions", "parameters")
"""Sections whose parts say something and do nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A part that answers a row or a clause. ``part``: duty, principle, parameter, scope rule, list, return, …

    ``state``: served, awaits or not_served; in_words for a part that only says something. ``awaits``: what it waits
    for, in words.
    """

    part: str
    id: str
    title: str
    state: str = IN_WORDS
    awaits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """``rows``: every row of the catalogue (1..catalogue_rows); ``clauses``: every clause; each with its answers.

    ``strange_rows``: rows named by parts that the catalogue does not have. ``duty_rows``: rows a duty answers.
    """

    rows: Mapping[int, tuple[Answer, ...]]
    clauses: Mapping[str, tuple[Answer, ...]]
    strange_rows: tuple[int, ...]
    bare_clauses: tuple[str, ...]

    @property
    def answered(self) -> int:
        """How many rows have an answer."""
        return sum(bool(answers) for answers in self.rows.values())

    def state_of(self, row: int) -> str:
        """How well a row is served: as the worst of the parts that do something about it; in_words if none does."""
        answers = self.rows[row]
        return worst(each.state for each in answers if each.state != IN_WORDS) if answers else NOT_SERVED

    @property
    def service(self) -> dict[str, tuple[int, ...]]:
        """The rows by state, the worst first; every state is there."""
        return {state: tuple(row for row in self.rows if self.state_of(row) == state) for state in ORDER}

    @property
    def missing_rows(self) -> tuple[int, ...]:
        """Rows nothing answers."""
        return tuple(row for row, answers in self.rows.items() if not answers)

    @property
    def duty_rows(self) -> tuple[int, ...]:
        """Rows that a duty answers."""
        return tuple(row for row, answers in self.rows.items() if any(each.part == "duty" for each in answers))


def trace(package: PlanPackage) -> Trace:
    """The report over a package."""
    return trace_data(package.data)


def trace_data(data: Mapping[str, Any]) -> Trace:
    """The report over canonical data."""
    rows: dict[int, list[Answer]] = {row: [] for row in range(1, data.get("catalogue_rows", 0) + 1)}
    clauses: dict[str, list[Answer]] = {item["id"]: [] for item in data["clauses"]}
    strange = set()
    for answer, item in _answers(data):
        for row in item.get("rows", ()):
            if row in rows:
                rows[row].append(answer)
            else:
                strange.add(row)
        for clause in item.get("clauses", ()):
            clauses.setdefault(clause, []).append(answer)
    return Trace(
        {row: tuple(answers) for row, answers in rows.items()},
        {clause: tuple(answers) for clause, answers in clauses.items()},
        tuple(sorted(strange)),
        tuple(clause for clause in clauses if _bare(clause, clauses, data)),
    )


def uncovered(source: Source) -> list[Finding]:
    """Warnings: clauses nothing answers, catalogue rows nothing answers, rows the catalogue does not have."""
    report = trace_data(source.data)
    numbers = {item["id"]: number for number, item in enumerate(source.data["clauses"])}
    found = [
        at(
            source,
            ("clauses", numbers[clause]),
            WARNING,
            _("No duty, principle or parameter answers clause %(clause)s.") % {"clause": clause},
            _("Add a duty, or name it under principles."),
        )
        for clause in report.bare_clauses
    ]
    if report.missing_rows:
        names = ", ".join(str(row) for row in report.missing_rows)
        message = _("Rows of the requirement catalogue without an answer: %(rows)s.") % {"rows": names}
        mend = _("Name each row in a duty, principle or parameter.")
        found.append(at(source, ("catalogue_rows",), WARNING, message, mend))
    if report.strange_rows and source.data.get("catalogue_rows"):
        names = ", ".join(str(row) for row in report.strange_rows)
        message = _("Rows the requirement catalogue does not have: %(rows)s.") % {"rows": names}
        found.append(at(source, ("catalogue_rows",), WARNING, message, _("Correct the row numbers.")))
    return found


def _answers(data: Mapping[str, Any]) -> Iterator[tuple[Answer, Mapping[str, Any]]]:
    served = services(data)
    for section, part in ANSWERING.items():
        for item in data.get(section, ()):
            title = item.get("title") or item.get("question") or item.get("sentence", "")
            key = ("duties", item["duty"]) if section == "returns" else (section, item["id"])
            service = served.get(key, Service())
            state = IN_WORDS if section in SAYING else service.state
            yield Answer(part, item["id"], title, state, service.words), item


def _bare(clause: str, clauses: Mapping[str, list[Answer]], data: Mapping[str, Any]) -> bool:
    """Nothing answers it, nor a clause below it."""
    if clauses[clause]:
        return False
    below = [item["id"] for item in data["clauses"] if item.get("parent") == clause]
    return not below or all(_bare(each, clauses, data) for each in below)
