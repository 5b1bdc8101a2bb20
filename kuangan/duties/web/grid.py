"""The board as markup: heads worked out once, cells written in one go (12,000 template tags would take seconds)."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from kuangan.duties.queries.board import Board, Row
from kuangan.duties.sheets import FACE_CODES
from kuangan.foundation.ui import states
from kuangan.plan.models import Duty

OVERDUE, REVIEW, BACK = "overdue", "submitted", "back"
ONLY = {OVERDUE: {"overdue"}, REVIEW: {"submitted"}, BACK: {"returned", "redo"}}
_DIGITS = re.compile(r"\d{1,2}")
_PARENT = re.compile(r"^[^()\d]+\([^()]+\)")
_STOPPED = frozenset({"long_stopped", "construction_stopped", "pending_closure", "closed"})


@dataclass(slots=True)
class Span:
    """A head over several columns; `line` draws the group line at its left."""

    words: str
    meta: str
    count: int
    line: bool


@dataclass(slots=True)
class Grid:
    """Everything the template writes: heads, and rows as ready markup."""

    groups: list[Span] = field(default_factory=list)
    clauses: list[Span] = field(default_factory=list)
    titles: list[tuple[SafeString, str, bool]] = field(default_factory=list)
    body: str = ""
    rows: int = 0
    counts: dict[str, int] = field(default_factory=dict)


def grid(board: Board, names: dict[str, str], only: str = "", plan_id: int = 0) -> Grid:
    """The board with county names by code; `only` keeps the rows that hold a cell of this kind."""
    found = Grid(counts=_counts(board))
    _heads(found, board.columns, plan_id)
    wanted = ONLY.get(only)
    rows = [row for row in board.rows if wanted is None or any(cell.face in wanted for cell in row.cells.values())]
    lines = {position for position, line in enumerate(_group_starts(board.columns)) if line and position}
    parts: list[str] = []
    for code, members in groupby(rows, key=lambda row: row.mine.region_code):
        parts.extend(_county(list(members), escape(names.get(code, code)), board.columns, lines, plan_id))
    found.body, found.rows = mark_safe("".join(parts)), len(rows)  # noqa: S308 - every word in it is escaped  # nosec B308 - escaped
    return found


def _counts(board: Board) -> dict[str, int]:
    faces = [cell.face for row in board.rows for cell in row.cells.values()]
    return {key: sum(face in wanted for face in faces) for key, wanted in ONLY.items()}


def _group_starts(columns: list[Duty]) -> list[bool]:
    return [not number or columns[number - 1].group != duty.group for number, duty in enumerate(columns)]


def _heads(found: Grid, columns: list[Duty], plan_id: int) -> None:
    starts = _group_starts(columns)
    position = 0
    for group, members in groupby(columns, key=lambda duty: duty.group):
        duties = list(members)
        above = _above([duty.clause for duty in duties])
        found.groups.append(Span(group, above, len(duties), bool(position)))
        for clause, same in groupby(duties, key=lambda duty: duty.clause):
            count = len(list(same))
            words = clause[len(above) :] if above and clause.startswith(above) else clause
            found.clauses.append(Span(words or clause, "", count, bool(position) and starts[position]))
            position += count
    listing = reverse("duties:list")
    for duty, start in zip(columns, starts, strict=True):
        url = f"{listing}?plan={plan_id}&duty={duty.slug}&state=all"
        found.titles.append((upright(duty.short), url, start and duty is not columns[0]))


def _above(clauses: list[str]) -> str:
    """The clause that most of a group stand under, for the group's head: 五(一) over 1, 2, 6(4)."""
    heads = Counter(found[0] for clause in clauses if (found := _PARENT.match(clause)))
    head, count = heads.most_common(1)[0] if heads else ("", 0)
    return head if count > 1 else ""


def upright(title: str) -> SafeString:
    """A vertical title with its digits upright."""
    return mark_safe(_DIGITS.sub(lambda found: f'<span class="tcy">{found[0]}</span>', escape(title)))  # noqa: S308  # nosec B308 - escaped


def _county(rows: list[Row], name: str, columns: list[Duty], lines: set[int], plan_id: int) -> Iterable[str]:
    one = " ka-area--one" if len(rows) == 1 else ""
    area = f'<th class="ka-area{one}" scope="rowgroup" rowspan="{len(rows)}"><span>{name}</span></th>'
    for number, row in enumerate(rows):
        last = ' class="is-last"' if number == len(rows) - 1 else ""
        yield f"<tr{last}>{'' if number else area}{_mine(row)}{_cells(row, columns, lines, plan_id)}{_sum(row)}</tr>"


def _mine(row: Row) -> str:
    mine: Any = row.mine
    status = mine.current.status if mine.current is not None else ""
    small = f"<small>{escape(str(mine.current.get_status_display()))}</small>" if status in _STOPPED else ""
    url = f"../?mine={mine.pk}&amp;state=all"
    name = f'<a href="{url}">{escape(str(mine))}</a>'
    return f'<th class="ka-mine" scope="row" title="{escape(mine.name)}">{name}{small}</th>'


def _cells(row: Row, columns: list[Duty], lines: set[int], plan_id: int) -> str:
    """The cells of a row. Addresses are relative to the board's own, which keeps 12,000 of them light."""
    parts = []
    found = row.cells
    for number, duty in enumerate(columns):
        line = " ka-gl" if number in lines else ""
        cell = found.get(duty.slug)
        if cell is None:
            url = f"why/{plan_id}/{row.mine.pk}/{duty.slug}/"
            parts.append(f'<td class="is-void{line}"><a href="{url}">免</a></td>')
            continue
        code = "soon" if cell.soon else FACE_CODES[cell.face]
        parts.append(f'<td class="is-{code}{line}"><a href="../{cell.pk}/">{states.FACES[code].mark}</a></td>')
    return "".join(parts)


def _sum(row: Row) -> str:
    over = f"<b>逾{row.over}</b>" if row.over else ""
    return f'<td class="ka-sum ka-gl">{over}{row.done}/{row.owed}</td>'
