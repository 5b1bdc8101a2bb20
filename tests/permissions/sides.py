"""One side of the world: a mine with everything that hangs on it, made by the rooms' own verbs."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kuangan.duties.actions.extend import ask_extension
from kuangan.duties.actions.review import Seen, accept
from kuangan.duties.actions.submit import submit
from kuangan.duties.actions.supply import acknowledge, add_file, save_form, sign
from kuangan.duties.models import Assignment, CoBearer, DerivationRun, EvidenceFile, Extension, Submission
from kuangan.duties.tests.campaign import SYSTEM
from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.exchange import actions as exchange
from kuangan.foundation.exchange.models import ImportBatch
from kuangan.foundation.integrity import files
from kuangan.foundation.integrity.models import AuditEvent, StoredFile
from kuangan.foundation.kernel import clock
from kuangan.governance import actions as governance
from kuangan.hazards import actions as hazards
from kuangan.hazards.states import PhotoStage, Source
from kuangan.plan.models import PlanVersion, Receipt
from kuangan.registry import actions
from kuangan.registry.models import (
    Authority,
    Contractor,
    Engagement,
    Enterprise,
    Licence,
    Mine,
    MineMerge,
    MineUnit,
    Person,
)
from tests.cast import places
from tests.permissions.worked import risks_of, worked_of

ROSTER = (
    "企业名称,矿山名称,矿山类型,县（市、区）,生产状态\n"
    "{name}新业公司,{name}新场,露天矿山,{county},正常生产\n"
    ",{name}乙场,,,\n"
)
LEDGER = (
    "矿山名称,发现日期,隐患部位,问题隐患\n{mine},2023-04-10,装车平台,装车平台边缘无挡车设施\n没有的石场,2023-04-10,,\n"
)


@dataclass
class Side:
    """A mine, its county and city, and the records of both; `secrets` are words that betray them."""

    key: str
    code: str
    mine: Mine
    enterprise: Enterprise
    bureau: Authority
    government: Authority
    successor: Person
    engagement: Engagement
    contractor: Contractor
    licence: Licence
    version: PlanVersion
    draft: PlanVersion
    secrets: list[str]
    batch: Any = None
    checked: Any = None
    ledger: Any = None
    ledger_checked: Any = None
    event: Any = None
    receipt: Any = None
    bureau_receipt: Any = None
    folder: Any = None
    checklist: Any = None
    picture: bytes = b""
    hazard: Any = None
    hazards: dict[str, Any] = field(default_factory=dict)
    risks: dict[str, Any] = field(default_factory=dict)
    decisions: dict[str, Any] = field(default_factory=dict)
    check: Any = None
    signed_check: Any = None
    help: dict[str, Any] = field(default_factory=dict)
    duties: dict[str, Assignment] = field(default_factory=dict)
    accounts: dict[str, Any] = field(default_factory=dict)

    @property
    def plan(self) -> Any:
        """The plan of the city."""
        return self.version.plan

    def file(self, slug: str = "started") -> EvidenceFile:
        """The first file of a duty."""
        return EvidenceFile.rows.filter(assignment=self.duties[slug]).order_by("id")[0]

    def derivation(self) -> DerivationRun:
        """The derivation of the side's whole plan."""
        return DerivationRun.objects.filter(plan=self.plan, is_whole=True).latest("id")

    def submission(self, slug: str = "submitted") -> Submission:
        """The submission of a duty."""
        return Submission.rows.filter(assignment=self.duties[slug]).latest("id")

    def share(self) -> CoBearer:
        """The county government's share in the duty of the county bureau."""
        return CoBearer.rows.get(assignment=self.duties["county"])

    def twin(self, name: str = "西区") -> Mine:
        """Another record in the county, which might be the same mine."""
        called = f"{self.secrets[0]}{name}"
        found = Mine.rows.filter(name=called).first()
        return found or places.mine(called, self.code, owner=self.enterprise, apart_because="待核实")

    def merge(self) -> MineMerge:
        """A record that was merged into the mine."""
        found = MineMerge.rows.filter(kept=self.mine, undone_at=None).select_related("kept").first()
        return found or actions.merge_mines(places.clerk(), self.mine, self.twin("旧记录"), reason="同一采矿证")

    def unit(self) -> MineUnit:
        """A unit of the mine that is at work."""
        found = MineUnit.rows.filter(mine=self.mine, ended_on=None).select_related("mine").first()
        if found:
            return found
        name = f"{self.secrets[0]}{MineUnit.rows.count()}采区"
        return actions.add_unit(places.clerk(), self.mine, kind="work_area", name=name, started_on=date(2023, 3, 1))

    def extension(self) -> Extension:
        """The pending request for more time."""
        return Extension.rows.get(assignment=self.duties["extending"])


def picture() -> bytes:
    """A small photograph."""
    held = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(held, "PNG")
    return held.getvalue()


def kept(content: bytes) -> StoredFile:
    """A photograph on the shelves."""
    return files.keep(SimpleUploadedFile("现场.png", content, "image/png"), allowed=files.IMAGES)


def registry_of(
    key: str,
    code: str,
    name: str,
    versions: tuple[PlanVersion, PlanVersion],
    bodies: Any,
    owner: Enterprise | None = None,
) -> Side:
    """What the registry knows on a side; `owner` when the enterprise has another mine already."""
    clerk = places.clerk()
    enterprise = owner or places.enterprise(f"{name}石业有限公司", code)
    mine = places.mine(f"{name}石场", code, owner=enterprise)
    bureau, government = bodies
    number = f"粤矿安〔2020〕{key}"
    employee = places.person(f"{name}矿长", enterprise, phone="13900000001")
    actions.appoint(clerk, employee, post="principal", organisation=mine, appointed_on=date(2023, 1, 1))
    contractor = places.contractor(f"{name}爆破工程有限公司")
    licence = actions.register_licence(
        clerk, mine, kind="safety", number=number, valid_from=date(2020, 6, 1), valid_to=date(2023, 6, 1)
    )
    secrets = [mine.name, licence.number] + ([] if owner else [enterprise.name, employee.name])
    leader = places.person(f"{name}副县长", government)
    actions.assign_leader(clerk, mine, leader, on=date(2023, 3, 1))
    work = places.engagement(mine, contractor)
    successor = places.person(f"{name}新副县长", government)
    return Side(
        key, code, mine, enterprise, bureau, government, successor, work, contractor, licence, *versions, secrets
    )


def uploads_of(side: Side) -> None:
    """Uploads of the county, of a roster and of a ledger: each once with open columns, once with judged rows."""
    officer = Actor(None, "上传人", grants=(Grant(Role.COUNTY_REVIEWER, Scope.of_region(side.code)),))
    name = {"440783": "开平市", "440785": "恩平市"}.get(side.code, "高州市")
    table = ROSTER.format(name=side.secrets[0][:4], county=name).encode("gb18030")
    side.picture = picture()
    for target in ("batch", "checked"):
        batch = exchange.stage(officer, SimpleUploadedFile(f"{side.secrets[0]}名录.csv", table), "registry.roster")
        if target == "checked":
            batch = exchange.remap(officer, batch, {int(index): key for index, key in batch.mapping.items()})
        assert ImportBatch.rows.filter(pk=batch.pk, region_code=side.code).exists()
        setattr(side, target, batch)
    for target in ("ledger", "ledger_checked"):
        told = LEDGER.format(mine=side.mine.name).encode()
        batch = exchange.stage(officer, SimpleUploadedFile(f"{side.secrets[0]}台账.csv", told), "hazards.ledger")
        setattr(side, target, exchange.remap(officer, batch) if target == "ledger_checked" else batch)


def duties_of(side: Side) -> None:
    """The duties of the mine, each brought into its state, and that of the county bureau."""
    own = Assignment.rows.filter(mine=side.mine, plan=side.plan).select_related("duty__version", "plan")
    side.duties = {row.duty_slug: row for row in own}
    side.duties["county"] = Assignment.rows.get(plan=side.plan, duty_slug="county", authority=side.bureau)
    stored = kept(side.picture)
    for slug in ("started", "signing", "ready", "submitted", "accepted"):
        add_file(SYSTEM, side.duties[slug], "report", stored, name=f"{side.secrets[0]}现场.png")
    for slug in ("signing", "ready", "submitted", "accepted"):
        save_form(SYSTEM, side.duties[slug], "facts", {"found": "3"}, revision=0)
        acknowledge(SYSTEM, side.duties[slug], "known")
    for slug in ("ready", "submitted", "accepted"):
        sign(SYSTEM, side.duties[slug], "promise", proven=True)
    for slug in ("submitted", "accepted"):
        submit(SYSTEM, side.duties[slug])
    for step in (0, 1):
        accept(SYSTEM, side.duties["accepted"], seen=Seen(side.submission("accepted").number, step), opinion="符合")
    until = side.duties["extending"].due_at.date() + timedelta(days=9)
    ask_extension(SYSTEM, side.duties["extending"], until=until, reason="等第三方检测报告")
    for slug, row in side.duties.items():
        side.duties[slug] = Assignment.rows.select_related("duty__version", "plan").get(pk=row.pk)


def hazards_of(side: Side) -> None:
    """One general hazard with a picture from before rectification; others at the points where the mine's side acts."""
    shown = hazards.Picture(stored=kept(side.picture), name="现场.png", stage=PhotoStage.BEFORE, spot="1号机位")
    finding = hazards.Finding(
        place=f"{side.secrets[0][:4]}北帮+85米平台", description="台阶坡面有浮石未清理", source=Source.SELF_INSPECTION,
        pictures=(shown,),
    )  # fmt: skip
    side.hazard = hazards.register(SYSTEM, side.mine, finding)
    side.hazards = worked_of(side, kept(side.picture))
    side.risks = risks_of(side)


def help_of(side: Side) -> None:
    """Requests for help: one with a file that waits, one that is helped with, one reported on, one closed."""
    paper = governance.Paper(kept(side.picture), f"{side.secrets[0]}裂缝.png")
    today = clock.today()
    measure = governance.Measure("布设位移观测点", "林技术", today)
    for key in ("requested", "accepted", "helped", "closed"):
        words = f"{side.secrets[0][:4]}北帮裂缝扩展，没有监测能力"
        asked = governance.Asking("beyond_ability", "disasters", words, papers=(paper,), is_another=True)
        row = side.help[key] = governance.ask(SYSTEM, side.mine, asked)
        if key == "requested":
            continue
        guide = governance.Helping(form="one_to_one", name="周专家", task="三日内上门查看北帮")
        governance.assign(SYSTEM, row, guide)
        governance.add_visit(SYSTEM, row, happened_on=today, people="周专家", advice="裂缝两侧布设观测点")
        if key != "accepted":
            governance.report(SYSTEM, row, reported_on=today, summary="先排水后削坡", measures=[measure])
        if key == "closed":
            governance.close(SYSTEM, row, result="partly", words="位移趋于稳定")
        side.help[key] = type(row).rows.select_related("mine").get(pk=row.pk)


def papers_of(side: Side) -> None:
    """Receipts of the plan and a line of the trail."""
    found = Receipt.rows.filter(version=side.version)
    side.bureau_receipt = found.get(authority=side.bureau)
    side.receipt = found.get(mine=side.mine)
    side.event = AuditEvent.rows.filter(mine_id=side.mine.pk).earliest("id")
