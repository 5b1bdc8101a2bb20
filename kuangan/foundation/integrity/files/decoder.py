"""Draws a picture small. Stands alone, so that a dear one can be drawn in a process of its own.

Read by the platform as a module; run as a program with path, type and side it writes one line of JSON (width, height,
bytes of camera data, size) and then the camera data and the pixels to standard output, bounded in memory and time.
"""

import io
import json
import os
import sys
from contextlib import suppress
from typing import Any

from PIL import Image

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
MOST_MEMORY = 1024 * 1024 * 1024  # bytes of address space; sixty million pixels take about half of it
MOST_SECONDS = 30
_MOST_CAMERA_DATA = 1_000_000
_LOOK_AHEAD = bytes(16)  # the decoder reads ahead of what it draws
_STRIP = 4_000_000  # pixels that are turned into plain colours at a time
Image.MAX_IMAGE_PIXELS = None  # our own limits are asked before


def draw(path: str, side: int, most_pixels: int) -> tuple[tuple[int, int], bytes, Image.Image]:
    """Stored width and height, raw camera data, and the picture in RGB with its longest side at most `side`.

    Raises OverflowError when there are more pixels than `most_pixels`, any other exception when it is damaged.
    """
    with Image.open(path, formats=FORMATS) as image:
        size = image.size
        if size[0] * size[1] > most_pixels:
            raise OverflowError("pixels")
        image.draft("RGB", (side, side))
        drawn = _load(path, image)
        drawn.info = image.info
        camera = image.info.get("exif", b"")
        small = _small(drawn, side)
    return size, camera[:_MOST_CAMERA_DATA] if isinstance(camera, bytes) else b"", small


def _load(path: str, image: Image.Image) -> Image.Image:
    """All pixels; a JPEG whose last line is there is whole, though its end mark is missing."""
    try:
        image.load()
    except OSError:
        if image.format not in ("JPEG", "MPO"):
            raise
        with open(path, "rb") as stream:
            content = stream.read()
        return _last_pass(content, image) if image.info.get("progressive") else _last_line(content, image)
    return image


def _last_pass(content: bytes, cut: Image.Image) -> Image.Image:
    """A progressive JPEG shows the whole picture as soon as its second pass has begun."""
    if content.count(b"\xff\xda", content.find(b"\xff\xc2")) < 2:
        raise OSError("cut off in its first pass")
    whole = Image.open(io.BytesIO(content + b"\xff\xd9"), formats=("JPEG",))
    whole.draft("RGB", cut.size)
    whole.load()
    return whole


def _last_line(content: bytes, cut: Image.Image) -> Image.Image:
    """Decoded over a last line of noise: where the noise is gone, the picture has arrived at its end."""
    again: Any = Image.open(io.BytesIO(content + _LOOK_AHEAD), formats=("JPEG",))
    again.draft("RGB", cut.size)
    width, height = again.size
    last = (0, height - 1, width, height)
    canvas = Image.new(again.mode, again.size)
    noise = Image.frombytes(again.mode, (width, 1), os.urandom(width * len(again.getbands())))
    canvas.paste(noise, last)
    again.im = canvas.im
    with suppress(OSError):
        again.load()
    if canvas.crop(last).tobytes() == noise.tobytes():
        raise OSError("cut off")
    return canvas


def _small(image: Image.Image, side: int) -> Image.Image:
    """Plain RGB on white without side data, made small in strips, so that no second large copy arises."""
    width, height = image.size
    factor = max(1, max(width, height) // (2 * side))
    rows = max(factor, _STRIP // max(width, 1) // factor * factor)
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    for top in range(0, height, rows):
        strip = _plain(image.crop((0, top, width, min(top + rows, height))))
        small.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    small.thumbnail((side, side))
    return small


def _plain(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith("I;16") or strip.mode == "I":
        strip = strip.convert("I").point(lambda level: level / 256).convert("L")
    if strip.mode in ("RGBA", "LA", "P", "PA") or "transparency" in strip.info:
        coloured = strip.convert("RGBA")
        ground = Image.new("RGB", coloured.size, "white")
        ground.paste(coloured, mask=coloured.getchannel("A"))
        return ground
    return strip.convert("RGB")


def _bound() -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's timeout remains
        return
    for kind, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        hard = resource.getrlimit(kind)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, bound))


def main() -> None:
    """Draw one picture for the process that started this one."""
    path, side, most_pixels, is_heic = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "heic"
    _bound()
    if is_heic:
        import pillow_heif

        pillow_heif.options.DECODE_THREADS = 1
        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        size, camera, small = draw(path, side, most_pixels)
    except (OverflowError, MemoryError):
        sys.stdout.write(json.dumps({"large": True}) + "\n")
        return
    head = {"size": size, "camera": len(camera), "small": small.size}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + camera + small.tobytes())


if __name__ == "__main__":
    main()
