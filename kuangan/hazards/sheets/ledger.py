"""The ledger of hazards (隐患排查治理台账) in the bureau's columns, with the names they have in real files."""
# ruff: noqa: E501 - tables of words read better side by side

from dataclasses import replace

from kuangan.foundation.exchange.columns import Column, ColumnKind, SheetSpec
from kuangan.hazards.states import Disaster, FocusArea, Grade, HazardState, Source

GRADES = {
    Grade.GENERAL.value: ("一般", "一般隐患", "一般事故隐患", "一般安全隐患", "较小", "Ⅲ级", "C级"),
    Grade.SUSPECTED.value: (
        "疑似重大",
        "疑似重大隐患",
        "疑似重大事故隐患",
        "待判定",
        "待定级",
        "未定级",
        "未分级",
        "未判定",
        "待评估",
    ),
    Grade.MAJOR.value: ("重大", "重大隐患", "重大事故隐患", "重大安全隐患", "特别重大", "A级"),
}
SOURCES = {
    Source.SELF_INSPECTION.value: (
        "企业自查",
        "自查",
        "自查自改",
        "自查自纠",
        "企业自查自改",
        "矿山自查",
        "日常排查",
        "班组排查",
    ),
    Source.MONTHLY_CHECK.value: ("每月重大隐患排查", "月度排查", "每月排查", "主要负责人带队排查", "月查"),
    Source.INSPECTION.value: (
        "执法检查",
        "监督检查",
        "检查",
        "县局检查",
        "安全检查",
        "上门检查",
        "部门检查",
        "专项检查",
    ),
    Source.SPOT_CHECK.value: ("抽查", "市局抽查", "随机抽查", "双随机"),
    Source.OVERSIGHT.value: ("督查", "督导", "督导检查", "上级督查", "巡查"),
    Source.TIP.value: ("举报", "群众举报", "12350举报", "投诉举报"),
    Source.EXPERT.value: ("专家检查", "专家", "专家会诊", "第三方检查", "技术服务机构"),
}
DISASTERS = {
    Disaster.WATER.value: ("水害", "水", "水灾", "透水"), Disaster.FIRE.value: ("火灾", "火", "火害"),
    Disaster.JOINTS.value: ("节理裂隙", "节理", "裂隙"), Disaster.OVERHANG.value: ("伞檐", "伞岩", "浮石伞檐"),
    Disaster.VOID.value: ("采空区", "空区", "老空区"), Disaster.DUST.value: ("粉尘", "粉尘危害", "尘害"),
    Disaster.SLIDE.value: ("滑坡", "坍塌滑坡", "边坡滑坡", "边坡坍塌"),
}  # fmt: skip
AREAS = {
    FocusArea.HIDDEN_FACTORS.value: ("隐蔽致灾因素普查治理", "隐蔽致灾因素"),
    FocusArea.MAJOR_DISASTERS.value: ("重大灾害治理", "重大灾害"),
    FocusArea.MAJOR_RISKS.value: ("重大风险管控", "重大风险"),
    FocusArea.MAJOR_HAZARDS.value: ("重大隐患排查整治", "重大隐患"),
    FocusArea.KEY_MINES.value: ("重点地区重点企业", "重点地区和企业", "重点企业"),
    FocusArea.ILLEGAL_MINING.value: ("打击非法违法采矿", "打击非法采矿", "非法采矿"),
}
STATES = {
    HazardState.REGISTERED.value: ("待落实", "未整改", "新登记", "待整改"),
    HazardState.RECTIFYING.value: ("整改中", "正在整改", "未完成", "限期整改"),
    HazardState.APPLIED.value: ("待验收", "待核查", "已申请验收"),
    HazardState.VERIFIED.value: ("待销号", "已验收", "验收合格"),
    HazardState.CLOSED.value: ("已销号", "已整改", "已完成", "完成", "已闭环", "整改完成", "销号", "已治理"),
    HazardState.WITHDRAWN.value: ("已撤销", "作废"),
}
YUAN = {"元": 1, "万元": 10_000, "万": 10_000}
CORRECTED = ("place", "description", "disaster", "focus_area", "requirement")
"""What a row with a number may mend, as on the page."""
FOLLOWED = (
    "grade", "source", "found_on", "measures", "responsible", "funds_yuan", "deadline", "state", "rectified_on",
    "applied_on", "verified_on", "verified_by", "closed_on",
)  # fmt: skip
"""What only its own act changes; a file that says otherwise is answered, not followed."""
NOTED = (
    "criterion", "measures", "responsible", "funds_yuan", "deadline", "state", "rectified_on", "applied_on", "verified_on",
    "verified_by", "closed_on", "listed_on", "entered_on",
)  # fmt: skip
"""What a new row may say and no import can prove: it is kept in words with what is to be done."""

LEDGER = SheetSpec(
    name="hazards.ledger",
    title="隐患排查治理台账",
    keys=(("number",), ("mine", "found_on", "place", "description")),
    columns=(
        Column("number", "隐患编号", ColumnKind.CODE, width=19, max_length=40, help="由系统编号，请勿改动；新增的留空",
               aliases=("编号", "系统编号", "隐患编码", "台账编号")),
        Column("county", "县（市、区）", width=9, max_length=40,
               aliases=("所在县(市、区)", "县区", "县(市、区)", "县市区", "所属县区", "属地", "辖区", "所在地区", "地区", "区县")),
        Column("mine", "矿山名称", required=True, width=18, max_length=200, help="全称、简称或矿山编号",
               aliases=("矿山", "企业名称", "单位名称", "矿山(企业)名称", "被检查单位", "受检单位", "企业", "单位", "矿名", "矿山编号",
                        "检查对象", "生产经营单位", "隐患单位", "责任单位")),
        Column("found_on", "发现日期（自述）", ColumnKind.DATE, required=True, width=11, range_part="start",
               aliases=("发现日期", "发现时间", "排查时间", "排查日期", "检查时间", "检查日期", "日期", "隐患发现时间", "登记日期", "上报时间")),
        Column("entered_on", "录入日期", ColumnKind.DATE, width=11, help="由系统记录，导入不改", aliases=("系统录入日期",)),
        Column("source", "隐患来源", ColumnKind.CHOICE, choices=SOURCES, width=10,
               aliases=("来源", "发现方式", "排查方式", "检查类型", "检查方式", "发现途径")),
        Column("place", "隐患部位", required=True, width=16, max_length=120,
               aliases=("部位", "地点", "隐患地点", "系统和部位", "具体部位", "位置", "隐患位置", "所在位置", "场所", "检查部位")),
        Column("description", "问题隐患", required=True, width=36, max_length=2000,
               aliases=("隐患内容", "隐患描述", "问题", "存在问题", "隐患", "存在的问题隐患", "问题描述", "隐患情况", "主要问题",
                        "存在的主要问题", "问题和隐患", "隐患具体内容", "发现的问题隐患", "检查发现问题")),
        Column("grade", "隐患等级", ColumnKind.CHOICE, choices=GRADES, width=8,
               aliases=("等级", "隐患级别", "级别", "隐患类别", "隐患类型", "是否重大", "隐患分级", "隐患性质")),
        Column("criterion", "判定依据", width=14, max_length=300, help="由判定生成，导入不改",
               aliases=("判定标准", "依据", "法律依据", "违反条款")),
        Column("disaster", "灾害类型", ColumnKind.CHOICE, choices=DISASTERS, width=9, aliases=("灾害", "致灾类型", "灾害种类")),
        Column("focus_area", "整治重点", ColumnKind.CHOICE, choices=AREAS, width=14, aliases=("重点领域", "整治内容", "整治领域")),
        Column("requirement", "整改要求", width=24, max_length=3000, aliases=("处置意见", "处理意见", "整改意见", "备注")),
        Column("measures", "整改措施", width=28, max_length=3000, aliases=("治理措施", "措施", "防范措施", "整改方案")),
        Column("responsible", "整改责任人", width=9, max_length=60,
               aliases=("责任人", "整改负责人", "负责人", "责任人员", "整改责任人姓名")),
        Column("funds_yuan", "整改资金", ColumnKind.DECIMAL, unit="元", units=YUAN, low=0, high=10_000_000_000, places=2, width=11,
               aliases=("资金", "整改资金(万元)", "投入资金", "治理资金", "落实资金")),
        Column("deadline", "整改期限", ColumnKind.DATE, width=11, range_part="end",
               aliases=("整改时限", "完成期限", "限期", "整改截止日期", "计划完成时间", "整改期限至", "完成时限")),
        Column("found_by", "发现人", width=9, max_length=100, aliases=("检查人", "排查人", "检查人员", "发现人员", "排查人员")),
        Column("state", "治理状态", ColumnKind.CHOICE, choices=STATES, width=9,
               aliases=("状态", "整改状态", "整改情况", "是否整改", "是否完成", "完成情况", "整改进度", "是否销号", "整改结果")),
        Column("rectified_on", "整改完成日期（自述）", ColumnKind.DATE, width=12, range_part="end",
               aliases=("整改完成日期", "完成日期", "完成时间", "整改完成时间", "实际完成日期", "整改日期")),
        Column("applied_on", "申请验收日期", ColumnKind.DATE, width=11, aliases=("申请日期", "报告日期", "整改报告日期")),
        Column("verified_on", "核查验收日期", ColumnKind.DATE, width=11, aliases=("验收日期", "核查日期", "复查日期", "复查时间", "验收时间")),
        Column("verified_by", "验收人", width=12, max_length=200, aliases=("复查人", "核查人", "验收人员", "复查人员")),
        Column("closed_on", "销号日期", ColumnKind.DATE, width=11, aliases=("销号时间", "闭环日期")),
        Column("listed_on", "挂牌督办日期", ColumnKind.DATE, width=11, aliases=("挂牌日期",), help="由市局挂牌生成，导入不改"),
        Column("remark", "系统提示", width=18, max_length=200, help="由系统生成，导入不改", aliases=()),
    ),
)  # fmt: skip
"""One row is one hazard; `number` is ours, by which an edited file finds its rows again."""
INTAKE = replace(
    LEDGER,
    columns=tuple(
        Column(one.key, one.title, width=one.width, aliases=one.aliases, help=one.help, max_length=3000)
        if one.key in NOTED
        else one
        for one in LEDGER
    ),
)
"""The same sheet as it comes in: what is only noted may be any words (立即整改, 7月底前, 约5万)."""


def title_of(grade: str) -> str:
    """The title of a ledger of one grade, or of all."""
    words = {Grade.MAJOR: "重大事故隐患排查治理台账", Grade.GENERAL: "一般事故隐患排查治理台账",
             Grade.SUSPECTED: "疑似重大事故隐患台账"}  # fmt: skip
    return words.get(Grade(grade), LEDGER.title) if grade else LEDGER.title
