"""What the system notices about pictures: the same shot elsewhere, taken long before, taken far from the mine."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.files import fingerprints
from kuangan.foundation.integrity.picture_uses import Use, uses_of
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.rules import day
from kuangan.hazards.models import Hazard, Photo
from kuangan.hazards.states import PhotoStage

CLOCKS_LIE = timedelta(hours=26)
"""Clocks and time zones of phones are off by as much."""
LONG_BEFORE = timedelta(days=30)
FAR_KM = 3.0
_EARTH_KM = 6371.0
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that was noticed, in words; `url` leads to the other picture's record where the reader may see it."""

    words: str
    url: str = ""


# house: unscoped — whoever asks shows only what lies in the reader's scope
def hazard_uses(stored_ids: Collection[int]) -> Iterator[Use]:
    """The pictures of hazards, for integrity.picture_uses."""
    rows = Photo.rows.filter(stored__in=stored_ids, removed_at__isnull=True).select_related("hazard__mine")
    for one in rows:
        url = reverse("hazards:hazard", args=[one.hazard_id])
        yield Use(one.stored_id, one.hazard, one.hazard.mine_id, one.hazard.number, url, one.hazard.found_at)


def marks(scope: Scope, row: Hazard, photos: Sequence[Photo]) -> dict[int, list[Mark]]:
    """What is noticed about each picture of a hazard, by its number."""
    found: dict[int, list[Mark]] = defaultdict(list)
    pictures = [one for one in photos if one.stored.is_image]
    near = fingerprints.alike([one.stored_id for one in pictures])
    wanted = {one.stored_id for one in pictures} | {other.stored_id for some in near.values() for other in some}
    uses: dict[int, list[Use]] = defaultdict(list)
    for use in uses_of(wanted):
        uses[use.stored_id].append(use)
    for one in pictures:
        same = [one.stored_id, *(other.stored_id for other in near.get(one.stored_id, []))]
        elsewhere = [use for pk in same for use in uses[pk] if not _belongs(use, row)]
        found[one.pk] += [_told(scope, use) for use in elsewhere[:_SHOWN]]
        found[one.pk] += _old(row, one) + _far(row, one)
    return found


def _belongs(use: Use, row: Hazard) -> bool:
    """The hazard itself, or a check of its mine on the day on which it was found: it hands its pictures on."""
    if use.mine_id != row.mine_id:
        return False
    own = isinstance(use.row, Hazard)
    return use.row.pk == row.pk if own else clock.day_of(use.day) == clock.day_of(row.found_at)


def _told(scope: Scope, use: Use) -> Mark:
    if not scope.covers(use.row):
        return Mark(_("the same shot was handed in outside your jurisdiction"))
    return Mark(_("the same shot as at %(name)s, %(day)s") % {"name": use.name, "day": day(use.day)}, use.url)


def _old(row: Hazard, one: Photo) -> list[Mark]:
    """By the camera's own clock: before the finding, for what shows the state long before it."""
    if one.taken_at is None:
        return []
    allowed = LONG_BEFORE if one.stage == PhotoStage.BEFORE else CLOCKS_LIE
    if one.taken_at >= row.found_at - allowed:
        return []
    return [Mark(_("taken on %(day)s, before the hazard was found") % {"day": day(one.taken_at)})]


def _far(row: Hazard, one: Photo) -> list[Mark]:
    """Far from the mine by the place the camera wrote; without one nothing is said."""
    here, there = (row.mine.latitude, row.mine.longitude), tuple(one.stored.exif.get(key) for key in _PLACE)
    if None in here or None in there:
        return []
    distance = kilometres(*(float(value) for value in (*here, *there)))
    return [Mark(_("taken about %(km)d km from the mine") % {"km": round(distance)})] if distance > FAR_KM else []


_PLACE = ("latitude", "longitude")


# house: unscoped — only arithmetic
def kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The distance of two points in degrees on the ground, in kilometres."""
    first, second = math.radians(latitude), math.radians(other_latitude)
    across = math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    along = math.sin((second - first) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(along + math.cos(first) * math.cos(second) * across))


# house: unscoped — compares files that were read within a scope
def resaved(row: Hazard, stored: Any) -> Photo | None:
    """The picture from before rectification of which a file is a copy, saved anew perhaps; None when there is none."""
    near = [stored.pk, *(one.stored_id for one in fingerprints.alike([stored.pk]).get(stored.pk, []))]
    rows = Photo.rows.filter(hazard=row, stored__in=near, stage=PhotoStage.BEFORE, removed_at__isnull=True)
    found: Photo | None = rows.order_by("pk").first()
    return found
