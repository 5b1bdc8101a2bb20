"""What a camera wrote into a picture about the moment it was taken."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from kuangan.foundation.kernel import clock

_ZONE = re.compile(r"([+-])(\d{2}):(\d{2})")


def taken_at(camera: Mapping[str, Any], now: datetime) -> datetime | None:
    """The moment a picture was taken, from its camera data ("2023:07:03 10:26:00", zone "+08:00" or none: Shanghai).

    None when the camera says nothing that can be true: unreadable, before 2000, or after `now`.
    """
    try:
        told = datetime.strptime(str(camera.get("taken_at", ""))[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - the zone stands apart
    except ValueError:
        return None
    zone = _ZONE.fullmatch(str(camera.get("zone", "")))
    if zone:
        offset = timedelta(hours=int(zone[2]), minutes=int(zone[3]))
        if offset > timedelta(hours=14):
            return None
        found = told.replace(tzinfo=timezone(offset if zone[1] == "+" else -offset))
    else:
        found = told.replace(tzinfo=clock.SHANGHAI)
    return found if told.year >= 2000 and found <= now else None
