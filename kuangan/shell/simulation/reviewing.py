"""The bureaus at work: deciding on what was submitted, on more time, ordering work to be redone, urging."""

from datetime import timedelta
from random import Random

from kuangan.duties.actions.extend import decide_extension
from kuangan.duties.actions.review import Seen, accept, return_
from kuangan.duties.models import Assignment, Extension
from kuangan.duties.states import SubmissionState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.registry.states import Level
from kuangan.shell.simulation.cast import Cast

REASONS = {
    "monthly-major-check": (
        "排查路线没有覆盖排土场和运输道路，请补走并重新填报。",
        "两张照片为同一角度，看不出边坡全貌，请补拍。",
    ),
    "self-check": ("检查表第三方面有12项未填，涉及边坡的请写实测数据。", "查出问题数与清单不一致，请核对后重报。"),
    "self-check-package": ("风险管控清单照抄模板，没有写明本矿点位和责任人。", "承诺书日期早于报告日期，请核对。"),
    "staff-training": ("签到表缺少夜班人员，考核成绩没有签字，请补齐。", "联责考核没有写明绩效和挂钩办法。"),
    "special-open-pit": ("实测边坡角没有附测量成果，请补充。", "违规多作业点一栏与现场检查不符，请说明。"),
    "drill-comprehensive": ("演练照片看不到撤离过程，总结评估没有写不足。",),
    "monthly-return": ("隐患数与上月累计数对不上，请核对后重报。", "典型案例没有写公开渠道，请补充。"),
}
_ANY = (
    "材料不全，缺少主要负责人签字页，请补齐后重报。", "上传的文件看不清，请重新扫描。",
    "内容过于笼统，没有结合本矿实际，请重新整理。",
    "落款日期与整改日期不符，请更正。",
)  # fmt: skip
_OPINIONS = ("材料齐全，同意。", "同意。", "符合要求，予以通过。", "已核对，同意转报。", "同意备案。", "")
_GRANTED = ("情况属实，同意延期。", "受暴雨影响，同意顺延。", "同意，请按新期限完成。")
_REFUSED = ("理由不充分，请抓紧完成。", "该事项不涉及外部条件，不同意延期。", "已提醒两次，不再延期。")
REDO_GROUNDS = (
    ("careless", "现场核查发现边坡照片与上一期完全相同，清单照抄模板。"),
    ("going_through_motions", "107项用时不足20分钟，多数项目未到现场。"),
    ("hazard_missed", "现场查出排土场坡脚渗水，自查未发现。"),
    ("rectification_incomplete", "挡车墙整改后高度仍不足，清单已写完成。"),
    ("risk_misjudged", "高陡边坡列为一般风险，与实际不符。"),
)
URGING = ("请于本周内报送，逾期将通报。", "已逾期，请主要负责人尽快组织完成。", "再次提醒：请抓紧补报。")


def decider(cast: Cast, row: Assignment) -> Actor:
    """Who decides at the step that the assignment waits at: never the one who submitted it."""
    if row.waiting_for is None:
        raise LookupError(f"{row} waits for nobody")
    own = row.waiting_for_id == row.authority_id
    if row.waiting_for.level == Level.COUNTY:
        bureau = cast.counties[row.waiting_for.region_code]
        return bureau.leader if own or row.chain_step else bureau.reviewer
    return cast.city_leader if own else cast.city


def decide(cast: Cast, row: Assignment, chance: Random, returned: float) -> Assignment | None:
    """Accept or return what is submitted; `returned` is the share sent back. Returns it as accepted, or None."""
    submission = row.submissions.get(state=SubmissionState.SUBMITTED)
    actor, seen = decider(cast, row), Seen(submission.number, row.chain_step)
    doubt = returned / (1 + 2 * (submission.attempt - 1)) if row.chain_step == 0 else returned / 8
    if chance.random() < doubt:
        send_back(cast, row, chance, days=chance.randint(5, 10))
        return None
    return accept(actor, row, seen=seen, opinion=chance.choice(_OPINIONS))


def send_back(cast: Cast, row: Assignment, chance: Random, *, days: int) -> None:
    """Return it with a reason, to be corrected within so many days."""
    submission = row.submissions.get(state=SubmissionState.SUBMITTED)
    reasons = REASONS.get(row.duty_slug, _ANY)
    return_(
        decider(cast, row), row, seen=Seen(submission.number, row.chain_step), opinion=chance.choice(reasons),
        correct_by=clock.today() + timedelta(days=days),
    )  # fmt: skip


def answer_request(cast: Cast, request: Extension, chance: Random) -> bool:
    """Decide on a request for more time; the county for its mines, the city for its counties."""
    row = request.assignment
    actor = cast.city if row.authority_id else cast.counties[row.region_code].reviewer
    granted = chance.random() < (0.35 if request.asked_late else 0.7)
    decide_extension(actor, request, grant=granted, opinion=chance.choice(_GRANTED if granted else _REFUSED))
    return granted


def urges(row: Assignment, chance: Random) -> str:
    """Words for somebody who is late."""
    return f"{row.bearer}：{row.title}{chance.choice(URGING)}"
