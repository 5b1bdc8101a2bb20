"""A small sheet spec for tests: as strange to mines as exchange itself."""
# ruff: noqa: E501 - tables of words read better side by side

from kuangan.foundation.exchange.columns import Column, ColumnKind, SheetSpec

SCHOOLS = SheetSpec(
    name="test.schools",
    title="学校名录",
    keys=(("ref",), ("licence_no",), ("owner", "school")),
    columns=(
        Column("owner", "举办单位", required=True, aliases=("单位名称",), max_length=60),
        Column("school", "学校名称", required=True, aliases=("校名", "学校全称")),
        Column("credit_code", "统一社会信用代码", ColumnKind.CREDIT_CODE, aliases=("信用代码",)),
        Column("kind", "学校类型", ColumnKind.CHOICE, choices={"primary": ("小学",), "middle": ("中学", "初中")}),
        Column("licence_no", "办学许可证号", ColumnKind.CODE, group="办学许可证", aliases=("证号", "编号")),
        Column("licence_to", "办学许可证有效期至", ColumnKind.DATE, group="办学许可证", range_part="end",
               aliases=("有效期至", "有效期")),
        Column("canteen_no", "食品许可证号", ColumnKind.CODE, group="食品许可证", aliases=("证号", "编号")),
        Column("canteen_to", "食品许可证有效期至", ColumnKind.DATE, group="食品许可证", range_part="end",
               aliases=("有效期至", "有效期")),
        Column("pupils", "学生人数", ColumnKind.INTEGER, unit="人", low=0, high=100_000, aliases=("人数",)),
        Column("height", "教学楼高度", ColumnKind.DECIMAL, unit="m", units={"米": 1, "km": 1000}, low=0, high=900, places=2,
               aliases=("楼高",)),
        Column("boarding", "是否寄宿", ColumnKind.BOOLEAN, aliases=("寄宿",)),
        Column("longitude", "经度", ColumnKind.LONGITUDE, aliases=("东经",)),
        Column("latitude", "纬度", ColumnKind.LATITUDE, aliases=("北纬",)),
        Column("head", "校长", group="校长", aliases=("姓名", "校长姓名")),
        Column("phone", "校长电话", ColumnKind.PHONE, group="校长", aliases=("联系电话", "电话")),
        Column("partners", "合作单位", several=True, aliases=("协作单位",)),
        Column("founded", "成立日期", ColumnKind.DATE, aliases=("建校日期", "建校时间")),
        Column("ref", "系统编号", ColumnKind.CODE, hidden=True),
    ),
)  # fmt: skip
