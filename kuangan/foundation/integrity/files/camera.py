"""What a camera wrote into a picture, read as what it has to be: a foreign value is right or it is not there.

Nothing here refuses a picture, and nothing leaves here that JSON or a database could not keep.
"""

import math
import re
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from PIL import ExifTags, Image

warnings.filterwarnings("ignore", module=r"PIL\.TiffImagePlugin")  # what is odd about a stranger's picture is no news

_LONGEST = 100
_ZONE = re.compile(r"[+-]\d\d:\d\d")


def data(raw: bytes) -> dict[str, Any]:
    """When, where and with what: taken_at (the camera's own time), latitude, longitude (WGS-84), device, orientation.

    `raw` is the Exif block of a picture; {} when it cannot be read at all.
    """
    read = Image.Exif()
    with suppress(Exception):  # the library raises dozens of kinds for what strangers write
        read.load(raw)
    main = _entries(lambda: read)
    detail = _entries(lambda: read.get_ifd(ExifTags.IFD.Exif))
    place = _entries(lambda: read.get_ifd(ExifTags.IFD.GPSInfo))
    taken = (detail.get(ExifTags.Base.DateTimeOriginal), main.get(ExifTags.Base.DateTime))
    makers = (main.get(ExifTags.Base.Make), main.get(ExifTags.Base.Model))
    values: dict[str, Any] = {
        "taken_at": next(filter(None, map(moment, taken)), ""),
        "zone": zone(detail.get(ExifTags.Base.OffsetTimeOriginal)),
        "device": " ".join(filter(None, map(words, makers))),
        "software": words(main.get(ExifTags.Base.Software)),
        "orientation": orientation(main.get(ExifTags.Base.Orientation)),
        "latitude": degrees(place.get(ExifTags.GPS.GPSLatitude), place.get(ExifTags.GPS.GPSLatitudeRef), "S", 90),
        "longitude": degrees(place.get(ExifTags.GPS.GPSLongitude), place.get(ExifTags.GPS.GPSLongitudeRef), "W", 180),
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


def _entries(read: Callable[[], Mapping[int, Any]]) -> dict[int, Any]:
    """The entries that can be read one by one."""
    found: dict[int, Any] = {}
    with suppress(Exception):
        block = read()
        for tag in list(block):
            with suppress(Exception):
                found[tag] = block[tag]
    return found


def words(value: Any) -> str:
    """A camera's text without control characters, cut to a sane length; "" for what is no text."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    return "".join(sign for sign in value[: 4 * _LONGEST] if sign.isprintable()).strip()[:_LONGEST].strip()


def moment(value: Any) -> str:
    """`2023:07:20 09:15:00` where it is a moment that exists; "" otherwise."""
    told = words(value)[:19]
    with suppress(ValueError):
        return f"{datetime.strptime(told, '%Y:%m:%d %H:%M:%S'):%Y:%m:%d %H:%M:%S}"  # noqa: DTZ007 - the zone stands apart
    return ""


def zone(value: Any) -> str:
    """`+08:00`; "" for anything else."""
    told = words(value)
    return told if _ZONE.fullmatch(told) else ""


def number(value: Any) -> float | None:
    """A finite number, whatever sort of fraction it was written as; None for anything else."""
    if isinstance(value, (str, bytes, bool)):
        return None
    if isinstance(value, (tuple, list)) and len(value) == 1:
        value = value[0]
    with suppress(TypeError, ValueError, ZeroDivisionError, OverflowError):
        found = float(value)
        return found if math.isfinite(found) else None
    return None


def orientation(value: Any) -> int | None:
    """One of the eight ways up; None for anything else."""
    found = number(value)
    return int(found) if found is not None and found in range(1, 9) else None


def degrees(value: Any, side: Any, negative: str, most: int) -> float | None:
    """Degrees from degrees, minutes and seconds, to a tenth of a metre; None when they are none."""
    if not isinstance(value, (tuple, list)) or len(value) != 3:
        return None
    parts = [number(part) for part in value]
    if None in parts:
        return None
    whole, minutes, seconds = (float(part or 0) for part in parts)
    if not (0 <= whole <= most and 0 <= minutes < 60 and 0 <= seconds < 60):
        return None
    found = round(whole + minutes / 60 + seconds / 3600, 6)
    if found > most:
        return None
    return -found if words(side).upper() == negative else found
