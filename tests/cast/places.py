"""Places and bodies of the cast: Jiangmen, two of its counties, their authorities, an enterprise, mines, a contractor.

Everything is made by the registry's own verbs; every maker returns the row, and takes over what it is told.
"""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from kuangan.foundation.authority.actors import Actor
from kuangan.registry import actions
from kuangan.registry.models import Agency, Authority, Contractor, Engagement, Enterprise, Mine, Person, Region
from kuangan.registry.states import AuthorityKind, Level, MineKind, MineStatus

GUANGDONG, JIANGMEN, KAIPING, ENPING = "440000", "440700", "440783", "440785"
SINCE = date(2023, 1, 1)
"""The day since which the facts of a mine are true unless a test says otherwise."""
_REGIONS = {
    GUANGDONG: ("广东省", "广东", Level.PROVINCE),
    JIANGMEN: ("江门市", "江门", Level.CITY),
    KAIPING: ("开平市", "开平", Level.COUNTY),
    ENPING: ("恩平市", "恩平", Level.COUNTY),
    "440703": ("蓬江区", "蓬江", Level.COUNTY),
    "440704": ("江海区", "江海", Level.COUNTY),
    "440705": ("新会区", "新会", Level.COUNTY),
    "440781": ("台山市", "台山", Level.COUNTY),
    "440784": ("鹤山市", "鹤山", Level.COUNTY),
}
_numbers = count(1)


def clerk() -> Actor:
    """Who writes the cast down."""
    return Actor.system("cast")


def region(code: str = ENPING) -> Region:
    """A region of Jiangmen by its code, with all regions beside it."""
    for key, (name, short, level) in _REGIONS.items():
        Region.objects.get_or_create(code=key, defaults={"name": name, "short_name": short, "level": level})
    return Region.objects.get(code=code)


def bureau(code: str = ENPING) -> Authority:
    """The emergency management bureau of a region."""
    return _authority(code, AuthorityKind.EMERGENCY_BUREAU, "应急管理局", "emergency")


def government(code: str = ENPING) -> Authority:
    """The people's government of a region."""
    return _authority(code, AuthorityKind.GOVERNMENT, "人民政府", "government")


def _authority(code: str, kind: AuthorityKind, suffix: str, tail: str) -> Authority:
    place = region(code)
    return actions.register_authority(
        clerk(), code=f"{code}.{tail}", name=place.name + suffix, kind=kind, level=place.level, region_code=code,
        is_founding=True,
    )  # fmt: skip


def enterprise(name: str = "", code: str = ENPING, **told: Any) -> Enterprise:
    """An invented mine enterprise."""
    region(code)
    return actions.register_enterprise(
        clerk(), name=name or f"甲{next(_numbers)}石业有限公司", region_code=code, is_demo=True, **told
    )


def mine(
    name: str = "", code: str = ENPING, *, since: date = SINCE, owner: Enterprise | None = None, **told: Any
) -> Mine:
    """A producing open pit; facts are given by name (`status="long_stopped", people_working=False`)."""
    plain = {"kind", "short_name", "town", "mineral", "longitude", "latitude", "attached_to", "address"}
    plain |= {"apart_because", "in_scope_since"}
    number = next(_numbers)
    told.setdefault("in_scope_since", since)
    facts = {"status": MineStatus.PRODUCING, **{key: told.pop(key) for key in [*told] if key not in plain}}
    told = {"kind": MineKind.OPEN_PIT, "longitude": Decimal("112.3"), "latitude": Decimal("22.2"), **told}
    return actions.register_mine(
        clerk(),
        enterprise=owner or enterprise(code=code),
        name=name or f"第{number}石场",
        region_code=code,
        facts=facts,
        effective_on=since,
        basis="测试名录",
        is_demo=True,
        **told,
    )


def person(name: str = "张三", employer: Enterprise | Authority | Agency | None = None, **told: Any) -> Person:
    """An invented person; employed by the bureau of Enping unless told otherwise."""
    return actions.register_person(clerk(), name=name, employer=employer or bureau(), is_demo=True, **told)


def contractor(name: str = "", **told: Any) -> Contractor:
    """A contractor whose safety licence holds until 2030."""
    told = {"licence_no": "（粤）FM安许证字〔2021〕C001", "licence_valid_to": date(2030, 1, 1), **told}
    name = name or f"乙{next(_numbers)}爆破工程有限公司"
    return actions.register_contractor(clerk(), name=name, is_demo=True, **told)


def engagement(at: Mine | None = None, who: Contractor | None = None, *, since: date = SINCE) -> Engagement:
    """A contractor at work in a mine."""
    return actions.engage_contractor(
        clerk(), at or mine(), who or contractor(), work="穿孔爆破", started_on=since, is_warned=True
    )


def agency(name: str = "丙安全技术咨询有限公司", **told: Any) -> Agency:
    """A technical-service agency."""
    region()
    told = {"services": ["evaluation"], "region_code": JIANGMEN, "in_scope_since": SINCE, **told}
    return actions.register_agency(clerk(), name=name, is_demo=True, **told)
