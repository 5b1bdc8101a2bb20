"""The duties board (作战图): mines down, duties across in plan order, one state per cell."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Case, Q, SmallIntegerField, Value, When

from kuangan.duties.models import Assignment
from kuangan.duties.states import EDITABLE, AssignmentState
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.text import finding
from kuangan.plan.models import Duty, Plan, PlanVersion
from kuangan.plan.queries import published_version
from kuangan.registry.models import Mine

SOON_DAYS = 7
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


class Facing(NamedTuple):
    """The least that a cell needs to know about an assignment; `late` and `soon` are worked out by the database."""

    pk: int
    state: str
    round: int
    late: int
    soon: int
    period: str


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
    mines = mines.filter(finding(text, "search_text"))
    rows = {mine.pk: Row(mine) for mine in mines}
    _fill(scope, plan, {duty.slug: duty for duty in columns}, rows)
    return Board(columns, list(rows.values()))


def _fill(scope: Scope, plan: Plan, columns: dict[str, Duty], rows: dict[int, Row]) -> None:
    """Read every state at once. No date travels from the database: parsing 12,000 of them costs more than the query."""
    moment = clock.now()
    editable = Q(state__in=list(EDITABLE))
    values = (
        Assignment.objects.within(scope)
        .filter(plan=plan, mine_id__in=list(rows), duty_slug__in=list(columns))
        .annotate(
            late=_one_if(editable & Q(due_at__lt=moment)),
            soon=_one_if(editable & Q(due_at__gte=moment, due_at__lt=moment + timedelta(days=SOON_DAYS))),
        )
        .order_by()
        .values_list("mine_id", "duty_slug", "id", "state", "round", "late", "soon", "period_key")
    )
    found: dict[tuple[int, str], list[Facing]] = {}
    for mine_id, slug, *facing in values.iterator(chunk_size=5000):
        found.setdefault((mine_id, slug), []).append(Facing(*facing))
    counted = {slug for slug, duty in columns.items() if duty.counted}
    for (mine_id, slug), facings in found.items():
        cell = _cell(facings)
        row = rows[mine_id]
        row.cells[slug] = cell
        if slug in counted and cell.face != "voided":
            row.owed += 1
            row.done += cell.face == "accepted"
            row.over += cell.face == "overdue"


def _one_if(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=SmallIntegerField())


def _cell(facings: list[Facing]) -> Cell:
    """The cell of a duty with several periods: an overdue or returned one shows first, otherwise the latest."""
    item = facings[0]
    face = face_of(item)
    if len(facings) > 1:
        faced = [(face_of(one), one) for one in facings]
        loud = [pair for pair in faced if _RANK[pair[0]] <= 1]
        living = [pair for pair in faced if pair[0] != "voided"] or faced
        face, item = (
            min(loud, key=lambda pair: _RANK[pair[0]]) if loud else max(living, key=lambda pair: pair[1].period)
        )
    return Cell(face, item.pk, bool(item.soon) and face in ("open", "redo"))


# house: unscoped — pure: the face of one cell
def face_of(item: Facing) -> str:
    """What the board shows: the state, overdue by the clock, or redo while a later round is still to be delivered."""
    if item.late:
        return "overdue"
    if item.round > 1 and item.state == AssignmentState.OPEN:
        return "redo"
    return item.state
