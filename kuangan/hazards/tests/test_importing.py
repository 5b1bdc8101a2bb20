"""A ledger comes in from the sheets that people really have: nothing lost, nothing doubled, nothing closed."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kuangan.foundation.exchange import actions as exchange
from kuangan.foundation.exchange.models import ImportBatch, StagedRow
from kuangan.foundation.exchange.states import BatchState, JobState, Verdict
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui import importing
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard
from kuangan.hazards.states import Grade, HazardState, Source
from kuangan.hazards.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db
HEAD = "矿山名称,发现日期,隐患部位,问题隐患,隐患等级"


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with clock.at(datetime(2023, 7, 20, 1, tzinfo=UTC)):
        yield


@pytest.fixture
def mine() -> Any:
    return cast.mine("恩平市青山石场", short_name="青山石场")


@pytest.fixture
def reviewer(mine: Any) -> Any:
    return cast.as_actor(cast.county_reviewer())


def staged(actor: Any, content: bytes | str, name: str = "台账.csv") -> ImportBatch:
    """A file uploaded, its columns as proposed, every row judged."""
    data = content.encode() if isinstance(content, str) else content
    batch = exchange.stage(actor, SimpleUploadedFile(name, data), "hazards.ledger")
    return exchange.remap(actor, batch)


def lines(*rows: str, head: str = HEAD) -> str:
    return "\n".join((head, *rows)) + "\n"


def verdicts(batch: ImportBatch) -> list[str]:
    return [str(row.verdict) for row in batch.staged.all()]


def objections(batch: ImportBatch, number: int) -> list[str]:
    row: StagedRow = batch.staged.get(number=number)
    return [one.code for one in row.objections]


def exported(client: Any, **query: str) -> Any:
    answer = client.get(reverse("hazards:export"), {"state": "all", **query})
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_dirty_sheet_of_a_county_becomes_hazards(mine: Any, reviewer: Any) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["２０２３年恩平市非煤矿山隐患排查台账"])
    sheet.merge_cells("A1:F1")
    sheet.append(["填报单位：某镇", None, None, None, None, "单位：元"])
    sheet.append(["序号", "企业名称", "检查时间", "地点", "存在的问题隐患", "隐患级别", "整改情况", "备注"])
    sheet.append([1, "青山石场", "2023.7.3", "北帮+８５米平台", "最终边坡台阶高度超过设计", "一般隐患", "已整改", None])
    sheet.append([2, None, datetime(2023, 7, 4), "破碎站", "皮带机尾轮\n防护罩缺失", "一般", "整改中", "限期七日"])
    sheet.append(
        [3, mine.code.lower(), "二〇二三年七月五日", "排土场", "挡土墙开裂约2厘米，未设警示", "重大", None, None]
    )
    sheet.merge_cells("B4:B5")
    sheet.append(["合计", None, None, 3])
    sheet.append(["填表人：某", None, None, "审核人：某"])
    batch = staged(reviewer, saved(book), "台账.xlsx")
    assert verdicts(batch) == [Verdict.NEW] * 3
    exchange.apply(reviewer, batch)
    first, second, third = Hazard.rows.order_by("found_at")
    assert (first.mine, first.grade, first.source) == (mine, Grade.GENERAL, Source.INSPECTION)
    assert (clock.day_of(first.found_at), first.place) == (date(2023, 7, 3), "北帮+85米平台")
    assert second.description == "皮带机尾轮防护罩缺失" and second.requirement.startswith("限期七日")
    assert third.grade == Grade.SUSPECTED and "隐患等级：重大" in third.requirement
    assert {row.state for row in (first, second, third)} == {HazardState.REGISTERED}
    assert "治理状态：已整改" in first.requirement
    assert AuditEvent.rows.filter(kind="hazards.registered", details__line__gt=0).count() == 3


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("没有的石场,2023-07-01,北帮,护栏缺失未设警示,一般", "hazards.mine_unknown"),
        ("恩平市青山石厂场,2023-07-01,北帮,护栏缺失未设警示,一般", "hazards.mine_like"),
        ("青山石场,2023-07-21,北帮,护栏缺失未设警示,一般", "hazards.future_day"),
        ("青山石场,7月3日,北帮,护栏缺失未设警示,一般", "date.ambiguous"),
        ("青山石场,2023-02-30,北帮,护栏缺失未设警示,一般", "date.impossible"),
        ("青山石场,,北帮,护栏缺失未设警示,一般", "empty.required"),
        ("青山石场,2023-07-01,,护栏缺失未设警示,一般", "empty.required"),
        ("青山石场,2023-07-01,北帮,同上,一般", "hazards.says_nothing"),
        ("青山石场,2023-07-01,北帮,护栏缺失未设警示,很大", "choice.unknown"),
        (f"青山石场,2023-07-01,{'北' * 121},护栏缺失未设警示,一般", "text.long"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_cell_with_how_to_mend_it(mine: Any, reviewer: Any, row: str, code: str) -> None:
    batch = staged(reviewer, lines(row, "青山石场,2023-07-02,南帮,运输道路无安全挡墙,一般"))
    assert verdicts(batch) == [Verdict.BAD, Verdict.NEW]
    objection = batch.staged.get(number=2).objections[0]
    assert objection.code == code and objection.mend and objection.message and objection.address
    exchange.apply(reviewer, batch)
    assert Hazard.rows.get().place == "南帮"


def test_the_same_file_again_enters_nothing(mine: Any, reviewer: Any) -> None:
    file = lines(*(f"青山石场,2023-07-0{n},{place},{words},一般" for n, place, words in (
        (1, "北帮", "最终边坡台阶高度超过设计"), (2, "破碎站", "皮带机尾轮防护罩缺失"))))  # fmt: skip
    exchange.apply(reviewer, staged(reviewer, file))
    again = staged(reviewer, file)
    assert verdicts(again) == [Verdict.SAME, Verdict.SAME]
    assert exchange.apply(reviewer, again).created == 0
    assert Hazard.rows.count() == 2


def test_an_import_is_applied_once(mine: Any, reviewer: Any) -> None:
    batch = staged(reviewer, lines("青山石场,2023-07-01,北帮,最终边坡台阶高度超过设计,一般"))
    exchange.apply(reviewer, batch)
    with pytest.raises(Exception, match=r".+"):
        exchange.apply(reviewer, batch)
    assert Hazard.rows.count() == 1


def test_a_row_written_twice_in_a_file_is_one_hazard(mine: Any, reviewer: Any) -> None:
    row = "青山石场,2023-07-01,北帮,最终边坡台阶高度超过设计,一般"
    batch = staged(reviewer, lines(row, row))
    exchange.apply(reviewer, batch)
    assert Hazard.rows.count() == 1 and objections(batch, 3) == ["row.repeated"]


def test_rows_that_are_almost_the_same_wait_for_a_person(mine: Any, reviewer: Any) -> None:
    known = stage.found(reviewer, mine, place="北帮+85米平台", description="最终边坡台阶高度超过设计要求",
                        source=Source.INSPECTION)  # fmt: skip
    batch = staged(
        reviewer,
        lines(
            "青山石场,2023-07-01,北帮+85米平台,最终边坡台阶高度超过设计,一般",
            "青山石场,2023-07-02,破碎站二楼,皮带机尾轮防护罩缺失,一般",
            "青山石场,2023-07-02,破碎站二层,皮带机尾轮防护罩缺失,一般",
        ),
    )
    assert verdicts(batch) == [Verdict.SUSPECT, Verdict.NEW, Verdict.SUSPECT]
    with pytest.raises(Refused):
        exchange.apply(reviewer, batch)
    first, _second, third = batch.staged.all()
    assert [one["key"] for one in first.candidates] == [known.number]
    exchange.decide(reviewer, first, known.number)
    exchange.decide(reviewer, third, "skip")
    counts = exchange.apply(reviewer, batch)
    assert (counts.created, counts.updated, Hazard.rows.count()) == (1, 1, 2)
    assert stage.fresh(known).description == "最终边坡台阶高度超过设计"


def test_what_was_withdrawn_does_not_come_back_by_itself(mine: Any, reviewer: Any) -> None:
    file = lines("青山石场,2023-07-01,北帮,最终边坡台阶高度超过设计,一般")
    exchange.apply(reviewer, staged(reviewer, file))
    actions.withdraw(reviewer, Hazard.rows.get(), reason="登记错了矿山，另行登记")
    batch = staged(reviewer, file)
    assert verdicts(batch) == [Verdict.SUSPECT] and objections(batch, 2) == ["hazards.was_withdrawn"]


def test_an_exported_ledger_is_edited_and_read_back(mine: Any, reviewer: Any) -> None:
    client = cast.client(cast.county_reviewer())
    row = stage.found(reviewer, mine, description="第一行\n第二行写明了问题", source=Source.INSPECTION)
    other = stage.found(reviewer, mine, place="南帮", description="运输道路无安全挡墙", source=Source.INSPECTION)
    book = exported(client)
    assert verdicts(staged(reviewer, saved(book), "台账.xlsx")) == [Verdict.SAME, Verdict.SAME]
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[3]]
    line = next(line for line in sheet.iter_rows(min_row=4) if line[1].value == row.number)
    line[heads.index("隐患部位")].value = "北帮＋70米平台"
    line[heads.index("隐患等级")].value = "重大"
    line[heads.index("治理状态")].value = "已销号"
    batch = staged(reviewer, saved(book), "台账.xlsx")
    held = batch.staged.get(match_key=row.number)
    assert held.verdict == Verdict.UPDATE and list(held.changes) == ["place"]
    assert [one.code for one in held.objections] == ["hazards.followed", "hazards.followed"]
    assert exchange.apply(reviewer, batch).updated == 1
    mended = stage.fresh(row)
    assert (mended.place, mended.grade, mended.state) == ("北帮＋70米平台", Grade.GENERAL, HazardState.REGISTERED)
    assert "\n" in mended.description, "line breaks of the other cells stay"
    assert stage.fresh(other).place == "南帮"
    assert AuditEvent.rows.filter(kind="hazards.corrected").count() == 1


def test_a_correction_that_the_page_would_refuse_is_refused_with_the_reason(mine: Any, reviewer: Any) -> None:
    officer = cast.as_actor(cast.safety_officer(mine))
    row = stage.applied(officer, stage.in_rectification(officer, stage.found(officer, mine)))
    theirs = stage.found(reviewer, mine, place="南帮", description="运输道路无安全挡墙", source=Source.INSPECTION)
    head = "隐患编号,矿山名称,发现日期,隐患部位,问题隐患"
    file = lines(
        f"{row.number},青山石场,2023-07-20,别处,{row.description}",
        f"{theirs.number},青山石场,2023-07-20,别处,{theirs.description}",
        "440785-2023-999999,青山石场,2023-07-20,别处,护栏缺失未设警示", head=head,
    )  # fmt: skip
    batch = staged(officer, file)
    assert verdicts(batch) == [Verdict.BAD] * 3
    assert [objections(batch, number) for number in (2, 3, 4)] == [
        ["hazards.settled"], ["hazards.of_bureau"], ["hazards.number_unknown"],
    ]  # fmt: skip


def test_a_mine_brings_in_its_own_ledger_and_nobody_elses(mine: Any) -> None:
    other = cast.mine("恩平市白云石场")
    officer = cast.as_actor(cast.safety_officer(mine))
    head = "矿山名称,发现日期,隐患部位,问题隐患,隐患来源"
    batch = staged(
        officer,
        lines(
            "青山石场,2023-07-01,北帮,最终边坡台阶高度超过设计,自查",
            f"{other.name},2023-07-01,北帮,护栏缺失未设警示,自查",
            "青山石场,2023-07-01,南帮,运输道路无安全挡墙,县局检查",
            head=head,
        ),
    )
    assert verdicts(batch) == [Verdict.NEW, Verdict.BAD, Verdict.BAD]
    assert objections(batch, 4) == ["hazards.source_official"]
    exchange.apply(officer, batch)
    assert Hazard.rows.get().mine == mine
    neighbour = cast.as_actor(cast.safety_officer(other))
    assert not ImportBatch.objects.within(neighbour.scope).exists()


def test_two_mines_of_one_name_are_told_apart_by_county_or_code(mine: Any) -> None:
    city = cast.as_actor(cast.city_office())
    twin = cast.mine("青山石场", code=cast.KAIPING)
    batch = staged(
        city,
        lines(
            "青山石场,2023-07-01,北帮,最终边坡台阶高度超过设计,",
            f"{twin.code},2023-07-01,北帮,最终边坡台阶高度超过设计,",
            "青山石场,2023-07-02,南帮,运输道路无安全挡墙,开平市",
            head="矿山名称,发现日期,隐患部位,问题隐患,县（市、区）",
        ),
    )
    assert verdicts(batch) == [Verdict.BAD, Verdict.NEW, Verdict.NEW]
    assert objections(batch, 2) == ["hazards.mine_several"]
    exchange.apply(city, batch)
    assert {row.mine_id for row in Hazard.rows.all()} == {twin.pk}


def test_a_long_ledger_is_left_to_the_worker_and_the_page_shows_the_result(
    mine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "FEW_ROWS", 1)
    client = cast.client(cast.county_reviewer())
    file = lines(
        "青山石场,2023-07-01,北帮,最终边坡台阶高度超过设计,一般", "青山石场,2023-07-02,南帮,运输道路无安全挡墙,"
    )
    client.post(reverse("hazards:import_upload"), {"upload": SimpleUploadedFile("台账.csv", file.encode())})
    batch = ImportBatch.rows.get()
    client.post(reverse("hazards:import_columns", args=[batch.pk]))
    client.post(reverse("hazards:import_apply", args=[batch.pk]))
    assert ImportBatch.rows.get().state == BatchState.APPLIED and Hazard.rows.count() == 2
    assert {job.state for job in batch.jobs.all()} == {JobState.DONE}
    page = client.get(reverse("hazards:import_preview", args=[batch.pk])).content.decode()
    assert "新增" in page and "没有填等级" in page


def test_an_import_that_fails_in_between_leaves_nothing(
    mine: Any, reviewer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = staged(reviewer, lines("青山石场,2023-07-01,北帮,最终边坡台阶高度超过设计,一般"))

    def killed(*_rows: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("kuangan.hazards.actions.importing.writing.record_many", killed)
        exchange.apply(reviewer, batch)
    assert not Hazard.rows.exists() and ImportBatch.rows.get().state == BatchState.CHECKED
    exchange.apply(reviewer, batch)
    assert Hazard.rows.count() == 1
