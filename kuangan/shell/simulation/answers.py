"""Plausible answers to the forms of a plan: by the key of a field where a story needs it, otherwise by its type."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from kuangan.plan.rules.dues import FormField
from kuangan.plan.rules.parts import Column
from kuangan.shell.simulation.names import person_name

_LONG = {
    "posts": "主要负责人、分管负责人和11个关键岗位的责任清单已重新签订，班前会抽查背诵。",
    "weak_links": "夜班带班记录不全，已明确值班矿长签到并调阅监控复核。",
    "risks": "边坡、爆破、运输三类重大风险已分级，责任人和管控措施上墙。",
    "disasters": "汛期前完成截排水沟清淤260米，修复水泵2台。",
    "correction": "已制定整改措施，5个工作日内完成并由安全科复查。",
    "experts": "聘请市内高级工程师2名，每季度到矿指导1次。",
    "evaluation": "参演人员反应迅速，撤离用时6分20秒，达到预案要求。",
    "safety": "安全管理机构和人员齐全，例会和带班记录完整。",
    "technology": "图纸按月更新，地质和测量资料齐全。",
    "slope": "台阶高度、平台宽度符合设计，东侧浮石已清理。",
    "blasting": "爆破作业由专业队伍承担，警戒距离和一次起爆药量符合设计。",
    "transport": "运输道路限速20公里，挡车墙补高至车轮直径的二分之一。",
    "hot_work": "动火票由安全科审批，现场专人监护，全年共签发18张。",
    "hoisting": "本矿无人员提升设备。",
    "disposal": "对查出的问题下达责令限期整改指令，到期复查。",
    "advice": "建议完善边坡在线监测，汛期每日巡查并留存记录。",
    "words": "自查总体认真，个别台账签字不全，已现场指出并要求补齐。",
    "work": "现场正在检修破碎站，未进行采剥作业。",
    "system": "局党委会专题研究3次，监管责任到人。",
    "staff": "矿山监管专职人员4名，外聘专家6名。",
    "equipment": "配备测距仪、执法记录仪和便携打印机，尚缺无人机1架。",
    "ability": "新执法人员2名已安排跟班学习。",
    "training": "4月组织方案解读，6月前完成轮训。",
    "bulletin": "每月调度1次，通报进度落后的矿山。",
    "content": "重大事故隐患判定标准、边坡稳定和执法文书制作。",
    "points": "个别县进度偏慢，逾期事项要逐矿约谈，汛期巡查不得中断。",
    "progress_words": "已完成逐矿动员，组织专家指导服务，对逾期矿山发出催办，整改情况纳入下月调度。",
    "reason": "资源储量和安全条件符合要求，现状保留。",
    "absent": "2人因病假未参训，已安排下月补训。",
}
_TEXT = {
    "standard": "金属非金属矿山重大事故隐患判定标准（矿安〔2022〕88号）",
    "people": "安全科、生产科、爆破班共6人",
    "lead": "",
    "deadline": "",
    "chased": "恩平市、开平市",
    "explosives": "公安局",
    "equipment": "市场监督管理局",
    "construction": "住房和城乡建设局",
    "phase_out": "工业和信息化局",
    "approval": "发展和改革局",
    "beyond": "自然资源局",
    "unlicensed": "自然资源局",
    "theft": "公安局",
}
_CHOICES = {"batch": "不列入", "outcome": "认可", "mode": "联系盯守", "disaster": "滑坡"}
_YES = {"enough", "plan_known", "signs_known", "rescue", "refuge"}
_NUMBERS = {
    "technicians": (2, 6), "problems": (6, 31), "general": (0, 7), "on_roll": (24, 68), "people": (12, 46),
    "inspectors": (3, 9), "design_angle": (55, 58), "measured_angle": (50, 54), "hazards_found": (12, 80),
    "penalties": (0, 4), "attended": (3, 9), "funds": (8000, 60000),
}  # fmt: skip
_SAME = {"mended": "problems", "trained": "on_roll", "passed": "trained", "hazards_closed": "hazards_found"}
"""These are at most the other number."""
_CELLS: dict[str, tuple[str, ...]] = {
    "area": ("采场+60米平台", "东侧边坡", "运输道路", "破碎站", "排土场", "炸药临时存放点", "配电房"),
    "found": ("未发现异常", "局部浮石，当班清理", "排水沟淤堵，已清理", "警示标志缺失1处，已补", "正常"),
    "post": ("矿长", "安全科长", "采矿工程师", "爆破员", "挖掘机司机", "电工"),
    "part": ("采剥系统", "爆破系统", "运输系统", "供配电系统", "防排水系统"),
    "applies": ("是", "否"),
    "channel": ("应急局公众号", "县融媒体中心", "镇宣传栏", "矿区横幅"),
    "title": ("开展矿山安全大培训", "专家进矿把脉", "汛期安全提示", "公布举报电话12350"),
    "planned": ("12", "20", "35"),
    "spent": ("10", "16", "28"),
    "gap": ("无", "监测设备待安装，7月底完成"),
    "qualified": ("是",),
    "subcontracted": ("否",),
    "agreement": ("是",),
    "unified": ("是",),
    "reason": ("病假，下月补训",),
    "agrees": ("是", "否"),
    "qualification": ("是",),
    "report": ("是",),
    "agency": ("江门市岭砚安全技术咨询有限公司",),
    "unit": ("江门市汀远运输有限公司",),
    "name": ("江门市汀远运输有限公司",),
}
_LENGTHS = {"route": 5, "entries": 5, "items": 3, "people": 4, "kinds": 7, "mines": 10}


@dataclass(frozen=True)
class Teller:
    """Who fills in: the bearer's principal or officer by name, and how many mines the bearer answers for."""

    leader: str
    officer: str
    mines: int = 1
    month: str = ""


def answers(fields: tuple[FormField, ...], teller: Teller, day: date, chance: Random) -> dict[str, Any]:
    """Answers to all fields; dates lie a little before `day`, numbers agree with one another."""
    found: dict[str, Any] = {}
    for item in fields:
        found[item.key] = _answer(item, teller, day, chance, found)
    return found


def _answer(item: FormField, teller: Teller, day: date, chance: Random, said: dict[str, Any]) -> Any:
    if item.type == "number":
        return str(_number(item.key, teller, chance, said))
    if item.type == "date":
        return "" if item.key == "deadline" else (day - timedelta(days=chance.randint(0, 4))).isoformat()
    if item.type == "yesno":
        return "是" if item.key in _YES else "否"
    if item.type == "choice":
        return _CHOICES.get(item.key, item.choices[0])
    if item.type == "table":
        return _table(item, teller, day, chance)
    if item.type == "longtext":
        return _LONG.get(item.key, f"{item.label}：已逐项落实，责任到人，资料齐全。")
    if item.key in ("leader", "host", "supervisor", "principal"):
        return teller.leader
    return teller.officer if item.key in ("person", "name") else _TEXT.get(item.key, teller.officer)


def _number(key: str, teller: Teller, chance: Random, said: dict[str, Any]) -> int:
    if key in ("mines_in_scope", "self_checked", "inspected"):
        return {"mines_in_scope": teller.mines}.get(key, chance.randint(teller.mines // 3, teller.mines))
    if key in _SAME:
        most = int(said.get(_SAME[key], 0))
        return chance.randint(max(most - 4, 0), most)
    low, high = _NUMBERS.get(key, (0, 0))
    return chance.randint(low, high)


def _table(item: FormField, teller: Teller, day: date, chance: Random) -> list[dict[str, str]]:
    if item.key in ("absent", "cases") and chance.random() < 0.7:
        return []
    rows = []
    for at in range(_LENGTHS.get(item.key, 1)):
        row = {}
        for column in item.columns:
            row[column.key] = _cell(item.key, column, at, teller, day, chance)
        rows.append(row)
    return rows


def _cell(table: str, column: Column, at: int, teller: Teller, day: date, chance: Random) -> str:
    key = column.key
    if key in ("on", "at", "visited_on"):
        return (day - timedelta(days=7 * at)).isoformat()
    if key == "name" and table in ("people", "absent"):
        return teller.leader if at == 0 else person_name(chance)
    if table == "cases":
        return {"kind": "反面案例", "words": "未按规定签订外包安全协议，责令清退。", "exposed": "应急局公众号"}.get(
            key, "某石场"
        )
    choices = _CELLS.get(key)
    if column.type in ("choice", "yesno"):
        allowed = column.choices or ("否", "是")
        fitting = [word for word in choices or () if word in allowed]
        return chance.choice(fitting) if fitting else allowed[at % len(allowed) if table == "kinds" else 0]
    if choices is None:
        return "符合要求"
    return choices[at % len(choices)] if key in ("area", "post", "part") else chance.choice(choices)
