"""The stage of the hazard tests: a quarry in Enping, its people, two bureaus, and criteria in force."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.files import keep
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard, SiteCheck
from kuangan.hazards.states import CauseMethod, FocusArea, FundSource, Grade, PhotoStage, Source
from kuangan.registry.models import Mine
from kuangan.registry.states import MineKind
from kuangan.standards.models import Criterion, CriterionSet
from kuangan.standards.states import Wording

_numbers = count(1)
MEASURES = "自上而下削坡，把最终边坡台阶高度降到设计的十五米以内，先清浮石"


def criterion(
    code: str = "OP-04", *, kind: str = MineKind.OPEN_PIT, since: date = date(2022, 9, 1), **told: Any
) -> Criterion:
    """A criterion of a set that is in force since a day."""
    found = CriterionSet.objects.filter(effective_from=since).first()
    if found is None:
        found = CriterionSet(
            urn=f"urn:kuangan:criteria:{since.year}", version="1", title="金属非金属矿山重大事故隐患判定标准",
            document_number="矿安〔2022〕88号", issuer="国家矿山安全监察局", effective_from=since, source="测试",
            content_hash="0", loaded_by="测试", **told,
        )  # fmt: skip
        found.save()
    row = Criterion.objects.filter(criterion_set=found, code=code).first()
    if row is None:
        row = Criterion(
            criterion_set=found, code=code, position=found.criteria.count() + 1, mine_kind=kind,
            text="工作帮坡角大于设计，或者最终边坡台阶高度超过设计", wording=Wording.PARTLY,
        )  # fmt: skip
        row.save()
    return row


def picture(name: str = "现场.txt") -> StoredFile:
    """A kept file with content of its own."""
    return keep(ContentFile(f"照片{next(_numbers)}".encode(), name=name), allowed=frozenset({"text/plain"}))


def photograph(name: str = "现场.jpg") -> StoredFile:
    """A kept photograph with a colour of its own."""
    held = BytesIO()
    Image.new("RGB", (32, 24), (next(_numbers) % 256, 90, 120)).save(held, "JPEG")
    return keep(ContentFile(held.getvalue(), name=name))


def found(actor: Actor, mine: Mine, **told: Any) -> Hazard:
    """A registered hazard."""
    told.setdefault("place", "北帮+85米平台")
    told.setdefault("description", "最终边坡台阶高度超过设计")
    told.setdefault("source", Source.SELF_INSPECTION)
    return actions.register(actor, mine, actions.Finding(**told))


def determined(actor: Actor, hazard: Hazard, **told: Any) -> Hazard:
    """The hazard determined to be major."""
    told.setdefault("criterion", criterion())
    told.setdefault("focus_area", FocusArea.MAJOR_HAZARDS)
    told.setdefault("reasons", "实测台阶高度18.6米，设计15米，符合露天第4项")
    actions.determine(actor, hazard, grade=Grade.MAJOR, **told)
    return fresh(hazard)


def five(days: int = 30, **told: Any) -> dict[str, Any]:
    """The five in place, complete for a major hazard."""
    return {
        "responsible": "林技术",
        "responsible_post": "技术负责人",
        "measures": MEASURES,
        "interim_measures": "坡下二十米内禁止人员进入，专人值守",
        "funds_yuan": Decimal("860000"),
        "fund_source": FundSource.SAFETY_FUND,
        "deadline_at": clock.end_of_day(clock.today() + timedelta(days=days)),
        "emergency_plan": "出现新裂缝立即撤人并报告县局",
        **told,
    }


def in_rectification(actor: Actor, hazard: Hazard, **told: Any) -> Hazard:
    """The hazard with the five in place, signed where it is major."""
    actions.put_in_place(actor, hazard, **five(**told))
    if fresh(hazard).is_major:
        actions.sign_five(actor, hazard, proven=True)
    return fresh(hazard)


def with_pictures(actor: Actor, hazard: Hazard) -> Hazard:
    """The hazard with a picture before and one after from the same spot."""
    before = actions.add_photo(
        actor, hazard, actions.Picture(stored=picture(), name="前.jpg", stage=PhotoStage.BEFORE, spot="1号机位")
    )
    actions.add_photo(
        actor, hazard, actions.Picture(stored=picture(), name="后.jpg", stage=PhotoStage.AFTER, pairs_with=before)
    )
    return fresh(hazard)


def applied(actor: Actor, hazard: Hazard, rectified_at: datetime | None = None) -> Hazard:
    """The hazard with pictures and an application for acceptance."""
    with_pictures(actor, hazard)
    actions.apply(actor, hazard, statement="台阶高度已降到14.8米", rectified_at=rectified_at or clock.now())
    return fresh(hazard)


def checked(first: Actor, second: Actor, hazard: Hazard, *, result: str = "passed") -> SiteCheck:
    """The on-site check signed by two people."""
    check = actions.open_check(
        first, hazard, result=result, opinion="现场复测台阶高度14.8米，浮石已清", happened_at=clock.now(), proven=True
    )
    return actions.sign_check(second, check, proven=True)


def explained(actor: Actor, hazard: Hazard) -> Hazard:
    """The hazard with root cause and lasting measure."""
    actions.explain(
        actor, hazard, method=CauseMethod.FIVE_WHYS,
        tree=[{"text": "超高开采", "children": [{"text": "没有按月测量"}]}],
        summary="没有建立台阶高度测量制度", measure="每月由测量员测量并公示台阶高度", owner="林技术",
        due_on=clock.today() + timedelta(days=30),
    )  # fmt: skip
    return fresh(hazard)


def listed(actor: Actor, hazard: Hazard, days: int = 40) -> Hazard:
    """The hazard listed by the city."""
    actions.list_for_supervision(
        actor, hazard, requirements="按治理方案削坡，每周报告进展", deadline=clock.today() + timedelta(days=days)
    )
    return fresh(hazard)


def fresh(hazard: Hazard) -> Hazard:
    """The hazard as it is stored now."""
    return Hazard.rows.select_related("mine", "criterion").get(pk=hazard.pk)
