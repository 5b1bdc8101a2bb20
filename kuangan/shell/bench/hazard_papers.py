"""Rows 9 to 11 for the hazard ledger: brought in from a sheet, taken out as a workbook, set on paper."""

import io
import time
from itertools import islice
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.exchange import actions
from kuangan.foundation.exchange.writing import write_ledger
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.ledger import ledger_rows
from kuangan.hazards.queries.listing import ALL, Narrowing
from kuangan.hazards.sheets import LEDGER
from kuangan.hazards.web.views.papers import ledger_paper
from kuangan.registry.models import Mine
from kuangan.shell.bench.hazard_rows import ledger_file
from kuangan.shell.bench.report import Figures, Limit, ms
from kuangan.shell.bench.seeding import refresh_statistics
from kuangan.shell.bench.timing import by_turns, once, peak_mib

FEW, MANY = 500, 10_000


def measure_papers(region_code: str, *, is_quick: bool) -> list[Figures]:
    """An import of 10,000 rows (1,000 when quick) into the ledger that is there, an export and a PDF of as many."""
    count = 1_000 if is_quick else MANY
    office = Actor(1, "市局", "市应急管理局", (Grant(Role.CITY_OFFICE, Scope.of_region(region_code)),))
    return [_brought_in(office, count), _taken_out(office, count), _printed(office, count)]


def _brought_in(office: Actor, count: int) -> Figures:
    """Row 9."""
    names = list(Mine.objects.within(office.scope).order_by("pk").values_list("name", flat=True)[:200])
    content, floor = ledger_file(count, names), _bare_insert(office, count)
    events, before, steps, worked = AuditEvent.rows.count(), peak_mib(), [], time.process_time()
    held: list[Any] = []
    for work in (
        lambda: held.append(actions.stage(office, SimpleUploadedFile("台账.xlsx", content), "hazards.ledger")),
        lambda: actions.remap(office, held[0]),
        lambda: actions.apply(office, held[0]),
    ):
        steps.append(once(work))
    worked, taken = time.process_time() - worked, sum(steps)
    held[0].refresh_from_db()
    rows, made = held[0].summary["total"], AuditEvent.rows.count() - events
    refresh_statistics()
    found = Figures("9", f"import {count:,} rows of a ledger: read, check, write with audit; one in fifty errs")
    words = ", ".join(f"{word} {part:.1f} s" for word, part in zip(("read", "check", "write"), steps, strict=True))
    found.lines += [
        ("floor: bare bulk insert of as many", f"{count / floor:,.0f} rows/s"),
        ("ours", f"{rows / taken:,.0f} rows/s ({words}); {worked:.1f} s of processor = {rows / worked:,.0f} rows/s,"
                 f" {made:,} audit records"),
        ("memory", f"{peak_mib():.0f} MiB, grown by {peak_mib() - before:.0f}"),
    ]  # fmt: skip
    found.limits += [
        Limit("rows/s", rows / taken, 1_750, 3_000, at_least=True),
        Limit("memory", peak_mib(), 500, None, " MiB"),
    ]
    return found


def _bare_insert(office: Actor, count: int) -> float:
    """Seconds to insert as many hazards with bulk_create and nothing else; they are taken away again."""
    old = Hazard.objects.within(office.scope).filter(entry_key=None).order_by("pk")[:count]
    rows = [Hazard(**{f.attname: getattr(row, f.attname) for f in Hazard._meta.concrete_fields if not f.primary_key})
            for row in old]  # fmt: skip
    start = time.perf_counter()
    with transaction.atomic():
        Hazard.rows.bulk_create(rows, batch_size=1_000)
        taken = time.perf_counter() - start
        transaction.set_rollback(True)
    return taken


def _taken_out(office: Actor, count: int) -> Figures:
    """Row 10: the workbook as the worker writes it, the rows read in parts, beside the bare writer's same cells."""
    wanted = Narrowing(state=ALL)
    rows = list(islice(ledger_rows(office.scope, wanted), count))

    def ours() -> None:
        write_ledger(LEDGER, islice(ledger_rows(office.scope, wanted), count))

    reading = once(lambda: list(islice(ledger_rows(office.scope, wanted), count)))
    floor, whole = by_turns(lambda: _bare_book(rows), ours, rounds=2)
    columns = len(tuple(LEDGER))
    return Figures(
        "10", f"Excel export of the ledger, {len(rows):,} × {columns}, read from the database while it is written",
        [("floor: bare XlsxWriter, cells in memory", ms(floor)), ("ours", f"{ms(whole)}, reading {ms(reading)} of it")],
        [Limit("ratio", whole / floor, 3, 1.5, "×")],
    )  # fmt: skip


def _bare_book(rows: list[dict[str, Any]]) -> None:
    book = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for line, row in enumerate(rows):
        for column, value in enumerate(row.values()):
            if value is None or isinstance(value, str):
                sheet.write_string(line, column, value or "")
            elif hasattr(value, "year"):
                sheet.write_datetime(line, column, value, day)
            else:
                sheet.write_number(line, column, value)
    book.close()


def _printed(office: Actor, count: int) -> Figures:
    """Row 11: the ledger on paper, narrowed by days until it has about so many rows."""
    first, number = _set(office, FEW)  # it reads the typefaces as well
    found = Figures("11", "PDF of the ledger", [(f"{number:,} rows, the first of a process", f"{first:.2f} s")])
    for many, must, aim in ((FEW, 1, 0.3), (count, 60, 15)):
        taken, number = _set(office, many)
        found.lines.append((f"{number:,} rows", f"{taken:.2f} s"))
        found.limits.append(Limit(f"for {many:,} of them", taken * many / number, must, aim, " s"))
    return found


def _set(office: Actor, many: int) -> tuple[float, int]:
    """Seconds for a PDF of the latest hazards, and its rows: from the day on which the last of so many was found."""
    rows = Hazard.objects.within(office.scope).order_by("-found_at", "-id").values_list("found_at", flat=True)
    wanted = Narrowing(state=ALL, found_from=rows[min(many, rows.count()) - 1].date())
    made: list[tuple[bytes, int]] = []
    taken = once(lambda: made.append(ledger_paper(office, wanted)))
    return taken, made[0][1]
