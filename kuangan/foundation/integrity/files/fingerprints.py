"""The same shot found again: a perceptual hash of 256 bits, looked up by 16 bands of 16 bits.

The hash is the sign of 16 × 16 low frequencies of a 64 × 64 picture (rows and columns 1 to 16 of its cosine transform)
against their median. Copies that were compressed, scaled or brightened anew differ in few bits; another visit to the
same place differs in many. Pictures without detail (sky, a dark tunnel) resemble one another by chance and are never
compared. It is computed once, from the preview, which is bounded.
"""

import math
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kuangan.foundation.integrity.models import PictureBand, PictureFingerprint

if TYPE_CHECKING:
    from PIL import Image

ALGORITHM = 1
"""Part of the key, so that another hash can be built beside this one."""
SAME_SHOT = 31
"""Most differing bits of two copies of one picture."""
LEAST_DETAIL = 50
"""Below it a picture says too little to be compared; 0 to 100, as PDQ measures quality."""
SIDE, _FREQUENCIES, BANDS = 64, 16, 16
_BOX = 4
"""Image.Resampling.BOX, without the library: who only looks fingerprints up does not load it."""
_MOST_CANDIDATES = 20_000
_COSINES = [
    [math.cos(math.pi / (2 * SIDE) * (2 * at + 1) * frequency) for at in range(SIDE)]
    for frequency in range(1, _FREQUENCIES + 1)
]


@dataclass(frozen=True, slots=True)
class Alike:
    """Another stored picture that is the same shot, with the number of bits in which the two differ."""

    stored_id: int
    distance: int


def perceptual(image: "Image.Image") -> tuple[int, int]:
    """The hash (256 bits) of a picture and how much detail it has, from 0 to 100."""
    pixels = image.convert("L").resize((SIDE, SIDE), _BOX).tobytes()
    rows = [pixels[start : start + SIDE] for start in range(0, SIDE * SIDE, SIDE)]
    columns = list(zip(*rows, strict=True))
    halves = [[sum(map(float.__mul__, wave, map(float, column))) for column in columns] for wave in _COSINES]
    values = [sum(map(float.__mul__, wave, half)) for half in halves for wave in _COSINES]
    middle = sorted(values)[len(values) // 2]
    bits = 0
    for value in values:
        bits = bits << 1 | (value > middle)
    steps = sum(abs(one - other) * 100 // 255 for line in (*rows, *columns) for one, other in pairwise(line))
    return bits, min(100, steps // 90)


def keep_fingerprint(stored_id: int, bits: int, detail: int) -> None:
    """Write the fingerprint of a stored picture with its bands, once."""
    row, made = PictureFingerprint.objects.get_or_create(
        stored_id=stored_id, algorithm=ALGORITHM, defaults={"bits": f"{bits:064x}", "detail": detail}
    )
    if made and detail >= LEAST_DETAIL:
        PictureBand.objects.bulk_create([PictureBand(key=key, fingerprint=row) for key in keys_of(bits)])


def keys_of(bits: int) -> list[int]:
    """The keys under which a hash is looked up: number of the band and its 16 bits."""
    return [band << 16 | (bits >> (16 * band)) & 0xFFFF for band in range(BANDS)]


def alike(stored_ids: Collection[int]) -> dict[int, list[Alike]]:
    """For each of some stored pictures the others that are the same shot, the nearest first; three statements."""
    wanted = PictureFingerprint.objects.filter(stored__in=stored_ids, algorithm=ALGORITHM, detail__gte=LEAST_DETAIL)
    own = {row.stored_id: int(row.bits, 16) for row in wanted}
    keys = {key for bits in own.values() for key in keys_of(bits)}
    if not keys:
        return {}
    near = PictureBand.objects.filter(key__in=keys).values_list("fingerprint_id", flat=True)[:_MOST_CANDIDATES]
    rows = PictureFingerprint.objects.filter(pk__in=set(near)).values_list("stored_id", "bits")
    found: dict[int, list[Alike]] = defaultdict(list)
    for stored_id, text in rows:
        other = int(text, 16)
        for pk, bits in own.items():
            if pk != stored_id and (distance := (bits ^ other).bit_count()) <= SAME_SHOT:
                found[pk].append(Alike(stored_id, distance))
    return {pk: sorted(some, key=lambda one: (one.distance, one.stored_id)) for pk, some in found.items()}
