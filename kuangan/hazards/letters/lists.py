"""Ledger, close-out list and the two lists of a mine as rows for paper; the columns stand in content/letters."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kuangan.foundation.documents import ledgers, templates
from kuangan.foundation.documents.ledgers import Ledger
from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.kernel import clock
from kuangan.hazards.queries.lists import Closing, Problem, RiskLine, printed
from kuangan.hazards.sheets import LEDGER, title_of


def ledger(rows: Iterable[Mapping[str, Any]], *, unit: str, grade: str = "") -> bytes:
    """The ledger as PDF: rows of queries.ledger in the order of the page. More than ledgers.FEW_ROWS take long."""
    return ledgers.pdf(_filled("hazard-ledger", rows, unit, title=title_of(grade), spec=LEDGER))


def close_out(rows: Sequence[Closing], *, unit: str, start: date | None = None, end: date | None = None) -> bytes:
    """The close-out list (销号清单) of a period as PDF."""
    return ledgers.pdf(_filled("close-out-list", printed(rows), unit, note=_period(start, end)))


def two_lists(
    problems: Sequence[Problem], risks: Sequence[RiskLine], *, mine: str, start: date | None = None,
    end: date | None = None,
) -> bytes:  # fmt: skip
    """The two lists of a mine (问题隐患清单, 风险管控清单; plan 六(二)) as one PDF, each beginning a page."""
    return ledgers.pdf(
        _filled("problem-list", printed(problems), mine, note=_period(start, end)),
        _filled("risk-list", printed(risks), mine),
    )


def _filled(
    name: str, rows: Iterable[Mapping[str, Any]], unit: str, *, title: str = "", note: str = "",
    spec: SheetSpec | None = None,
) -> Ledger:  # fmt: skip
    form, today = templates.form(name), clock.today()
    cells = [[_text(row.get(one.key), spec, one.key) for one in form.columns] for row in rows]
    return Ledger(form, cells, unit, f"{today.year}年{today.month}月{today.day}日", title, note)


def _text(value: Any, spec: SheetSpec | None, key: str) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return spec[key].label_of(str(value)) if spec else str(value)


def _period(start: date | None, end: date | None) -> str:
    """What period a list speaks of; Chinese content."""
    if not (start or end):
        return ""
    return f"统计期间：{start.isoformat() if start else '开始'}至{end.isoformat() if end else '今日'}"
