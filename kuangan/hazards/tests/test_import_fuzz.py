"""Dirty ledgers by the thousand: every row is entered once, known already, or answered for; no word of it is lost."""

import csv
import io
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuangan.foundation.exchange import actions as exchange
from kuangan.foundation.exchange.models import ImportBatch
from kuangan.foundation.exchange.states import Verdict
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Hazard
from kuangan.hazards.states import Grade, HazardState
from tests import cast

pytestmark = pytest.mark.django_db
REGISTERED = "hazards.registered"
NOON = datetime(2023, 7, 20, 4, tzinfo=UTC)
HEAD = ("序号", "矿山名称", "发现日期", "隐患部位", "问题隐患", "隐患等级", "整改措施", "整改期限", "整改情况")
_PIECES = (
    "浮石未清", "挡土墙开裂", "䶮某签字不全", "𠮷台阶", "１２米", "＋８５平台", "=1+1", "-3", "@甲", "'单引", "\u3000",
    "\n", " ", "\u200b", "无", "“引号”", ",", "；", "\t", "护栏缺失", "\ue000", "皮带无罩", "(西)", "ABC", "�",
)  # fmt: skip
words = st.lists(st.sampled_from(_PIECES), max_size=6).map("".join)
days = st.dates(date(2023, 1, 1), date(2023, 8, 30))


def written(day: date, way: int) -> str:
    """A day as people write it."""
    forms = (
        f"{day:%Y-%m-%d}", f"{day.year}.{day.month}.{day.day}", f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}", f"{day.month}月{day.day}日", f"{day:%Y/%m/%d} 10:30", f"{day.year}年{day.month}月",
        "立即整改", "",
    )  # fmt: skip
    text = forms[way]
    return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}) if way == 1 else text


lines = st.lists(
    st.tuples(
        st.sampled_from(["青山石场", "恩平市青山石场", " 青山石场\u3000", "青 山石场", "青山石厂", "", "别家", "CODE"]),
        st.tuples(days, st.integers(0, 8)).map(lambda told: written(*told)),
        words,
        words,
        st.sampled_from(["一般", "一般隐患", "重大", "重大事故隐患", "疑似重大", "", "很大", "Ⅲ级"]),
        words,
        st.sampled_from(["", "立即整改", "2023-08-01", "8月底前", "=TODAY()"]),
        st.sampled_from(["", "已销号", "整改中", "未整改", "完成80%", "已整改"]),
    ),
    max_size=14,
)  # fmt: skip


def bare(text: str) -> str:
    """Text without widths, spaces, invisible signs and an exporter's apostrophe in front: what must come through."""
    folded = unicodedata.normalize("NFKC", text).strip().removeprefix("'")
    return "".join(char for char in folded if not char.isspace() and char.isprintable())


def sheet(told: Any, code: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["恩平市隐患排查台账", *[""] * (len(HEAD) - 1)])
    writer.writerow(HEAD)
    for number, line in enumerate(told, start=1):
        writer.writerow([number, code if line[0] == "CODE" else line[0], *line[1:]])
    return out.getvalue().encode("utf-8-sig")


def imported(actor: Any, data: bytes) -> ImportBatch:
    """Judged, every doubt decided in favour of a new hazard, applied."""
    batch = exchange.stage(actor, SimpleUploadedFile("台账.csv", data), "hazards.ledger")
    batch = exchange.remap(actor, batch)
    for row in batch.staged.filter(verdict=Verdict.SUSPECT):
        exchange.decide(actor, row, "new")
    exchange.apply(actor, batch)
    return batch


@pytest.fixture
def dirty_ledger() -> Any:
    """Who imports, and the mine."""
    with clock.at(NOON - timedelta(days=30)):
        mine = cast.mine("恩平市青山石场", short_name="青山石场")
        return cast.as_actor(cast.county_reviewer()), mine


@contextmanager
def undone() -> Iterator[None]:
    """Nothing of it stays for the next example; records are never deleted otherwise."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines)
def test_nothing_is_lost_nothing_doubled_and_nothing_closed(dirty_ledger: Any, told: Any) -> None:
    actor, mine = dirty_ledger
    told = [("青山石场", "2023-07-01", "北帮", "最终边坡台阶高度超过设计", "一般", "", "", ""), *told]
    with clock.at(NOON), undone():
        data = sheet(told, mine.code)
        batch = imported(actor, data)
        rows, made = list(batch.staged.all()), {str(row.pk): row for row in Hazard.rows.all()}
        new = [row for row in rows if row.verdict in (Verdict.NEW, Verdict.SUSPECT)]
        events = {one.details["line"]: made[one.object_id] for one in AuditEvent.rows.filter(kind=REGISTERED)}
        assert len(made) == len(new) == len(events)
        assert {row.number for row in rows} | _passed_over(batch) >= _written(told)
        for row in rows:
            assert row.verdict != Verdict.BAD or any(one.level == "error" and one.mend for one in row.objections)
        for row in new:
            _check_kept(events[row.number], told[row.number - 3])
        again = imported(actor, data)
        assert Hazard.rows.count() == len(made), "the same file enters nothing"
        assert not again.staged.filter(verdict__in=(Verdict.NEW, Verdict.UPDATE)).exists()


def _written(told: Any) -> set[int]:
    """The lines of the file, counted from one, that say anything at all beside their running number."""
    return {number for number, line in enumerate(told, start=3) if any(bare(text) for text in line)}


def _passed_over(batch: ImportBatch) -> set[int]:
    """Lines that were taken for totals, remarks or headings, each named in the notes."""
    return {int(note["params"]["row"]) for note in batch.notes if "row" in note["params"]}


def _check_kept(row: Hazard, line: Any) -> None:
    """Every word of the line stands in the hazard; the grade is no higher than suspected, the state the first one."""
    assert bare(row.place) == bare(line[2]) and bare(row.description) == bare(line[3])
    assert row.state == HazardState.REGISTERED and row.closed_at is None and row.verified_at is None
    assert row.grade == {"一": Grade.GENERAL, "Ⅲ": Grade.GENERAL, "": Grade.GENERAL}.get(line[4][:1], Grade.SUSPECTED)
    for text in line[5:]:
        assert bare(text) in bare(row.requirement) or bare(text) in ("", "无")
