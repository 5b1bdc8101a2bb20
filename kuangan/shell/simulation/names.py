"""Names: real counties and towns of Jiangmen, invented mines and people."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Town:
    """A town with the degrees around which its mines are placed (east, north)."""

    name: str
    east: float
    north: float


@dataclass(frozen=True)
class County:
    """A county with the sign-in name of its bureau."""

    code: str
    login: str
    short: str
    towns: tuple[Town, ...]


def _county(code: str, login: str, short: str, towns: str) -> County:
    parts = (line.split() for line in towns.split(";"))
    return County(code, login, short, tuple(Town(name, float(east), float(north)) for name, east, north in parts))


COUNTIES = (
    _county("440703", "pengjiang", "蓬江", "荷塘镇 113.13 22.67;棠下镇 113.02 22.67;杜阮镇 112.99 22.62"),
    _county("440704", "jianghai", "江海", "外海街道 113.15 22.57;礼乐街道 113.11 22.53"),
    _county(
        "440705", "xinhui", "新会",
        "双水镇 112.97 22.42;崖门镇 113.05 22.28;沙堆镇 113.16 22.32;罗坑镇 112.90 22.38;古井镇 113.09 22.35",
    ),
    _county(
        "440781", "taishan", "台山",
        "赤溪镇 112.87 21.90;广海镇 112.79 21.96;斗山镇 112.83 22.06;都斛镇 112.93 22.10;四九镇 112.85 22.25;"
        "三合镇 112.70 22.19",
    ),
    _county(
        "440783", "kaiping", "开平",
        "月山镇 112.73 22.52;沙塘镇 112.62 22.42;赤水镇 112.53 22.12;大沙镇 112.42 22.48;马冈镇 112.45 22.42",
    ),
    _county(
        "440784", "heshan", "鹤山",
        "共和镇 112.93 22.58;鹤城镇 112.85 22.62;址山镇 112.77 22.55;宅梧镇 112.60 22.65",
    ),
    _county(
        "440785", "enping", "恩平",
        "那吉镇 112.10 22.12;良西镇 112.30 22.25;圣堂镇 112.38 22.27;横陂镇 112.28 22.02",
    ),
)  # fmt: skip
BY_CODE = {county.code: county for county in COUNTIES}

MINES = [
    "砺石岭",
    "云岫",
    "磐田",
    "壁磐",
    "岚青",
    "砚磬",
    "丹砾",
    "白砾",
    "松砚",
    "翠砾",
    "霁岭",
    "铄石",
    "岩汀",
    "石淙",
    "砾泉",
    "苍砾",
    "磊云",
    "玄砾",
    "珂石",
    "璞岩",
    "碧磊",
    "砺洲",
    "澜岩",
    "磐汀",
    "青砾",
    "汀岩",
    "峻砾",
    "栖岩",
    "砚溪",
    "鹭岩",
    "嶂青",
    "砾湾",
    "岑石",
    "琅岩",
    "曜石",
    "珩石",
    "砥岭",
    "砚峰",
    "霖岩",
    "嵘砾",
    "黛岩",
    "沁石",
    "汐岩",
    "嵩砾",
    "桐岩",
    "筠石",
    "榕砾",
    "麓青",
    "峤石",
    "屿岩",
    "沅石",
    "岱砾",
    "灏岩",
    "珞石",
    "茗岩",
    "梧砾",
    "芷岩",
    "崧石",
    "骊石",
    "澄砾",
    "弘岩",
    "徽石",
    "峪砾",
    "岫青",
    "砻石",
    "碣岩",
    "璧岭",
    "砂坪岭",
    "苔岩",
    "晓砾",
    "漱石",
    "岸磐",
]
CONTRACTORS = [
    "粤砾爆破工程有限公司",
    "岭磐矿山工程有限公司",
    "砚通土石方工程有限公司",
    "汀远运输有限公司",
    "磐基建设工程有限公司",
    "岚石机械租赁有限公司",
]
_FAMILIES = "陈李黄梁谭余伍冯关甄邝岑吴郑聂叶区容麦赵林张周何罗"
_GIVEN = "健锋海杰志强国华伟明文彬永昌炳坤耀祖锦荣德胜家俊卓然嘉铭子谦柏林启航泽宇少芬丽群晓敏慧仪淑贞"


def person_name(chance: Random) -> str:
    """An invented name of two or three characters."""
    start = chance.randrange(0, len(_GIVEN) - 1, 2)
    given = _GIVEN[start : start + 2] if chance.random() < 0.8 else _GIVEN[start]
    return chance.choice(_FAMILIES) + given


def phone(chance: Random) -> str:
    """An invented number that has eleven digits and cannot be dialled: no network begins with 1000."""
    return f"1000{chance.randrange(10**7):07d}"
