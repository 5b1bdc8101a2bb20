"""Pictures: camera data are kept aside, a preview is drawn anew, a fingerprint finds the same photo again.

What a picture costs is known from its head. A photograph of an ordinary phone is drawn in this process; what could take
more memory is drawn by `decoder` in a process of its own, one at a time on a machine.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image

from kuangan.foundation.integrity.files import camera, decoder, dimensions, fingerprints
from kuangan.foundation.integrity.files.dimensions import Dimensions
from kuangan.foundation.integrity.files.sniffing import HEIC
from kuangan.foundation.kernel import children
from kuangan.foundation.kernel.errors import Refused

PREVIEW_SIDE = 1600
"""Longest side of a preview, in pixels."""
_MOST_PIXELS = 60_000_000
_MOST_PIXELS_JPEG = 210_000_000
"""JPEG is decoded at an eighth where it is huge, so that photographs of 200-megapixel phones are welcome."""
_MOST_LAYERS = 60
"""A progressive JPEG of a camera has about ten; each is a pass over all of it."""
_CHEAP_PIXELS, _CHEAP_BYTES = 50_000_000, 24_000_000
"""What is drawn in this process: so many pixels to walk over, so many bytes to hold."""
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """What was learnt from one picture; `preview` is upright, plain RGB, at most PREVIEW_SIDE long."""

    width: int
    height: int
    preview: Image.Image
    exif: dict[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    bits: int = 0
    detail: int = 0


def look_at(path: Path, media_type: str) -> Picture:
    """Decode a picture once. Refused when it is damaged or so large that decoding it would exhaust the machine.

    Busy when others are decoding large ones just now.
    """
    try:
        claimed = dimensions.of(path, media_type)
    except ValueError:
        raise _damaged() from None
    most = _most_pixels(claimed)
    if claimed is not None:
        _refuse_giants(claimed, most)
    (width, height), raw, small = _drawn(path, media_type, claimed, most)
    told = camera.data(raw)
    turn = told.get("orientation", 1) if media_type != HEIC else 1  # of HEIC the decoder has turned it already
    if turn in _UPRIGHT:
        small = small.transpose(_UPRIGHT[turn])
    if turn in (5, 6, 7, 8):
        width, height = height, width
    bits, detail = fingerprints.perceptual(small)
    return Picture(width, height, small, told, fingerprint(small), bits, detail)


def _most_pixels(claimed: Dimensions | None) -> int:
    return _MOST_PIXELS_JPEG if claimed is not None and claimed.is_jpeg and claimed.layers == 1 else _MOST_PIXELS


def _refuse_giants(claimed: Dimensions, most: int) -> None:
    if claimed.pixels > most:
        raise _too_many_pixels()
    if claimed.layers > _MOST_LAYERS:
        raise Refused(_("This picture is stored in too many layers. Save it as a plain JPEG and upload it again."))
    if claimed.is_animated:
        raise Refused(_("This is an animation, not a photograph. Save one picture of it and upload that."))


def _drawn(
    path: Path, media_type: str, claimed: Dimensions | None, most: int
) -> tuple[tuple[int, int], bytes, Image.Image]:
    if claimed is None or claimed.pixels > _CHEAP_PIXELS or _bytes_held(claimed) > _CHEAP_BYTES:
        return _drawn_apart(path, media_type, most)
    try:
        return decoder.draw(str(path), PREVIEW_SIDE, most)
    except Exception as error:  # decoders raise dozens of kinds; to the user all mean the same
        raise _damaged() from error


def _bytes_held(claimed: Dimensions) -> int:
    """What decoding holds at a time: all pixels; of a JPEG those of its scale, with layers all coefficients too."""
    if not claimed.is_jpeg:
        return claimed.pixels * 4
    fraction = max(1, min(8, max(claimed.width, claimed.height) // PREVIEW_SIDE))
    return claimed.pixels * 4 // fraction**2 + (claimed.pixels * 6 if claimed.layers > 1 else 0)


def _drawn_apart(path: Path, media_type: str, most: int) -> tuple[tuple[int, int], bytes, Image.Image]:
    arguments = (str(path), str(PREVIEW_SIDE), str(most), "heic" if media_type == HEIC else "")
    answer = children.run(Path(decoder.__file__), arguments, turn="pictures", seconds=decoder.MOST_SECONDS + 15)
    if not answer:
        raise _damaged()
    line, _end, body = answer.partition(b"\n")
    head = json.loads(line)
    if head.get("large"):
        raise _too_many_pixels()
    small = Image.frombytes("RGB", tuple(head["small"]), body[head["camera"] :])
    width, height = head["size"]
    return (width, height), body[: head["camera"]], small


def _damaged() -> Refused:
    return Refused(_("This picture is damaged and cannot be opened. Take or export it again."))


def _too_many_pixels() -> Refused:
    return Refused(_("This picture has too many pixels. Save it smaller and upload it again."))


def fingerprint(image: Image.Image) -> str:
    """64-bit difference hash in 16 hexadecimal digits: near-equal pictures differ in few bits."""
    small = image.convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    pixels = small.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            left, right = pixels[row * 9 + column], pixels[row * 9 + column + 1]
            bits = bits << 1 | (left > right)
    return f"{bits:016x}"
