"""Checklists as Excel sheets: an official list read in, any version written out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kuangan.foundation.exchange.checking import check
from kuangan.foundation.exchange.columns import Column, ColumnKind, SheetSpec
from kuangan.foundation.exchange.inspecting import inspect
from kuangan.foundation.exchange.objections import CleanRow, Issue
from kuangan.foundation.kernel.errors import Refused
from kuangan.standards.models import CheckItem

_BETWEEN = re.compile(r"[；;\n]")
"""Several rules in one cell stand apart by ；: the sign 、 belongs to article numbers (第4、22条)."""

CHECKLIST = SheetSpec(
    name="standards.checklist",
    title="安全生产综合整治检查表",
    columns=(
        Column(
            "no", "项号", ColumnKind.INTEGER, aliases=("序号", "编号", "检查项编号", "项目编号"), required=True,
            low=1, high=2000, width=7, places=0,
        ),
        Column(
            "aspect", "检查方面", aliases=("方面", "检查类别", "类别", "检查项目", "项目"), required=True,
            max_length=100, width=18,
        ),
        Column(
            "text", "检查内容", aliases=("检查内容及要求", "检查要点", "检查标准", "内容", "检查事项"), required=True,
            max_length=500, width=52,
        ),
        Column("method", "检查方式", aliases=("检查方法", "方式", "方法"), several=True, max_length=40, width=12),
        Column(
            "basis", "检查依据", aliases=("依据", "法律依据", "检查依据条款", "法规依据"), max_length=1000, width=40,
            help="多条依据之间用；隔开",
        ),
        Column(
            "major_hazard_ref", "重大隐患判定条款", ColumnKind.CODE, aliases=("重大隐患判定标准", "判定条款"),
            max_length=20, width=14,
        ),
    ),
    keys=(("no",),),
)  # fmt: skip


@dataclass
class Sheet:
    """A checklist read from a file: aspects and items as load_checklist takes them, and what was objected to."""

    aspects: list[dict[str, Any]] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    @property
    def errors(self) -> list[Issue]:
        """Objections that keep the list from being loaded."""
        return [issue for issue in self.issues if issue.level == "error"]


def read_checklist(content: bytes, name: str) -> Sheet:
    """Read an official list from a workbook. Raises Refused for a file that cannot be read or lacks a column."""
    found = inspect(content, name, CHECKLIST)
    if missing := found.mapping.missing(CHECKLIST):
        titles = "、".join(column.title for column in missing)
        raise Refused(
            _("The sheet has no column %(titles)s. Name the columns as in an exported list.") % {"titles": titles}
        )
    sheet = Sheet()
    codes: dict[str, str] = {}
    for row in check(found.table, found.mapping.keys, CHECKLIST, date1904=found.book.date1904):
        sheet.issues += row.issues
        if not row.bad and row.repeats is None:
            sheet.items.append(_item(row, codes))
    sheet.aspects = [{"code": code, "name": title} for title, code in codes.items()]
    return sheet


def _item(row: CleanRow, codes: dict[str, str]) -> dict[str, Any]:
    title = row.values["aspect"]
    return {
        "no": int(row.values["no"]),
        "aspect": codes.setdefault(title, f"A{len(codes) + 1:02d}"),
        "text": row.values["text"],
        "method": list(row.values.get("method") or ()),
        "basis": [part.strip() for part in _BETWEEN.split(row.values.get("basis") or "") if part.strip()],
        "major_hazard_ref": row.values.get("major_hazard_ref") or "",
    }


def rows(items: Iterable[CheckItem]) -> Iterable[Mapping[str, Any]]:
    """Items as values by column key, for write_ledger."""
    for item in items:
        yield {
            "no": item.no,
            "aspect": item.aspect.name,
            "text": item.text,
            "method": item.method,
            "basis": item.basis_text,
            "major_hazard_ref": item.major_hazard_ref,
        }
