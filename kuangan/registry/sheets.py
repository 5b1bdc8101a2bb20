"""Excel columns of the registry: the mine roster (矿山名录), with the many names its columns have in real files."""
# ruff: noqa: E501 - tables of words read better side by side

from kuangan.foundation.exchange.columns import Column, ColumnKind, SheetSpec
from kuangan.registry.states import Hydrogeology, MineKind, MineStatus

KINDS = {
    MineKind.OPEN_PIT.value: ("露天矿山", "露天", "露天开采", "金属非金属露天矿山", "露天采石场", "采石场", "01"),
    MineKind.UNDERGROUND.value: ("地下矿山", "地下", "地下开采", "井工", "坑采", "金属非金属地下矿山", "00"),
    MineKind.TAILINGS_POND.value: ("尾矿库", "尾矿", "03"),
    MineKind.DUMP_SITE.value: ("排土场", "废石场", "排土场（废石场）"),
}
STATUSES = {
    MineStatus.PRODUCING.value: ("正常生产", "生产", "在产", "正常生产矿山", "生产矿山", "运行", "正常运行"),
    MineStatus.CONSTRUCTION.value: ("建设", "基建", "在建", "建设中", "新建", "基建矿山", "建设矿山"),
    MineStatus.TECHNICAL_UPGRADE.value: ("技改", "技术改造", "改扩建", "改建", "扩建"),
    MineStatus.MERGING.value: ("整合", "整合重组"),
    MineStatus.RECTIFICATION.value: ("整改", "停产整改", "停产整顿", "责令整改", "整改矿山"),
    MineStatus.RESUMING.value: ("复工复产", "复产", "复工", "恢复生产"),
    MineStatus.LONG_STOPPED.value: ("长期停产", "停产", "长期停产停建", "停产停建", "长期停产矿山", "停用"),
    MineStatus.CONSTRUCTION_STOPPED.value: ("停建", "长期停建", "停止建设"),
    MineStatus.PENDING_CLOSURE.value: ("拟关闭", "即将关闭退出", "待关闭", "关闭退出", "列入关闭计划"),
    MineStatus.CLOSED.value: ("已关闭", "关闭", "已销库", "闭坑", "闭库"),
}
WATERS = {
    Hydrogeology.SIMPLE.value: ("简单", "简单型", "水文地质简单"),
    Hydrogeology.MEDIUM.value: ("中等", "中等型", "水文地质中等"),
    Hydrogeology.COMPLEX.value: ("复杂", "复杂型", "极复杂", "水文地质复杂"),
}
METRES = {
    "米": 1,
    "M": 1,
    "公尺": 1,
    "km": 1000,
    "公里": 1000,
    "千米": 1000,
    "cm": 0.01,
    "厘米": 0.01,
    "mm": 0.001,
    "毫米": 0.001,
}
DEGREES = {"度": 1, "º": 1, "˚": 1}
PEOPLE = {"人": 1, "名": 1}

MINING, SAFETY, BLASTING = "采矿许可证", "安全生产许可证", "爆破作业单位许可证"
PRINCIPAL, OFFICER = "主要负责人", "安全管理人员"
_NUMBER = ("证号", "许可证号", "编号", "证书编号", "许可证编号", "证照编号")
_UNTIL = (
    "有效期",
    "有效期至",
    "有效期止",
    "有效期限",
    "到期日期",
    "到期时间",
    "截止日期",
    "有效截止日期",
    "许可证有效期",
)
_PHONE = ("电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "移动电话")
_NAME = ("姓名", "名字")

ROSTER = SheetSpec(
    name="registry.roster",
    title="非煤矿山名录",
    keys=(("code",), ("mining_licence_no",), ("enterprise_name", "mine_name")),
    keeps_unread=True,
    columns=(
        Column(
            "enterprise_name", "企业名称", required=True, width=26, max_length=200,
            aliases=("矿山企业名称", "矿山企业", "单位名称", "企业", "公司名称", "生产经营单位", "生产经营单位名称", "企业全称",
                     "单位", "矿企名称", "采矿权人", "业主单位", "建设单位", "企业名称(全称)", "非煤矿山企业名称"),
        ),
        Column(
            "mine_name", "矿山名称", required=True, width=26, max_length=200,
            aliases=("矿山", "矿名", "矿区名称", "矿山全称", "采场名称", "生产系统名称", "独立生产系统名称", "项目名称",
                     "矿山(尾矿库)名称", "矿山(库)名称", "尾矿库名称", "非煤矿山名称", "采石场名称", "矿山或尾矿库名称"),
        ),
        Column(
            "credit_code", "统一社会信用代码", ColumnKind.CREDIT_CODE, width=22, max_length=30,
            aliases=("信用代码", "社会信用代码", "统一信用代码", "统一代码", "组织机构代码", "营业执照号", "工商注册号",
                     "统一社会信用代码/组织机构代码", "企业统一社会信用代码"),
        ),
        Column(
            "kind", "矿山类型", ColumnKind.CHOICE, required=True, choices=KINDS, width=12,
            aliases=("类型", "类别", "矿山类别", "开采方式", "开采类型", "矿山种类", "矿山开采方式", "对象类型"),
        ),
        Column(
            "county", "所在县（市、区）", required=True, width=12, max_length=40,
            aliases=("县区", "县(市、区)", "县市区", "县(市区)", "所属县区", "所在县区", "所在地区", "所属地区", "辖区", "属地",
                     "行政区划", "区县", "市区", "所属县(市、区)", "所在区县", "县级", "地区", "所在县", "所属区域"),
        ),
        Column(
            "town", "所在镇（街道）", width=12, max_length=60,
            aliases=("镇街", "镇(街)", "乡镇", "镇", "街道", "乡镇(街道)", "所在乡镇", "所属镇街", "镇(街道)", "所在镇街"),
        ),
        Column(
            "address", "详细地址", width=28, max_length=300,
            aliases=("地址", "矿山地址", "所在地址", "矿区地址", "具体地址", "详细位置", "位置", "地理位置", "企业地址"),
        ),
        Column(
            "mineral", "开采矿种", width=16, max_length=60,
            aliases=("矿种", "主要矿种", "矿产种类", "开采主矿种", "矿石种类", "主采矿种", "矿产品种", "开采矿产"),
        ),
        Column(
            "design_capacity", "设计生产规模", width=14, max_length=60, with_unit=True, help="如 100万t/a，可带单位",
            aliases=("生产规模", "设计规模", "生产能力", "设计生产能力", "设计能力", "开采规模", "建设规模", "规模"),
        ),
        Column(
            "licensed_capacity", "证载生产规模", width=14, max_length=60, with_unit=True,
            aliases=("证载规模", "核准生产规模", "核定生产能力", "许可生产规模", "采矿许可证生产规模", "核定规模"),
        ),
        Column(
            "actual_capacity", "实际产量", width=14, max_length=60, with_unit=True,
            aliases=("年产量", "实际生产能力", "实际年产量", "上年产量", "实际生产规模"),
        ),
        Column(
            "builder", "建设（施工）单位", width=24, max_length=200,
            aliases=("建设运营单位", "实际经营单位", "生产运营单位", "承建单位"),
        ),
        Column(
            "mining_licence_no", "采矿许可证号", ColumnKind.CODE, width=26, group=MINING, max_length=60,
            aliases=(*_NUMBER, "采矿证号", "采矿许可证编号", "采矿许可证证号", "采矿许可证", "采矿权证号", "采矿证编号"),
        ),
        Column(
            "mining_licence_to", "采矿许可证有效期至", ColumnKind.DATE, width=13, group=MINING, range_part="end",
            partner="mining_licence_no",
            aliases=(*_UNTIL, "采矿证有效期", "采矿许可证有效期", "采矿许可证有效期限", "采矿许可证到期日期", "采矿证到期时间"),
        ),
        Column(
            "safety_licence_no", "安全生产许可证号", ColumnKind.CODE, width=26, group=SAFETY, max_length=60,
            aliases=(*_NUMBER, "安许证号", "安全生产许可证编号", "安全生产许可证证号", "安全许可证号", "安全生产许可证",
                     "安全许可证编号", "安许证编号"),
        ),
        Column(
            "safety_licence_to", "安全生产许可证有效期至", ColumnKind.DATE, width=13, group=SAFETY, range_part="end",
            partner="safety_licence_no",
            aliases=(*_UNTIL, "安许证有效期", "安全生产许可证有效期", "安全生产许可证有效期限", "安全许可证有效期",
                     "安全生产许可证到期日期", "安许证到期时间"),
        ),
        Column(
            "status", "生产状态", ColumnKind.CHOICE, choices=STATUSES, width=12,
            aliases=("状态", "矿山状态", "生产建设状态", "现状", "目前状态", "当前状态", "运行状态", "生产情况", "生产现状",
                     "生产经营状态", "矿山现状", "目前生产状态"),
        ),
        Column(
            "status_since", "状态起始日期", ColumnKind.DATE, width=13, range_part="start",
            aliases=("状态开始日期", "状态变更日期", "停产时间", "停产日期", "状态起始时间", "停产停建时间"),
        ),
        Column(
            "in_scope_since", "列入整治范围日期", ColumnKind.DATE, width=13, range_part="start",
            help="新登记的矿山不填按导入当日计；此前已结束的周期不追溯",
            aliases=("列入整治日期", "列入整治范围时间", "纳入整治日期", "纳入监管日期", "列入监管日期"),
        ),
        Column(
            "people_working", "是否有人作业", ColumnKind.BOOLEAN, width=10,
            aliases=("有人作业", "有无人员作业", "有无作业人员", "是否有人员作业", "现场是否有人", "有无人作业", "有无人员"),
        ),
        Column(
            "slope_height_m", "边坡高度", ColumnKind.DECIMAL, unit="m", units=METRES, low=0, high=2000, places=2,
            aliases=("现状边坡高度", "边坡高", "边坡现状高度", "最大边坡高度", "采场边坡高度", "最终边坡高度", "现状边坡"),
        ),
        Column(
            "slope_angle_deg", "边坡角", ColumnKind.DECIMAL, unit="°", units=DEGREES, low=0, high=90, places=2, width=9,
            aliases=("边坡角度", "最终边坡角", "总边坡角", "边坡坡度", "整体边坡角"),
        ),
        Column(
            "dump_height_m", "排土场高度", ColumnKind.DECIMAL, unit="m", units=METRES, low=0, high=2000, places=2,
            aliases=("排土场堆高", "排土场堆置高度", "排土高度", "堆置高度", "排土场总堆置高度", "排土场现状高度"),
        ),
        Column(
            "below_grade", "是否凹陷露天", ColumnKind.BOOLEAN, width=10,
            aliases=("凹陷露天", "凹陷开采", "凹陷露天矿山", "是否凹陷开采", "是否凹陷", "凹陷露天矿"),
        ),
        Column(
            "hydrogeology", "水文地质类型", ColumnKind.CHOICE, choices=WATERS, width=12,
            aliases=("水文地质", "水文地质条件", "水文地质复杂程度", "水文类型", "水文地质条件类型"),
        ),
        Column(
            "flood_threat", "是否受水害威胁", ColumnKind.BOOLEAN, width=10,
            aliases=("水害威胁", "受洪水威胁", "是否受洪水威胁", "洪水威胁", "淹井风险", "受水威胁", "有无水害", "水害"),
        ),
        Column(
            "geological_threat", "是否受地质灾害威胁", ColumnKind.BOOLEAN, width=10,
            aliases=("地质灾害威胁", "地质灾害", "地灾隐患", "是否有地质灾害", "受地质灾害威胁", "有无地质灾害", "地灾威胁"),
        ),
        Column(
            "severe_hazard", "是否灾害严重", ColumnKind.BOOLEAN, width=10,
            aliases=("灾害严重", "灾害严重矿山", "严重灾害", "是否灾害严重矿山", "重大灾害"),
        ),
        Column(
            "overhead_pond", "是否头顶库", ColumnKind.BOOLEAN, width=10,
            aliases=("头顶库", "“头顶库”", "是否“头顶库”", "头顶尾矿库", "是否属于头顶库"),
        ),
        Column(
            "longitude", "经度", ColumnKind.LONGITUDE, width=12,
            aliases=("东经", "经度(E)", "坐标经度", "中心经度", "经度坐标", "矿区经度", "X坐标(经度)", "lng", "lon"),
        ),
        Column(
            "latitude", "纬度", ColumnKind.LATITUDE, width=12,
            aliases=("北纬", "纬度(N)", "坐标纬度", "中心纬度", "纬度坐标", "矿区纬度", "Y坐标(纬度)", "lat"),
        ),
        Column(
            "principal_name", "主要负责人", ColumnKind.PERSON, width=11, group=PRINCIPAL, max_length=60,
            aliases=(*_NAME, "负责人", "法定代表人", "法人", "法人代表", "矿长", "主要负责人姓名", "企业负责人", "矿山负责人",
                     "实际控制人", "企业主要负责人", "矿长姓名"),
        ),
        Column(
            "principal_phone", "主要负责人电话", ColumnKind.PHONE, width=14, group=PRINCIPAL, max_length=60,
            partner="principal_name",
            aliases=(*_PHONE, "主要负责人联系电话", "主要负责人手机", "负责人电话", "法人电话", "法人联系电话", "矿长电话",
                     "主要负责人联系方式", "负责人联系电话"),
        ),
        Column(
            "safety_officer_name", "安全管理人员", ColumnKind.PERSON, several=True, width=11, group=OFFICER, max_length=60,
            aliases=(*_NAME, "安全员", "安全负责人", "安全管理员", "专职安全员", "安全管理人员姓名", "安全矿长", "安全总监",
                     "安全生产管理人员", "安全员姓名", "安全副矿长"),
        ),
        Column(
            "safety_officer_phone", "安全管理人员电话", ColumnKind.PHONE, width=14, group=OFFICER, max_length=60,
            partner="safety_officer_name",
            aliases=(*_PHONE, "安全员电话", "安全管理人员联系电话", "安全负责人电话", "安全员联系电话", "安全管理员电话"),
        ),
        Column(
            "contractors", "外包（承包）单位", several=True, width=24, max_length=200, help="多家以顿号分开；没有填“无”",
            aliases=("外包单位", "承包单位", "外包队伍", "外包施工单位", "采掘施工单位", "施工单位", "承包商", "外委单位",
                     "外包工程施工单位", "外包单位名称", "采掘承包单位", "承包单位名称", "工程外包单位"),
        ),
        Column("code", "系统编号", ColumnKind.CODE, width=16, hidden=True, max_length=40, help="请勿改动",
               aliases=("矿山编号", "矿山编码", "系统编号(请勿改动)")),
    ),
)  # fmt: skip
"""One row is one mine with its enterprise; `code` is our own number, hidden in exported files."""


def _list(name: str, title: str, *columns: Column) -> SheetSpec:
    return SheetSpec(name=f"registry.{name}", title=title, columns=columns)


LISTS = {
    "enterprises": _list(
        "enterprises",
        "矿山企业名录",
        Column("name", "企业名称", width=32),
        Column("county", "所在县（市、区）", width=14),
        Column("credit_code", "统一社会信用代码", width=22),
        Column("state", "代码状态", width=12),
        Column("mines", "矿山数", ColumnKind.INTEGER, width=8),
    ),
    "authorities": _list(
        "authorities",
        "监管部门和政府名录",
        Column("name", "名称", width=34),
        Column("kind", "类别", width=16),
        Column("level", "层级", width=8),
        Column("contact", "联系人", width=12),
        Column("title", "职务", width=16),
        Column("phone", "联系电话", width=16),
    ),
    "agencies": _list(
        "agencies",
        "安全技术服务机构名录",
        Column("name", "机构名称", width=34),
        Column("services", "服务范围", several=True, width=28),
        Column("number", "资质证书编号", width=22),
        Column("until", "资质有效期至", ColumnKind.DATE, width=13),
    ),
    "contractors": _list(
        "contractors",
        "外包（承包）单位名录",
        Column("name", "单位名称", width=34),
        Column("licence", "安全生产许可证号", width=26),
        Column("until", "许可证有效期至", ColumnKind.DATE, width=13),
        Column("cleared", "曾被清退", ColumnKind.BOOLEAN, width=9),
    ),
    "people": _list(
        "people",
        "人员名录",
        Column("name", "姓名", width=12),
        Column("organisation", "所在单位", width=32),
        Column("posts", "岗位", several=True, width=24),
        Column("title", "职务", width=16),
        Column("phone", "联系电话", width=16),
    ),
    "licences": _list(
        "licences",
        "证照到期提醒清单",
        Column("holder", "矿山（企业）", width=32),
        Column("county", "所在县（市、区）", width=14),
        Column("kind", "证照", width=18),
        Column("number", "证号", width=28),
        Column("until", "有效期至", ColumnKind.DATE, width=13),
    ),
}
"""Lists that are handed in but not read back, by the name in their address."""
