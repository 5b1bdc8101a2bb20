"""The invented mines as plain values: what each is, where it lies, how its people behave."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from stdnum.cn import uscc

from kuangan.registry.states import Hydrogeology, MineKind, MineStatus
from kuangan.shell.simulation.names import BY_CODE, MINES, County
from kuangan.shell.simulation.temperaments import CARELESS, LATE, LAZY, MIX, PUNCTUAL, Temperament

_FIRST = ("440781", "440783", "440705", "440785", "440784", "440781", "440781", "440781", "440703", "440704", "440781",
          "440783")  # fmt: skip
"""What the story needs stands first, so that a small run has it too."""
_SHARES = {"440781": 11, "440705": 13, "440783": 9, "440785": 8, "440784": 7}
_UNDERGROUND = {5, 17, 26, 38, 47, 55}
_PONDS = {6, 31}
_DUMPS = {7: 1, 22: 3, 44: 2}
"""A dump's number and the mine to which it is attached."""
_STATUS = {
    2: MineStatus.LONG_STOPPED,
    9: MineStatus.LONG_STOPPED,
    12: MineStatus.CONSTRUCTION,
    19: MineStatus.TECHNICAL_UPGRADE,
    20: MineStatus.LONG_STOPPED,
    24: MineStatus.CONSTRUCTION,
    28: MineStatus.RECTIFICATION,
    33: MineStatus.LONG_STOPPED,
    36: MineStatus.TECHNICAL_UPGRADE,
    41: MineStatus.CONSTRUCTION_STOPPED,
    49: MineStatus.LONG_STOPPED,
    52: MineStatus.CLOSED,
    58: MineStatus.PENDING_CLOSURE,
}
_STOPPED_WITH_PEOPLE = {49}
_BEHAVIOUR: dict[int, Temperament] = {
    1: PUNCTUAL,
    2: LATE,
    3: PUNCTUAL,
    4: CARELESS,
    6: PUNCTUAL,
    8: LAZY,
    11: PUNCTUAL,
}
_CODES = {10: "none", 13: "masked", 18: "unverified", 27: "none", 34: "masked", 46: "unverified"}
_ENDINGS = {
    MineKind.OPEN_PIT: ("石场", "石业有限公司", "建筑用花岗岩"),
    MineKind.UNDERGROUND: ("矿业", "矿业有限公司", "萤石"),
    MineKind.TAILINGS_POND: ("尾矿库", "矿业有限公司", "尾矿"),
    MineKind.DUMP_SITE: ("排土场", "石业有限公司", "剥离土石"),
}
MOST = len(MINES)
"""So many mines can be invented at most."""


@dataclass
class Sketch:
    """One invented mine. `number` counts from 1 and names its accounts: mine1, mine1.safety."""

    number: int
    county: County
    kind: MineKind
    stem: str
    town: str
    longitude: Decimal
    latitude: Decimal
    status: MineStatus
    temperament: Temperament
    facts: dict[str, Any]
    since: date
    credit_code: str
    host: int = 0
    licence_days: tuple[int, int] = (0, 0)
    short: str = field(init=False)

    def __post_init__(self) -> None:
        self.short = self.stem + _ENDINGS[self.kind][0]

    @property
    def enterprise(self) -> str:
        """Name of the enterprise."""
        return (
            f"{self.county.short}市{self.stem}{_ENDINGS[self.kind][1]}".replace("蓬江市", "江门市")
            .replace("江海市", "江门市")
            .replace("新会市", "江门市")
        )

    @property
    def mineral(self) -> str:
        """What is mined."""
        if self.kind == MineKind.UNDERGROUND:
            return ("萤石", "石英", "钨矿")[self.number % 3]
        return _ENDINGS[self.kind][2]


def sketches(seed: int, count: int) -> list[Sketch]:
    """The first `count` of the invented mines, the same for the same seed."""
    return [_sketch(seed, number, code) for number, code in enumerate(_places(min(count, MOST)), 1)]


def _places(count: int) -> list[str]:
    """County by county in turn, until each has its share; the first dozen is fixed by the story."""
    places, left = list(_FIRST), dict(_SHARES)
    while any(left.values()):
        for code, open_places in left.items():
            if open_places:
                places.append(code)
                left[code] -= 1
    extra = [code for code in _SHARES for _turn in range(MOST)]
    return (places + extra)[:count]


def _sketch(seed: int, number: int, code: str) -> Sketch:
    chance = Random(f"{seed}:mine:{number}")  # noqa: S311 -- a play, no secret  # nosec B311
    host = _DUMPS.get(number, 0)
    kind = _kind(number)
    if host:
        code = (_FIRST)[host - 1]
    county = BY_CODE[code]
    town = county.towns[number % len(county.towns)]
    status = _STATUS.get(number, MineStatus.PRODUCING)
    return Sketch(
        number, county, kind, MINES[(host or number) - 1], town.name,
        _near(town.east, chance), _near(town.north, chance), status,
        _BEHAVIOUR.get(number, MIX[number % len(MIX)]),
        _facts(number, kind, status, chance), date(2022, 1, 1) + timedelta(days=chance.randrange(400)),
        _credit_code(number, code, chance), host,
        (chance.choice((-40, 25, 70, 200, 500, 900, 1400)), chance.choice((40, 110, 300, 600, 950))),
    )  # fmt: skip


def _kind(number: int) -> MineKind:
    if number in _UNDERGROUND:
        return MineKind.UNDERGROUND
    if number in _PONDS:
        return MineKind.TAILINGS_POND
    return MineKind.DUMP_SITE if number in _DUMPS else MineKind.OPEN_PIT


def _near(degrees: float, chance: Random) -> Decimal:
    return Decimal(f"{degrees + chance.uniform(-0.025, 0.025):.6f}")


def _facts(number: int, kind: MineKind, status: MineStatus, chance: Random) -> dict[str, Any]:
    stopped = status in (MineStatus.LONG_STOPPED, MineStatus.CONSTRUCTION_STOPPED, MineStatus.PENDING_CLOSURE)
    facts: dict[str, Any] = {
        "status": status,
        "people_working": number in _STOPPED_WITH_PEOPLE or not (stopped or status == MineStatus.CLOSED),
        "flood_threat": chance.random() < 0.25,
        "geological_threat": chance.random() < 0.2,
        "severe_hazard": number in (8, 21) or chance.random() < 0.05,
        "worrying": number in (8, 29, 45),
    }
    if kind == MineKind.OPEN_PIT:
        facts |= {
            "slope_height_m": chance.choice((35, 48, 60, 75, 90, 120, 165)),
            "slope_angle_deg": chance.choice((48, 52, 55, 58, 60)),
            "below_grade": number % 9 == 0,
        }
    if kind == MineKind.UNDERGROUND:
        facts["hydrogeology"] = chance.choice((Hydrogeology.SIMPLE, Hydrogeology.MEDIUM, Hydrogeology.COMPLEX))
    if kind == MineKind.TAILINGS_POND:
        facts["overhead_pond"] = number == 6
    if kind == MineKind.DUMP_SITE:
        facts["dump_height_m"] = chance.choice((28, 42, 66))
    if stopped and number not in _STOPPED_WITH_PEOPLE:
        facts["watch_mode"] = chance.choice(("on_site", "contact"))
    return facts


def _credit_code(number: int, region_code: str, chance: Random) -> str:
    """Made up and right in its check digit, except where the list of what is to be completed needs a bad one."""
    state = _CODES.get(number, "valid")
    if state == "none":
        return ""
    head = f"91{region_code}MAD0{number:03d}{chance.randrange(10**2):02d}"
    digit = uscc.calc_check_digit(head)
    if state == "masked":
        return f"{head[:8]}******{head[14:]}{digit}"
    return head + (digit if state == "valid" else ("7" if digit != "7" else "8"))
