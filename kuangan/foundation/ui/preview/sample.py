"""Invented data of the sample pages; the day is 20 July 2023, as on the reference pages."""

# ruff: noqa: E501 - rows of invented data

from datetime import date, datetime
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.core.paginator import Paginator

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.clock import SHANGHAI
from kuangan.foundation.ui.forms import AmountField, DayField, Form, LongTextField, PhotosField
from kuangan.foundation.ui.menu import Badge, MenuItem

NOW = datetime(2023, 7, 20, 11, 30, tzinfo=SHANGHAI)
ACTOR = Actor(user_id=1, name="联系人", organisation="台山市应急管理局")
CAMPAIGN = "非煤矿山安全生产综合整治（2023年）"
MENU = [
    MenuItem("desk", "工作台", "shell:home", "layout-dashboard", group=10, phone=True, phone_label="待办", badge=lambda _: Badge(3, "over", "逾期")),
    MenuItem("list", "责任清单", "sample:list", "file-check", group=20, order=10),
    MenuItem("board", "作战图", "sample:board", parent="list", order=1),
    MenuItem("clauses", "按条款看", "sample:clauses", parent="list", order=2),
    MenuItem("mines", "按矿山看", "sample:mines", parent="list", order=3),
    MenuItem("hazards", "隐患台账", "sample:hazards", "alert-triangle", group=20, order=20, badge=lambda _: 7),
    MenuItem("report", "报隐患", "sample:report", "camera", group=20, order=25, phone=True),
    MenuItem("inspections", "检查", "sample:inspections", "clipboard-check", group=20, order=30, phone=True),
    MenuItem("enforcement", "执法", "sample:enforcement", "gavel", group=20, order=40),
    MenuItem("readiness", "能力", "sample:readiness", "school", group=30, order=10),
    MenuItem("governance", "治理", "sample:governance", "building-community", group=30, order=20),
    MenuItem("reporting", "统计报送", "sample:reporting", "report", group=30, order=30),
    MenuItem("registry", "名录", "sample:registry", "address-book", group=40, order=10),
    MenuItem("plan", "方案", "sample:plan", "file-text", group=40, order=20),
]  # fmt: skip


class ReportForm(Form):
    """A form with one field of every kind."""

    mine = forms.ChoiceField(label="矿山", choices=[("1", "砺石岭石场"), ("2", "丹砾石场")])
    found_on = DayField(label="发现日期", help_text="可以补录，按实际发现的那天填写。")
    height = AmountField(label="实测台阶高度", required=False, help_text="单位：米。设计高度15.0米。")
    grade = forms.ChoiceField(
        label="等级", widget=forms.RadioSelect, choices=[("g", "一般隐患"), ("m", "重大事故隐患")]
    )
    text = LongTextField(label="情况说明", rows=3)
    photos = PhotosField(label="现场照片", required=False, help_text="请站在1号机位拍摄，能看到整个坡面。")
    stopped = forms.BooleanField(label="已停止该作业面作业并撤出人员", required=False)
    groups = [("处置", ["stopped"])]


def _row(mine: str, title: str, clause: str, due: date, state: str, verb: str, note: str = "", round: int = 1) -> Thing:
    return Thing(mine=mine, title=title, clause=clause, due=due, state=state, verb=verb, note=note, round=round)


def _day(day: int, month: int = 7) -> date:
    return date(2023, month, day)


GROUPS = [
    ("逾期", "over", [
        _row("丹砾石场", "上半年专项应急预案演练", "五(一)5", _day(30, 6), "open", "催办", "已催办2次"),
        _row("本局", "转报岚青石场自查自改材料", "六(二)", _day(17), "open", "去转报"),
        _row("云岫石场", "重大事故隐患整改进展更新", "五(一)2", _day(18), "open", "催办")]),
    ("待我审核", "review", [
        _row("砺石岭石场", "7月重大事故隐患排查", "五(一)2", _day(21), "submitted", "审核", "零隐患承诺"),
        _row("壁磐石场", "外包外租工程专项整治", "五(一)6(4)", _day(22), "submitted", "审核", "第2次报送"),
        _row("砚磬石场", "全员安全大培训", "五(一)4", _day(24), "submitted", "审核"),
        _row("磐田石场", "自查自改材料", "六(二)", _day(25), "submitted", "审核", "推倒重来第2轮", 2)]),
    ("本周到期", "", [
        _row("白砾石场", "联系盯守记录", "三", _day(20), "open", "去登记", "停产、无人作业"),
        _row("本局", "云岫石场挂牌督办通知书签收", "七(三)", _day(21), "open", "签收"),
        _row("岚青石场", "露天矿山专项整治材料", "五(一)6(2)", _day(23), "returned", "查看"),
        _row("本局", "12350转办线索核查", "七(六)", _day(23), "open", "去核查", "身份保密")]),
]  # fmt: skip
DUTIES = [
    "全系统自查自改",
    "学习新判定标准",
    "重大隐患排查",
    "全员责任制自查",
    "全员安全大培训",
    "停产撤人制度",
    "上半年综合演练",
    "上半年专项演练",
    "下半年综合演练",
    "下半年专项演练",
    "重大灾害治理",
    "露天矿山专项",
    "危险作业专项",
    "外包外租专项",
    "自查报告和承诺",
    "露天执法检查",
    "汛期前检查",
    "报告和一矿一册",
    "自查自改督导",
    "重大隐患挂牌督办",
    "根源分析与治本",
    "三个一批分类",
]
AREAS = [
    ("台山", "砺石岭石场 云岫石场 磐田石场 壁磐石场 岚青石场 砚磬石场 丹砾石场 松砚石场 翠砾石场 白砾石场"),
    ("开平", "示例矿业一采区 霁岭石场 铄石石场 岩汀矿业"), ("恩平", "示例矿业二采区 石淙矿业 砾泉石场 苍砾石场"),
    ("鹤山", "磊云石场 玄砾石场 珂石石场 璞岩矿业"), ("新会", "碧磊石场 砺洲石场 澜岩石场 磐汀石场"), ("蓬江", "青砾石场"), ("江海", "汀岩矿业"),
]  # fmt: skip
_PATTERN = ["done"] * 11 + [
    "open",
    "void",
    "done",
    "done",
    "review",
    "done",
    "soon",
    "void",
    "back",
    "done",
    "over",
    "done",
    "redo",
]


def board() -> list[Thing]:
    """Rows of an invented board."""
    rows, number = [], 0
    for area, mines in AREAS:
        names = mines.split()
        for index, mine in enumerate(names):
            codes = [
                _PATTERN[(number * 7 + column * 5 + number * column) % len(_PATTERN)] for column in range(len(DUTIES))
            ]
            codes[2] = "review" if number == 0 else codes[2]
            rows.append(Thing(
                area=area if index == 0 else "", span=len(names), mine=mine, last=index == len(names) - 1,
                cells=[(code, "#") for code in codes], over=codes.count("over"), done=codes.count("done"),
            ))  # fmt: skip
            number += 1
    return rows


def context() -> dict[str, Any]:
    """Everything the sample pages show."""
    refused = ReportForm({"mine": "1", "found_on": "2023年13月1日", "grade": "m", "text": ""})
    return {
        "moment": datetime(2023, 7, 18, 16, 32, tzinfo=SHANGHAI), "day": {f"d{day}": _day(day) for day in (20, 21, 31)},
        "steps": [{"label": "矿山报送", "note": "砺石岭石场，7月18日16:32", "state": "done"},
                  {"label": "县局审核", "note": "台山市应急管理局，7月21日前", "state": "now"},
                  {"label": "市局备案", "note": "通过后3个工作日"}],
        "evidence_columns": ["要求", "结果", "查到的记录或补充办法"],
        "evidence": [("本月排查记录不少于1次", True, "7月17日排查记录，主要负责人带队3人，08:10至12:20"),
                     ("排查路线覆盖全部区域", True, "6个区域均有记录，照片14张"),
                     ("发现隐患入账或零隐患承诺", True, "零隐患承诺，主要负责人7月18日签字，签后内容未变"),
                     ("上月遗留隐患复核", True, "应复核2条，已复核2条"),
                     ("参加人员学过新判定标准", False, "3人中有1人无学习记录。由矿山在能力、学习记录补学补录，补正后再报")],
        "events": [{"when": _day(20), "text": "县局打开审核，比对出2处提示"}, {"when": _day(18), "text": "矿山报送，回执号TS-0718-06"},
                   {"when": _day(18), "text": "应报进展未报", "bad": True}, {"when": _day(17), "text": "手机排查，离线记录当晚补传"}],
        "past_columns": ["期次", ("隐患", "", "r"), ("用时", "", "r"), "状态"],
        "desk_columns": ["矿山（单位）", "责任事项", "依据", ("期限", "due"), "状态", ("操作", "", "ka-act")],
        "groups": GROUPS, "strip_one": ["accepted"] * 7 + ["soon", "open"], "strip_two": ["accepted"] * 4 + ["overdue"],
        "log": [(datetime(2023, 7, 20, 10, 42, tzinfo=SHANGHAI), "砚磬石场报送全员安全大培训"), (_day(19), "翠砾石场复工，新增责任17项"),
                (_day(18), "云岫石场未按期更新整改进展")],
        "form": refused, "page": Paginator(range(480), 50).page(3), "board_lines": (15,), "board_duties": DUTIES, "board_rows": board(),
    }  # fmt: skip
