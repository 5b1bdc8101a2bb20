"""The duties board (作战图): mines down, duties across in plan order, one state per cell."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from kuangan.duties.models import Assignment
from kuangan.duties.states import EDITABLE, AssignmentState
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Duty, Plan, PlanVersion
from kuangan.plan.queries import published_version
from kuangan.registry.models import Mine

_RANK = {"overdue": 0, "returned": 1, "redo": 2, "submitted": 3, "open": 4, "accepted": 5, "voided": 6}


class Cell(NamedTuple):
    """One cell: what is shown, and the assignment behind it. `soon` frames what is due within seven days."""

    face: str
    pk: int
    soon: bool


@dataclass(slots=True)
class Row:
    """One mine with its cells by duty id, and its sums."""

    mine: Mine
    cells: dict[str, Cell] = field(default_factory=dict)
    owed: int = 0
    done: int = 0
    over: int = 0


@dataclass(slots=True)
class Board:
    """The whole board: columns in plan order and rows by county."""

    columns: list[Duty]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Facing:
    """The least that a cell needs to know about an assignment."""

    pk: int
    state: str
    due_at: datetime | None
    round: int
    period_start: object


def board(
    scope: Scope,
    plan: Plan,
    *,
    county: str = "",
    kind: str = "",
    group: str = "",
    text: str = "",
    slugs: Collection[str] | None = None,
    version: PlanVersion | None = None,
) -> Board:
    """The board of a jurisdiction in three queries: duties about mines, mines, and the states between them.

    `slugs` narrows the columns to these duties (a stage of the campaign); `version` saves looking the version up.
    """
    version = version or published_version(plan)
    if version is None:
        return Board([], [])
    columns = [d for d in Duty.objects.filter(version=version) if d.bearer_kind == "mine" or d.per_mine]
    columns = [duty for duty in columns if duty.cadence != "on_event" and (not group or duty.group == group)]
    if slugs is not None:
        columns = [duty for duty in columns if duty.slug in slugs]
    mines = Mine.objects.within(scope).select_related("current").order_by("region_code", "name")
    if county:
        mines = mines.filter(region_code=county)
    if kind:
        mines = mines.filter(kind=kind)
    if text:
        mines = mines.filter(search_text__icontains=text.lower())
    rows = {mine.pk: Row(mine) for mine in mines}
    _fill(scope, plan, {duty.slug: duty for duty in columns}, rows)
    return Board(columns, list(rows.values()))


def _fill(scope: Scope, plan: Plan, columns: dict[str, Duty], rows: dict[int, Row]) -> None:
    found: dict[tuple[int, str], list[Facing]] = defaultdict(list)
    values = Assignment.objects.within(scope).filter(
        plan=plan, mine_id__in=list(rows), duty_slug__in=list(columns)
    ).order_by()  # fmt: skip
    fields = ("mine_id", "duty_slug", "id", "state", "due_at", "round", "period_start")
    for mine_id, slug, *facing in values.values_list(*fields).iterator(chunk_size=5000):
        found[mine_id, slug].append(Facing(*facing))
    moment = clock.now()
    for (mine_id, slug), facings in found.items():
        cell = _cell(facings, moment)
        row = rows[mine_id]
        row.cells[slug] = cell
        if columns[slug].counted and cell.face != "voided":
            row.owed += 1
            row.done += cell.face == "accepted"
            row.over += cell.face == "overdue"


def _cell(facings: list[Facing], moment: datetime) -> Cell:
    """The cell of a duty with several periods: an overdue or returned one shows first, otherwise the latest."""
    faced = [(face_of(item, moment), item) for item in facings]
    loud = [pair for pair in faced if _RANK[pair[0]] <= 1]
    living = [pair for pair in faced if pair[0] != "voided"] or faced
    face, item = loud[0] if loud else max(living, key=lambda pair: str(pair[1].period_start))
    left = (item.due_at - moment).days if item.due_at else None
    return Cell(face, item.pk, face in ("open", "redo") and left is not None and 0 <= left < 7)


def face_of(item: Facing, moment: datetime) -> str:
    """What the board shows: the state, overdue by the clock, or redo while a later round is still to be delivered."""
    if item.state in EDITABLE and item.due_at is not None and item.due_at < moment:
        return "overdue"
    if item.state == AssignmentState.OPEN and item.round > 1:
        return "redo"
    return item.state
