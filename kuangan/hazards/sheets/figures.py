"""The figures of the ledger as a table to hand in."""

from kuangan.foundation.exchange.columns import Column, ColumnKind, SheetSpec

_N, _D = ColumnKind.INTEGER, ColumnKind.DECIMAL
FIGURES = SheetSpec(
    "hazards.figures",
    "隐患排查治理统计表",
    (
        Column("place", "单位", width=18),
        Column("found", "纳入统计", _N, width=8),
        Column("open", "未销号", _N, width=8),
        Column("overdue", "逾期", _N, width=8),
        Column("rectified", "整改完成（自述）", _N, width=10),
        Column("applied", "报验收", _N, width=8),
        Column("late", "逾期报验", _N, width=8),
        Column("claimed", "其中自述按期", _N, width=9),
        Column("verified", "核验通过", _N, width=8),
        Column("closed", "已销号", _N, width=8),
        Column("rate_rectified", "整改率(自述,%)", _N, width=8),
        Column("rate_applied", "报验率(%)", _N, width=8),
        Column("rate_verified", "核验率(%)", _N, width=8),
        Column("rate_closed", "销号率(%)", _N, width=8),
        Column("days_rectified", "平均整改天数（自述）", _D, width=9),
        Column("days_applied", "平均报验天数", _D, width=9),
        Column("days_verified", "平均核验天数", _D, width=9),
        Column("age_7", "在库7天以内", _N, width=9),
        Column("age_30", "在库8至30天", _N, width=9),
        Column("age_90", "在库31至90天", _N, width=9),
        Column("age_more", "在库90天以上", _N, width=9),
        Column("recurring", "重复发现", _N, width=8),
        Column("withdrawn", "已撤销", _N, width=8),
    ),
)
