"""Pictures: camera data are kept aside, a preview is drawn anew, a fingerprint finds the same photo again."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pillow_heif
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps

from kuangan.foundation.integrity.files.sniffing import HEIC, JPEG, WEBP
from kuangan.foundation.kernel.errors import Refused

pillow_heif.register_heif_opener()

PREVIEW_SIDE = 1600
"""Longest side of a preview, in pixels."""
_MOST_PIXELS = 60_000_000
_MOST_PIXELS_JPEG = 210_000_000
"""JPEG is decoded at an eighth where it is huge, so that photographs of 200-megapixel phones are welcome."""
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")


@dataclass(frozen=True)
class Picture:
    """What was learnt from one picture; `preview` is None when it could not be drawn."""

    width: int
    height: int
    exif: dict[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    preview: Image.Image | None = None


def look_at(path: Path, media_type: str) -> Picture:
    """Decode a picture once. Refused when it is damaged or so large that decoding it would exhaust the machine."""
    Image.MAX_IMAGE_PIXELS = None  # the limit below is ours, and is asked before a single pixel is decoded
    try:
        with Image.open(path, formats=_FORMATS) as image:
            width, height = image.size
            limit = _MOST_PIXELS_JPEG if media_type == JPEG else _MOST_PIXELS
            if width * height > limit:
                raise Refused(_("This picture has too many pixels. Save it smaller and upload it again."))
            if media_type == WEBP and getattr(image, "n_frames", 1) > 1:
                raise Refused(_("This is an animation, not a photograph. Save one picture of it and upload that."))
            exif = camera_data(image)
            image.draft("RGB", (PREVIEW_SIDE, PREVIEW_SIDE))
            upright = ImageOps.exif_transpose(image)
            flat = _flatten(upright)
    except Refused:
        raise
    except Exception as error:  # decoders raise dozens of kinds; to the user all mean the same
        raise Refused(_("This picture is damaged and cannot be opened. Take or export it again.")) from error
    flat.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    if media_type != HEIC and exif.get("orientation") in (5, 6, 7, 8):
        width, height = height, width
    return Picture(width, height, exif, fingerprint(flat), flat)


def _flatten(image: Image.Image) -> Image.Image:
    """Plain RGB on white, without any of the original's side data."""
    if image.mode in ("RGBA", "LA", "P", "PA"):
        coloured = image.convert("RGBA")
        ground = Image.new("RGB", coloured.size, "white")
        ground.paste(coloured, mask=coloured.getchannel("A"))
        return ground
    plain = image.convert("RGB")
    bare = Image.new("RGB", plain.size)
    bare.paste(plain)
    return bare


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


def camera_data(image: Image.Image) -> dict[str, Any]:
    """When, where and with what: taken_at (the camera's own time), latitude, longitude (WGS-84), device."""
    raw = image.getexif()
    if not raw:
        return {}
    detail, place = raw.get_ifd(ExifTags.IFD.Exif), raw.get_ifd(ExifTags.IFD.GPSInfo)
    found: dict[str, Any] = {
        "taken_at": _words(detail.get(ExifTags.Base.DateTimeOriginal) or raw.get(ExifTags.Base.DateTime)),
        "zone": _words(detail.get(ExifTags.Base.OffsetTimeOriginal)),
        "device": " ".join(filter(None, (_words(raw.get(tag)) for tag in (ExifTags.Base.Make, ExifTags.Base.Model)))),
        "software": _words(raw.get(ExifTags.Base.Software)),
        "orientation": raw.get(ExifTags.Base.Orientation),
        "latitude": _degrees(place, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90),
        "longitude": _degrees(place, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180),
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


def _words(value: Any) -> str:
    """A camera's text without control characters, cut to a sane length."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return "".join(sign for sign in str(value or "") if sign.isprintable())[:100].strip()


def _degrees(place: dict[int, Any], tag: int, side_tag: int, negative: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in place[tag])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    value = round(degrees + minutes / 60 + seconds / 3600, 6)
    if not 0 <= value <= most:
        return None
    return -value if _words(place.get(side_tag)) == negative else value
