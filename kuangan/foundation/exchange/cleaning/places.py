"""Two cells that say a place become degrees: pairs in one cell, metres with a zone, the datum of the heading."""

import re
from decimal import ROUND_HALF_UP, Decimal

from kuangan.foundation.exchange.cleaning import geodesy
from kuangan.foundation.exchange.cleaning.degrees import BOUNDS, read_degrees
from kuangan.foundation.exchange.cleaning.remarks import Remark, Unreadable
from kuangan.foundation.exchange.cleaning.text import folded, plain
from kuangan.foundation.exchange.columns import ColumnKind

_SIX = Decimal("0.000001")
_METRES = re.compile(r"(?:[XYxy]?[=:]?)(\d{6,8}(?:\.\d+)?)(?:m|米)?")
_BETWEEN = re.compile(r"[,，、;；\s]+|(?<=[\d°′″'\"度分秒])(?=[EN东北]|[经纬]度)", re.IGNORECASE)
_DATUMS = (
    ("bd09", re.compile(r"BD-?09|百度", re.IGNORECASE)),
    ("gcj02", re.compile(r"GCJ-?02|火星|高德|腾讯", re.IGNORECASE)),
    ("cgcs2000", re.compile(r"CGCS-?2000|2000|国家2000|WGS-?84|GPS", re.IGNORECASE)),
    ("other", re.compile(r"北京-?54|BJ-?54|1954|西安-?80|80西安|1980|XIAN-?80|地方坐标|独立坐标", re.IGNORECASE)),
)
Pair = tuple[Decimal, Decimal]


def datum_in(title: str) -> str:
    """The datum that a heading names: cgcs2000 (and WGS 84), gcj02, bd09, other (54, 80, local); "" for none."""
    return next((name for name, words in _DATUMS if words.search(folded(title))), "")


def place_of(east: object, north: object, datum: str = "") -> tuple[Pair | None, tuple[Remark, ...]]:
    """Longitude and latitude out of what stands in the two columns, with what is to be said about it.

    None without remarks: the cells are read one by one as usual. Raises Unreadable where they cannot be one place.
    """
    if datum == "other":
        raise Unreadable("place.datum")
    found = _metres(east, north)
    remarks: tuple[Remark, ...] = (Remark("place.projected"),) if found else ()
    if found is None and (found := _pair_in(east, north)):
        remarks = (Remark("place.pair"),)
    if datum in ("gcj02", "bd09"):
        found = found or _both(east, north)
        if found is None:
            return None, ()
        convert = geodesy.from_gcj02 if datum == "gcj02" else geodesy.from_bd09
        return _rounded(*convert(float(found[0]), float(found[1]))), (*remarks, Remark("place.shifted"))
    return found, remarks


def _both(east: object, north: object) -> Pair | None:
    longitude, latitude = read_degrees(east), read_degrees(north)
    return (longitude, latitude) if longitude is not None and latitude is not None else None


def _pair_in(east: object, north: object) -> Pair | None:
    """Two degrees that stand in one of the cells, the other being empty or the same."""
    texts = [plain(raw) for raw in (east, north) if raw not in (None, "")]
    if not texts or len(set(texts)) > 1:
        return None
    parts = [part for part in _BETWEEN.split(texts[0].strip("()（）[]【】")) if part.strip("()（）[]【】")]
    parts = [part for part in parts if not re.fullmatch(r"(东经|北纬|经度|纬度|[ENen])[::]?", part)]
    if len(parts) != 2:
        return None
    read = [read_degrees(part) for part in parts]
    if read[0] is None or read[1] is None:
        return None
    one, other = sorted((read[0], read[1]), reverse=True)
    return (one, other) if _lies_in_china(one, other) else None


def _metres(east: object, north: object) -> Pair | None:
    """Gauss-Krüger metres of the two cells; which of them runs east is told by its eight digits, zone first."""
    texts = [plain(raw) for raw in (east, north) if raw not in (None, "")]
    if len(texts) == 1:
        texts = [part for part in re.split(r"[,，、;；\s]+", texts[0]) if part]
    numbers = [match[1] for text in texts if (match := _METRES.fullmatch(folded(text)))]
    if len(numbers) != 2 or len(texts) != 2:
        return None
    whole = [number.partition(".")[0] for number in numbers]
    zoned = [at for at, digits in enumerate(whole) if len(digits) == 8]
    if len(zoned) != 1:
        raise Unreadable("place.zone")
    easting, northing = numbers[zoned[0]], numbers[1 - zoned[0]]
    meridian = geodesy.meridian_of(int(easting[:2]))
    if meridian is None or len(whole[1 - zoned[0]]) != 7:
        raise Unreadable("place.zone")
    found = _rounded(*geodesy.degrees_of(float(northing), float(easting[2:]), meridian))
    if not _lies_in_china(*found):
        raise Unreadable("place.zone")
    return found


def _lies_in_china(longitude: Decimal, latitude: Decimal) -> bool:
    (west, east), (south, north) = BOUNDS[ColumnKind.LONGITUDE], BOUNDS[ColumnKind.LATITUDE]
    return west <= longitude <= east and south <= latitude <= north


def _rounded(longitude: float, latitude: float) -> Pair:
    return (
        Decimal(repr(longitude)).quantize(_SIX, ROUND_HALF_UP).normalize(),
        Decimal(repr(latitude)).quantize(_SIX, ROUND_HALF_UP).normalize(),
    )
