"""Rows 9 and 10: a roster of 10,000 rows comes in, a ledger of 10,000 rows × 20 columns goes out."""

import io
import resource
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice, product
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.exchange import actions
from kuangan.foundation.exchange.columns import Column, ColumnKind, SheetSpec
from kuangan.foundation.exchange.writing import write_ledger
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.registry.models import Enterprise, Mine
from kuangan.shell.bench.report import Figures, Limit, ms
from kuangan.shell.bench.seeding import COUNTIES, SINCE, TODAY, refresh_statistics, seed_bodies
from kuangan.shell.bench.timing import by_turns

_BRANDS = "金石丰隆恒泰宏达鑫盛华安瑞祥永顺长青云岭峰源海川广益民生兴旺康宁福禄寿喜春夏秋冬东南西北天地玄黄"
_NAMES = {
    "440703": "蓬江区", "440704": "江海区", "440705": "新会区", "440781": "台山市", "440783": "开平市",
    "440784": "鹤山市", "440785": "恩平市",
}  # fmt: skip
_HEADS = (
    "序号", "县（市、区）", "企业名称", "统一社会信用代码", "矿山名称", "矿山类型", "所在镇（街道）", "开采矿种",
    "设计生产规模", "采矿许可证号", "采矿许可证有效期至", "安全生产许可证号", "安全生产许可证有效期至", "生产状态",
    "状态起始日期", "边坡高度(m)", "经度", "纬度", "主要负责人", "主要负责人电话", "外包单位",
)  # fmt: skip
_STATUSES = ("生产", "生产", "在建", "停产", "整改", "复产")


def lines(count: int, *, first: int = 0, changed: bool = False) -> Iterator[tuple[Any, ...]]:
    """Rows of a roster as offices write them: one in fifty has an error; `changed` moves town and slope of all."""
    names = ("".join(part) for part in product(_BRANDS, repeat=3))
    for number, name in islice(enumerate(names), first, first + count):
        county = _NAMES[COUNTIES[number % len(COUNTIES)]]
        bad = number % 50 == 49
        yield (
            number + 1, county, f"{name}石业有限公司", "", f"{name}石场", "露天" if number % 9 else "地下矿山",
            "那吉镇" if changed else "大田镇", "建筑用花岗岩", "100万t/a", f"C44{number:020d}",
            date(2025, 1, 1) + timedelta(days=number % 900), f"粤FM安许证字2021第{number}号",
            "2026年6月1日", _STATUSES[number % 6], "2021/5/4", 40 + (number + changed) % 90 + 0.5,
            "见附图" if bad else 112.3 + number % 100 / 1000, "22°21′5″", f"{name[0]}某", f"138{number:08d}",
            f"{name[:2]}爆破公司" if number % 4 == 0 else "无",
        )  # fmt: skip


def roster_file(count: int, *, columns: tuple[int, ...] = (), first: int = 0, changed: bool = False) -> bytes:
    """The roster as a workbook, with all columns or those of these numbers, from the `first` invented mine on."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("名录")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_string(0, 0, "非煤矿山名录")
    chosen = columns or range(len(_HEADS))
    for column, index in enumerate(chosen):
        sheet.write_string(1, column, _HEADS[index])
    for row, cells in enumerate(lines(count, first=first, changed=changed), start=2):
        for column, index in enumerate(chosen):
            cell = cells[index]
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, day)
            else:
                sheet.write(row, column, cell)
    book.close()
    return out.getvalue()


PLAIN = (1, 2, 4, 5, 6, 7, 13, 14, 16, 17)
"""Columns of a roster of mines alone: without licences, people and contractors."""
OFFICE = Actor(1, "市局", "市应急管理局", (Grant(Role.CITY_OFFICE, Scope.of_region("440700")),))
_COLUMNS = 20


def measure(*, is_quick: bool, **_options: Any) -> list[Figures]:
    """10,000 rows (1,000 when quick): mines alone, mines with all that belongs to them, and the latter changed."""
    count = 1_000 if is_quick else 10_000
    seed_bodies()
    with clock.at(TODAY):
        return [_imports(count), _export(count)]


def _imports(count: int) -> Figures:
    found = Figures("9", f"import {count:,} rows: read, check every row, write with audit; one in fifty has an error")
    floor = _floor(count)
    found.lines.append(("floor: bare bulk insert of as many", f"{count / floor:,.0f} rows/s"))
    before = _peak_mib()
    plain = _brought_in(found, "mines alone", roster_file(count, columns=PLAIN, first=0))
    whole = _brought_in(found, "mines with all that belongs to them", roster_file(count, first=count))
    _brought_in(found, "the same again, all changed", roster_file(count, first=count, changed=True))
    found.lines.append(("memory", f"{_peak_mib():.0f} MiB, grown by {_peak_mib() - before:.0f}"))
    found.limits.append(Limit("rows/s, mines alone", count / plain, 1_750, 3_000, at_least=True))
    found.limits.append(Limit("floor ÷ mines alone", plain / floor, 19, 11, "×"))
    found.lines.append(("floor ÷ mines with all", f"{whole / floor:.1f}×"))
    found.limits.append(Limit("memory", _peak_mib(), 500, None, " MiB"))
    return found


def _brought_in(found: Figures, name: str, content: bytes) -> float:
    """Seconds from the upload to the last record, with the time of each step."""
    events, taken = AuditEvent.rows.count(), []

    def timed(step: Callable[[], Any]) -> Any:
        start, worked = time.perf_counter(), time.process_time()
        answer = step()
        taken.append((time.perf_counter() - start, time.process_time() - worked))
        return answer

    upload = SimpleUploadedFile("名录.xlsx", content)
    batch = timed(lambda: actions.stage(OFFICE, upload, "registry.roster"))
    timed(lambda: actions.remap(OFFICE, batch))
    timed(lambda: actions.apply(OFFICE, batch))
    batch.refresh_from_db()
    total, own = (sum(pair[index] for pair in taken) for index in (0, 1))
    steps = ", ".join(f"{word} {pair[0]:.1f} s" for word, pair in zip(("read", "check", "write"), taken, strict=True))
    rows = batch.summary["total"] if batch else 0
    made = AuditEvent.rows.count() - events
    found.lines.append(
        (name, f"{rows / total:,.0f} rows/s ({steps}); {own:.1f} s of processor, {made:,} audit records")
    )
    refresh_statistics()
    return total


def _floor(count: int) -> float:
    """Seconds to insert as many mines with bulk_create and nothing else; they are taken away again."""
    owner = Enterprise.rows.create(name="底线", region_code=COUNTIES[0])
    rows = [
        Mine(enterprise=owner, name=f"{n}号", code=f"bare-{n}", region_code=COUNTIES[0], kind="open_pit")
        for n in range(count)
    ]
    start = time.perf_counter()
    with transaction.atomic():
        Mine.rows.bulk_create(rows, batch_size=1_000)
    taken = time.perf_counter() - start
    Mine.rows.filter(enterprise=owner).delete()
    owner.delete()
    return taken


def _export(count: int) -> Figures:
    """A ledger of 20 columns beside XlsxWriter alone in its frugal mode."""
    spec = SheetSpec("bench", "台账", tuple(Column(f"c{n}", f"列{n}", _kind(n)) for n in range(_COLUMNS)))
    rows = [{f"c{n}": _value(row, n) for n in range(_COLUMNS)} for row in range(count)]
    floor, ours = by_turns(lambda: _bare(rows), lambda: write_ledger(spec, rows), rounds=3)
    found = Figures("10", f"Excel export {count:,} × {_COLUMNS}")
    found.lines += [("floor: bare XlsxWriter", ms(floor)), ("ours, with frame, formats and marks", ms(ours))]
    found.limits.append(Limit("ratio", ours / floor, 3, 1.5, "×"))
    return found


def _kind(column: int) -> ColumnKind:
    return ColumnKind.DATE if column % 7 == 3 else ColumnKind.DECIMAL if column % 5 == 4 else ColumnKind.TEXT


def _value(row: int, column: int) -> Any:
    values: dict[ColumnKind, Callable[[], Any]] = {
        ColumnKind.DATE: lambda: SINCE + timedelta(days=row % 28),
        ColumnKind.DECIMAL: lambda: row + 0.5,
    }
    return values.get(_kind(column), lambda: f"第{row}行第{column}列")()


def _bare(rows: list[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for line, row in enumerate(rows):
        for column, value in enumerate(row.values()):
            if isinstance(value, str):
                sheet.write_string(line, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(line, column, value, day)
            else:
                sheet.write_number(line, column, value)
    book.close()
    return out.getvalue()


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
