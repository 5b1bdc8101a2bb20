"""What the number of a licence says by its form: its kind, its month, its region. Remarks only; nothing is repaired."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kuangan.foundation.kernel.text import compared
from kuangan.registry.states import LicenceKind

_MINING = re.compile(r"([ct]?)(\d{6})(\d{4})(\d{2})\d{10}")
_SAFETY = re.compile(
    r"\(?([\u4e00-\u9fff])\)?([a-z]{2})?安许证字[(\[〔]?((?:19|20)\d{2})[)\]〕]?第?[a-z]{0,3}\d+[a-z0-9\-]*号?"
)
_BLASTING = re.compile(r"(\d{6})(13)\d{5}")
_OTHER_SAFETY = {"mk": "煤矿", "wh": "危险化学品", "yh": "烟花爆竹", "jz": "建筑施工", "mb": "民用爆炸物品"}
# the sign of a province in the numbers of its licences, by the first two digits of its code
_PROVINCES = (
    "11京12津13冀14晋15蒙21辽22吉23黑31沪32苏33浙34皖35闽36赣37鲁41豫42鄂43湘44粤45桂46琼50渝51川52黔53滇54藏"
    "61陕62甘63青64宁65新"
)
_SIGNS = {_PROVINCES[at : at + 2]: _PROVINCES[at + 2] for at in range(0, len(_PROVINCES), 3)}
Known = Callable[[str], bool]
"""Whether a code of six digits is a region, of today or of earlier days."""


@dataclass(frozen=True)
class Doubt:
    """Something in a number that does not fit, as a code of the import's wording with its values."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


def doubts(kind: str, number: str, region_code: str, is_region: Known) -> list[Doubt]:
    """What does not fit in the number of a licence held in a region; nothing for what is masked or fits."""
    text = compared(number).replace(" ", "")
    if not text or "*" in text:
        return []
    found = kind_of(text)
    if found is not None and found != kind:
        return [Doubt("registry.licence_kind", {"found": LABELS[found], "expected": LABELS[kind]})]
    read = {LicenceKind.MINING: _of_mining, LicenceKind.SAFETY: _of_safety, LicenceKind.BLASTING: _of_blasting}
    return read[LicenceKind(kind)](text, region_code, is_region)


LABELS = {
    LicenceKind.MINING.value: "采矿许可证",
    LicenceKind.SAFETY.value: "安全生产许可证",
    LicenceKind.BLASTING.value: "爆破作业单位许可证",
    "exploration": "勘查许可证",
    **{sign: f"{trade}安全生产许可证" for sign, trade in _OTHER_SAFETY.items()},
}
"""What the papers are called; Chinese content, as they are printed."""


def kind_of(text: str) -> str | None:
    """The kind of paper that a number (as compared) can only belong to; None where its form does not tell."""
    if match := _MINING.fullmatch(text):
        return "exploration" if match[1] == "t" else LicenceKind.MINING.value
    if "安许证" in text:
        sign = next((sign for sign in _OTHER_SAFETY if f"{sign}安许证" in text), None)
        return sign or LicenceKind.SAFETY.value
    return LicenceKind.BLASTING.value if _BLASTING.fullmatch(text) else None


def _of_mining(text: str, region_code: str, is_region: Known) -> list[Doubt]:
    match = _MINING.fullmatch(text)
    if match is None:
        return [Doubt("registry.licence_form", {"form": "C4407002019067130148291"})]
    letter, region, year, month = match.groups()
    found = [] if letter else [Doubt("registry.licence_prefix", {"offered": f"C{text.upper()}"})]
    if not 1 <= int(month) <= 12 or not 1986 <= int(year) <= 2100:
        found.append(Doubt("registry.licence_month", {"month": f"{year}-{month}"}))
    return found + _of_region(region, region_code, is_region)


def _of_safety(text: str, region_code: str, is_region: Known) -> list[Doubt]:
    match = _SAFETY.fullmatch(text)
    if match is None:
        return [Doubt("registry.licence_form", {"form": "（粤）FM安许证字〔2021〕123号"})]
    sign = _SIGNS.get(region_code[:2])
    found = (
        []
        if match[2]
        else [Doubt("registry.licence_prefix", {"offered": f"（{match[1]}）FM{text[text.index('安') :]}"})]
    )
    if sign and match[1] != sign:
        found.append(Doubt("registry.licence_region", {"region": match[1], "expected": sign}))
    return found


def _of_blasting(text: str, region_code: str, is_region: Known) -> list[Doubt]:
    match = _BLASTING.fullmatch(text)
    if match is None:
        return [Doubt("registry.licence_form", {"form": "4407001300012"})]
    return [] if is_region(match[1]) else [Doubt("registry.licence_region", {"region": match[1], "expected": "440000"})]


def _of_region(region: str, region_code: str, is_region: Known) -> list[Doubt]:
    """A mining licence is issued by the county, its city, its province or the ministry (100000)."""
    issuers = {region_code, f"{region_code[:4]}00", f"{region_code[:2]}0000", "100000"}
    if region in issuers or (region[:4] == region_code[:4] and is_region(region)):
        return []
    return [Doubt("registry.licence_region", {"region": region, "expected": f"{region_code[:4]}00"})]
