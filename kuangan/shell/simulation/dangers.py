"""What is wrong in invented mines: hazards, risks, areas walked. Chinese content of the demo; every mine is made up."""

from dataclasses import dataclass

from kuangan.registry.states import MineKind


@dataclass(frozen=True)
class Danger:
    """A general hazard: where, what, what to do about it. `disaster` is one of the seven, or ""."""

    place: str
    words: str
    measures: str
    disaster: str = ""


def _dangers(text: str) -> tuple[Danger, ...]:
    return tuple(Danger(*(part.strip() for part in line.split("|"))) for line in text.strip().splitlines())


_OPEN = _dangers("""
北帮+85米平台 | 坡面有松动浮石约3立方米未清理 | 用挖机自上而下清理浮石，清理期间平台下方拉警戒线 | slide
南帮+60米平台 | 安全平台局部宽度2.1米，小于设计3米 | 清除平台堆渣，恢复设计宽度并插标杆 | slide
采场入口 | 边坡警示标志被碎石掩埋，夜间看不清 | 补装反光警示牌4块，纳入每班检查
东侧边坡 | 截水沟淤堵约15米，雨水漫流冲刷坡面 | 人工清淤15米，雨后复查一次 | water
运输道路1号弯 | 挡车墙高度不足车轮直径二分之一，缺口约8米 | 用块石和土补筑挡车墙8米，高度0.9米
运输道路下坡段 | 道路洒水不及时，扬尘影响司机视线 | 增加洒水车班次，早中晚各2趟 | dust
破碎站二楼 | 皮带机尾轮防护罩缺失 | 加工并安装防护罩，停机挂牌作业
破碎站 | 除尘布袋破损2条，作业点粉尘较大 | 更换布袋2条，测定粉尘浓度 | dust
配电房 | 配电柜门未上锁，应急照明不亮 | 更换锁具和照明灯，电工每周检查
配电房 | 灭火器压力不足，检查卡停在2月 | 更换灭火器4具，指定电工每月点检 | fire
炸药临时存放点 | 出入库登记漏签1次，押运记录不全 | 补齐记录，重新培训保管员和押运员
爆破区 | 爆破警戒记录没有写明起爆时间和警戒人 | 印制统一警戒记录表，当班爆破员签字
挖机停放场 | 3号挖机灭火器缺失，驾驶室堆放杂物 | 配齐灭火器，清理驾驶室 | fire
办公区 | 新上岗司机2人没有三级教育记录 | 补做三级安全教育并考核
空压机房 | 储气罐安全阀校验过期 | 送检安全阀，送检期间停用该储气罐
水泵房 | 备用水泵不能启动 | 更换电机轴承，试运行2小时 | water
西帮+70米平台 | 台阶坡面局部反坡，形成小伞檐 | 由专人指挥挖机处理伞檐，处理前人员撤出下方 | overhang
排土场坡脚 | 坡脚挡石坝局部垮塌约5米 | 用大块石重新砌筑挡石坝5米 | slide
""")
_BELOW = _dangers("""
主斜井 | 人行踏步破损4级 | 重新浇筑踏步，期间设专人引导
+20米中段运输巷 | 顶板局部松石未撬净 | 敲帮问顶，撬净松石后喷浆2平方米 | joints
-15米中段水仓 | 水仓淤积约三分之一 | 清淤并做好记录，汛期前完成 | water
井下变电硐室 | 灭火砂箱缺砂，消防铲缺1把 | 补齐砂和消防铲 | fire
回风巷 | 风门闭锁失灵 | 更换闭锁装置，调风后测定风量 | dust
采空区封闭墙 | 封闭墙观测孔没有按月记录 | 补测并恢复月度记录 | void
""")
_POND = _dangers("""
坝外坡 | 坝面排水沟有杂草和淤泥 | 清理排水沟120米，雨后巡查 | water
库区 | 干滩标尺字迹模糊，读数困难 | 重新刷写标尺并校核高程 | water
坝顶 | 巡坝道路坑洼，应急物资堆放散乱 | 平整道路，物资上架并列清单
观测房 | 浸润线观测记录缺6月第2周 | 补测并说明原因，安排第二观测人 | water
""")
_BY_KIND = {
    MineKind.UNDERGROUND: (*_BELOW, *_OPEN[8:15]),
    MineKind.TAILINGS_POND: _POND,
    MineKind.DUMP_SITE: _OPEN[3:6],
}


def dangers_of(kind: str) -> tuple[Danger, ...]:
    """The general hazards that a mine of this kind may have."""
    return _BY_KIND.get(MineKind(kind), _OPEN)


AREAS: dict[str, tuple[str, ...]] = {
    MineKind.OPEN_PIT: ("采场各台阶", "最终边坡", "运输道路", "破碎站和皮带", "排土场", "炸药临时存放点", "配电房"),
    MineKind.UNDERGROUND: ("井口和安全出口", "主要运输巷", "采掘工作面", "通风系统", "排水系统", "提升系统", "采空区"),
    MineKind.TAILINGS_POND: ("坝体外坡", "库区干滩", "排洪系统", "观测设施", "值班和应急物资"),
    MineKind.DUMP_SITE: ("排土平台", "坡脚和挡石坝", "截排水沟"),
}
"""The route of the monthly check."""
LOOKED_AT = (
    "对照图纸看现场，问当班人员，查当月记录",
    "沿平台走一遍，看坡面和排水，查交接班记录",
    "看设备和防护，抽问2名作业人员",
    "对照上月发现的问题逐处回看",
    "看警示标志和照明，查巡查记录签字",
)


@dataclass(frozen=True)
class Peril:
    """A risk of the control list: where, what might happen, LEC figures, what holds it in check."""

    place: str
    words: str
    lec: tuple[str, str, str]
    controls: str
    disaster: str = ""


PERILS = (
    Peril("最终边坡", "边坡失稳滑坡，掩埋下方人员和设备", ("3", "6", "15"),
        "每班巡查裂缝，雨后加密监测，坡下设20米警戒区", "slide"),
    Peril("爆破区", "飞石、盲炮伤人", ("1", "6", "15"), "按爆破设计施工，警戒300米，爆后15分钟检查盲炮"),
    Peril("运输道路", "重车下坡制动失灵翻车", ("3", "6", "7"), "班前试刹车，限速20公里，设避险车道"),
    Peril("破碎站", "皮带和破碎机卷入伤人", ("1", "6", "7"), "防护罩齐全，检修停机挂牌上锁"),
    Peril("采场", "粉尘长期接触致职业病", ("3", "6", "3"), "湿式凿岩，洒水降尘，佩戴防尘口罩", "dust"),
    Peril("配电房", "触电、电气火灾", ("1", "3", "7"), "绝缘用具齐全，每周点检，禁止非电工操作", "fire"),
)  # fmt: skip


@dataclass(frozen=True)
class Grave:
    """A major hazard of the story: the mine, the days of its course, the criterion, and how far it has come.

    `course` is the last step that the play takes: suspected, determined, placed, listed, overdue, more_time, applied,
    first_signed, refused, verified, closed.
    """

    number: int
    month: int
    day: int
    code: str
    course: str
    place: str
    words: str
    reasons: str
    measures: str
    funds: int
    disaster: str = "slide"
    by_bureau: bool = False
    evacuates: int = 0
    """So many people are ordered out; 0 for none."""


GRAVE = (
    Grave(
        1, 6, 5, "OP-04", "first_signed", "北帮+85米至+105米最终边坡",
        "最终边坡台阶高度18.6米，超过设计15米，长约120米",
        "实测3个断面台阶高度18.2至18.6米，设计15米，最终边坡台阶高度超过设计。",
        "自上而下削坡，在+95米增设一级安全平台，把台阶高度降到15米以内，先清浮石后削坡", 860000, evacuates=14,
    ),
    Grave(
        4, 4, 6, "OP-09", "closed", "运输道路K0+320至K0+460", "运输道路坡度11.2%，超过设计坡度10%的一成以上",
        "坡度仪实测11.2%，设计8%，超出设计40%。", "降坡改线140米，重筑挡车墙并增设避险车道1处", 430000, disaster="",
    ),
    Grave(
        3, 4, 20, "OP-07-3", "closed", "+60米边坡监测点", "边坡位移监测2号、3号测点停用19天，没有数据",
        "平台数据中断自4月1日至19日，属于监测系统关闭、损坏未修复。",
        "更换采集器和供电线路，补测初值并每日人工比对15天", 95000,
    ),
    Grave(
        8, 5, 23, "OP-12", "overdue", "西帮+70米安全平台", "安全平台被采掉，约90米长没有平台",
        "对照设计图，西帮+70米平台缺失90米，安全平台没有按设计留设。",
        "在+75米重新留设4米宽安全平台，坡面修整到设计坡角", 520000,
        by_bureau=True,
    ),
    Grave(
        11, 6, 9, "OP-08-1", "more_time", "东侧边坡后缘", "坡顶后缘出现横向裂缝长40米，宽3至8厘米，雨后加宽",
        "裂缝监测3天加宽1.2厘米，同时出现放射状裂缝，属于滑移现象。",
        "坡顶减载、裂缝封填、坡脚反压，位移稳定后分级削坡", 1280000,
        evacuates=26,
    ),
    Grave(
        5, 6, 14, "UG-07-1", "listed", "-15米中段主排水泵房", "主排水泵只有2台，其中1台检修，排水能力不足",
        "现场只有2台水泵，少于3台，备用能力低于设计。", "购置安装1台同型号水泵，改造排水管路，试运行72小时", 310000,
        disaster="water",
    ),
    Grave(
        6, 6, 18, "TP-13-2", "applied", "尾矿坝2号、4号浸润线测点", "浸润线测点2处失灵，6月以来没有读数",
        "在线监测平台2号、4号测点无数据27天，没有及时修复。", "更换渗压计2支，重新率定并补测", 68000, disaster="water",
    ),
    Grave(
        13, 7, 6, "OP-03", "placed", "采场南部", "采场南部从下部掏采，没有自上而下分台阶开采",
        "现场为单一高陡面28米，没有分台阶，采用掏采。", "停止南部作业，从+88米修路上山，自上而下分台阶削坡", 760000,
        by_bureau=True, evacuates=9,
    ),
    Grave(
        16, 7, 18, "OP-06", "determined", "排土场边坡", "排土场高度68米，没有做边坡稳定性分析",
        "查资料没有排土场稳定性分析报告。", "委托有资质单位开展排土场边坡稳定性分析", 120000,
    ),
    Grave(
        7, 7, 19, "OP-11-3", "suspected", "排土场上游山坡", "山坡型排土场没有截洪沟，暴雨时山洪直冲排土场", "", "", 0,
        disaster="water",
    ),
)  # fmt: skip
CAUSES = [
    {"text": "没有按设计施工", "children": [{"text": "测量员半年没有实测断面"}, {"text": "生产任务重，赶进度"}]},
    {"text": "检查流于形式", "children": [{"text": "月度排查没有对照设计图"}]},
]
