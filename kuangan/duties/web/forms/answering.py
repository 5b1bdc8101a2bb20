"""A form of the plan as a page: its fields in sections, tables with rows to add and take away, no script needed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from kuangan.duties.queries.findings import Finding
from kuangan.duties.queries.measures import Measured
from kuangan.duties.rules.figures import Figure
from kuangan.duties.rules.filling import reason_key
from kuangan.plan.rules.dues import FormField
from kuangan.plan.rules.parts import Column

ADD, DROP = "add", "drop"
"""Buttons: `add` names a table, `drop` a table and row (`people:2`)."""
SPARE_ROWS = 1
_CONTROLS = {"longtext": "longtext", "choice": "choice", "yesno": "yesno", "table": "table"}


@dataclass(slots=True)
class Cell:
    """One cell of a table row."""

    name: str
    label: str
    value: str
    choices: tuple[str, ...] = ()
    inputmode: str = ""


@dataclass(slots=True)
class Answer:
    """One field with what was typed and what is wrong with it."""

    spec: FormField
    name: str
    value: Any
    error: str = ""
    rows: list[list[Cell]] = field(default_factory=list)
    ledger: Measured | None = None
    figure: Figure | None = None
    reason: str = ""

    @property
    def cover(self) -> str:
        """The days that the ledger's figure covers, in words."""
        return self.figure.cover.words if self.figure is not None else ""

    @property
    def reason_name(self) -> str:
        """The control for the reason why it differs from the ledger; empty where nothing else may be typed."""
        return f"{self.name}-reason" if self.ledger is not None and self.spec.outside else ""

    @property
    def control(self) -> str:
        """Which control shows it: ledger (nothing to type), line, longtext, choice, yesno or table."""
        if self.ledger is not None and not self.spec.outside:
            return "ledger"
        return _CONTROLS.get(self.spec.type, "line")

    @property
    def inputmode(self) -> str:
        """The keyboard a phone offers."""
        return {"number": "decimal", "phone": "tel"}.get(self.spec.type, "")


@dataclass(slots=True)
class Part:
    """The fields under one heading."""

    title: str
    answers: list[Answer]


def answered(
    fields: tuple[FormField, ...],
    values: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
    finding: Finding | None = None,
) -> list[Part]:
    """The parts of a form with values filled in; a table always shows one empty row more, at least three. `finding`:
    what the ledgers say about a field, in its place or beside it."""
    ledgers, figures = (finding.filled, finding.figures) if finding else ({}, {})
    parts: list[Part] = []
    for spec in fields:
        if not parts or parts[-1].title != spec.section:
            parts.append(Part(spec.section, []))
        name = f"f-{spec.key}"
        value = values.get(spec.key)
        wrong = (errors or {}).get(spec.key, "")
        answer = Answer(spec, name, _typed(value), wrong, ledger=ledgers.get(spec.key), figure=figures.get(spec.key))
        answer.reason = str(values.get(reason_key(spec.key)) or "")
        if spec.type == "table":
            answer.rows = _rows(spec, name, value if isinstance(value, list) else [])
        parts[-1].answers.append(answer)
    return parts


def _typed(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value


def _rows(spec: FormField, name: str, filled: list[Any]) -> list[list[Cell]]:
    count = max(len(filled) + SPARE_ROWS, 3)
    rows = [*filled, *({} for _ in range(count - len(filled)))]
    return [
        [_cell(f"{name}-{number}-{column.key}", column, row.get(column.key, "")) for column in spec.columns]
        for number, row in enumerate(rows)
    ]


def _cell(name: str, column: Column, value: str) -> Cell:
    """A cell with what may be chosen in it; a value that was typed otherwise before stays among the choices."""
    choices = ("是", "否") if column.type == "yesno" else column.choices
    if choices and value and value not in choices:
        choices = (*choices, value)
    return Cell(name, column.label, value, choices, "decimal" if column.type == "number" else "")


def typed(fields: tuple[FormField, ...], posted: QueryDict) -> dict[str, Any]:
    """What was posted, by field key; a table as a list of rows, without the row whose button 删除 was pressed."""
    values: dict[str, Any] = {}
    for spec in fields:
        name = f"f-{spec.key}"
        if spec.type != "table":
            values[spec.key] = posted.get(name, "")
            if spec.outside:
                values[reason_key(spec.key)] = posted.get(f"{name}-reason", "")
            continue
        values[spec.key] = _table(spec, name, posted)
    return values


def _table(spec: FormField, name: str, posted: QueryDict) -> list[dict[str, str]]:
    prefix = f"{name}-"
    numbers = {
        int(tail.split("-", 1)[0])
        for key in posted
        if key.startswith(prefix) and (tail := key[len(prefix) :]).split("-", 1)[0].isdigit()
    }
    dropped = posted.get(DROP, "")
    return [
        {column.key: posted.get(f"{prefix}{number}-{column.key}", "") for column in spec.columns}
        for number in sorted(numbers)
        if dropped != f"{spec.key}:{number}"
    ]
