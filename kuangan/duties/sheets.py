"""Sheets of the duties room: the ledger of duties (责任清单) and the board (作战图) as workbooks."""

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from kuangan.duties.models import Assignment
from kuangan.duties.queries.board import Board
from kuangan.foundation.exchange.columns import Column, ColumnKind, SheetSpec
from kuangan.foundation.exchange.writing import Heading, write_ledger
from kuangan.foundation.ui import states
from kuangan.foundation.ui.rules import moment

A3 = 8
FORCES = {"must": "应当", "may": "可以", "encouraged": "鼓励"}
LEDGER = SheetSpec(
    "duties.assignments",
    "责任清单",
    (
        Column("county", "县（市、区）", width=12),
        Column("bearer", "责任单位", width=24),
        Column("about", "涉及矿山", width=18),
        Column("title", "责任事项", width=36),
        Column("clause", "依据条款", width=12),
        Column("force", "要求", width=8),
        Column("due", "期限", ColumnKind.DATE, width=12),
        Column("first_due", "原期限", ColumnKind.DATE, width=12),
        Column("state", "状态", width=10),
        Column("round", "轮次", ColumnKind.INTEGER, width=6),
        Column("submitted", "报送时间", width=18),
        Column("accepted", "办结时间", width=18),
        Column("waiting", "待审单位", width=22),
        Column("id", "事项编号", ColumnKind.INTEGER, width=10),
    ),
    (("id",),),
)
_FILLS = {
    "done": ("#eef7f1", "#1d7044"), "review": ("#dfebf8", "#1a5cab"), "back": ("#fdebcf", "#8a4b00"),
    "over": ("#c0262d", "#ffffff"), "open": ("#ffffff", "#445161"), "soon": ("#ffffff", "#1c2733"),
    "void": ("#eef1f4", "#586473"), "redo": ("#ebe4f7", "#5b3a99"),
}  # fmt: skip
FACE_CODES = {
    "accepted": "done", "submitted": "review", "returned": "back", "overdue": "over", "redo": "redo", "open": "open",
    "voided": "void",
}  # fmt: skip


_READ = (
    "region_code", "period_key", "period_start", "period_end", "bearer_key", "state", "round", "due_at",
    "original_due_at", "submitted_at", "accepted_at", "duty__title", "duty__clauses", "duty__force",
    "owing_mine__name", "owing_mine__short_name", "mine__name", "mine__short_name", "authority__name",
    "authority__short_name", "enterprise__name", "agency__name", "waiting_for__name", "waiting_for__short_name",
)  # fmt: skip


def narrowed_columns(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Only the columns that the ledger prints: an export of a whole city reads 12,000 rows."""
    related = {name.split("__")[0] for name in _READ if "__" in name}
    return rows.select_related(None).select_related(*sorted(related)).only(*_READ)


def ledger(rows: Iterable[Assignment], counties: dict[str, str], heading: Heading) -> bytes:
    """The list as it is shown, as a ledger to hand in."""
    return write_ledger(LEDGER, _lines(rows, counties), heading)


def _lines(rows: Iterable[Assignment], counties: dict[str, str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        face = states.face(row.state, row.due_at, round=row.round)
        yield {
            "county": counties.get(row.region_code, row.region_code),
            "bearer": row.bearer,
            "about": str(row.mine) if row.mine is not None else "",
            "title": row.title,
            "clause": "、".join(row.duty.clauses),
            "force": FORCES.get(row.duty.force, ""),
            "due": row.due_at and states.as_day(row.due_at),
            "first_due": row.original_due_at and states.as_day(row.original_due_at),
            "state": str(face.word),
            "round": row.round,
            "submitted": moment(row.submitted_at),
            "accepted": moment(row.accepted_at),
            "waiting": str(row.waiting_for or ""),
            "id": row.pk,
        }


def board_sheet(board: Board, counties: dict[str, str], title: str, meta: str) -> bytes:
    """The board with its colours: county and mine at the left, duties across, done of owed at the right."""
    import xlsxwriter  # here: 12 MB that only an export needs

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("作战图")
    line = {
        "border": 1, "border_color": "#c3cedb", "font_name": "宋体", "font_size": 10, "valign": "vcenter",
        "quote_prefix": True,
    }  # fmt: skip
    plain = book.add_format({**line})
    middle = book.add_format({**line, "align": "center", "text_wrap": True})
    head = book.add_format({**line, "align": "center", "bold": True, "bg_color": "#f7f9fb", "text_wrap": True})
    upright = book.add_format({**line, "align": "center", "valign": "top", "rotation": 270, "bg_color": "#f7f9fb"})
    faces = {
        code: book.add_format(
            {**line, "align": "center", "bg_color": ground, "font_color": ink, "bold": code == "over"}
        )
        for code, (ground, ink) in _FILLS.items()
    }
    last = len(board.columns) + 2
    sheet.merge_range(0, 0, 0, last, title, book.add_format({"font_name": "黑体", "font_size": 16, "align": "center"}))
    sheet.write_string(1, 0, meta)
    _board_head(sheet, board, head, upright)
    row_number = 4
    for code, group in groupby(board.rows, key=lambda row: row.mine.region_code):
        rows = list(group)
        _merged(sheet, row_number, 0, row_number + len(rows) - 1, 0, counties.get(code, code), middle)
        for row in rows:
            sheet.write_string(row_number, 1, str(row.mine), plain)
            for column, duty in enumerate(board.columns, start=2):
                cell = row.cells.get(duty.slug)
                face = FACE_CODES[cell.face] if cell else "void"
                sheet.write_string(row_number, column, states.FACES[face].mark, faces[face])
            sheet.write_string(row_number, last, f"{f'逾{row.over} ' if row.over else ''}{row.done}/{row.owed}", middle)
            row_number += 1
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, max(2, last - 1), 3.5)
    sheet.set_column(last, last, 12)
    sheet.set_row(3, 110)
    sheet.freeze_panes(4, 2)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2, 3)
    book.close()
    return out.getvalue()


def _board_head(sheet: Any, board: Board, head: Any, upright: Any) -> None:
    _merged(sheet, 2, 0, 3, 0, "县（市、区）", head)
    _merged(sheet, 2, 1, 3, 1, "矿山", head)
    column = 2
    for group, duties in groupby(board.columns, key=lambda duty: duty.group):
        several: Sequence[Any] = list(duties)
        _merged(sheet, 2, column, 2, column + len(several) - 1, group, head)
        for duty in several:
            sheet.write_string(3, column, duty.short, upright)
            column += 1
    _merged(sheet, 2, column, 3, column, "逾期、完成/应办", head)


def _merged(sheet: Any, top: int, left: int, bottom: int, right: int, words: str, form: Any) -> None:
    """One cell over several; a single cell needs no merging."""
    if (top, left) == (bottom, right):
        sheet.write_string(top, left, words, form)
    else:
        sheet.merge_range(top, left, bottom, right, words, form)
