"""The two lists of a mine (plan 六(二)) and the close-out list (plan 六(五)), as in lists.yaml of the plan."""

from kuangan.foundation.exchange.columns import Column, ColumnKind, SheetSpec

PROBLEMS = SheetSpec(
    "hazards.problems",
    "问题隐患清单",
    (
        Column("place", "系统和部位", width=18),
        Column("problem", "问题隐患", width=40),
        Column("grade", "等级", width=10),
        Column("basis", "判定依据", width=18),
        Column("measure", "整改措施", width=36),
        Column("person", "整改责任人", width=12),
        Column("deadline", "整改期限", ColumnKind.DATE, width=12),
        Column("done_on", "完成日期", ColumnKind.DATE, width=12),
    ),
)
RISKS = SheetSpec(
    "hazards.risks",
    "风险管控清单",
    (
        Column("place", "风险点", width=20),
        Column("risk", "风险描述", width=40),
        Column("level", "风险等级", width=10),
        Column("measure", "管控措施", width=48),
        Column("person", "管控责任人", width=12),
    ),
)
CLOSED = SheetSpec(
    "hazards.major_closed",
    "重大事故隐患排查整治销号清单",
    (
        Column("mine", "矿山", width=24),
        Column("hazard", "重大事故隐患", width=52),
        Column("found_on", "发现日期", ColumnKind.DATE, width=12),
        Column("closed_on", "销号日期", ColumnKind.DATE, width=12),
        Column("verifier", "验收人", width=24),
    ),
)
