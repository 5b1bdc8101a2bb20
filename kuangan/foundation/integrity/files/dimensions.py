"""How large a picture says it is, read from its head alone: nothing is decoded, whatever the head promises."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kuangan.foundation.integrity.files.sniffing import JPEG, PNG, WEBP

_MOST_CHUNKS = 1_000
_NO_FRAME = frozenset({0xC4, 0xC8, 0xCC})
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True)
class Dimensions:
    """Width and height in pixels as stored; `layers` are the passes of a progressive JPEG, else 1."""

    width: int
    height: int
    layers: int = 1
    is_animated: bool = False
    is_jpeg: bool = False

    @property
    def pixels(self) -> int:
        """Pixels in all."""
        return self.width * self.height


def of(path: Path, media_type: str) -> Dimensions | None:
    """The dimensions a JPEG, PNG or WebP claims; None of other types. ValueError when the head is damaged."""
    reader = {JPEG: _jpeg, PNG: _png, WEBP: _webp}.get(media_type)
    if reader is None:
        return None
    try:
        with path.open("rb") as stream:
            found = reader(stream)
    except (struct.error, IndexError) as error:
        raise ValueError("damaged head") from error
    if found.width < 1 or found.height < 1:
        raise ValueError("no pixels")
    return found


def _jpeg(stream: BinaryIO) -> Dimensions:
    stream.seek(2)
    while True:
        while (sign := stream.read(1)) not in (b"\xff", b""):
            pass  # what stands between two segments is no business of ours, nor of any decoder
        while (sign := stream.read(1)) == b"\xff":
            pass
        if not sign:
            raise ValueError("no frame")
        marker = sign[0]
        if marker in _BARE or marker == 0:
            continue
        (length,) = struct.unpack(">H", stream.read(2))
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            _bits, height, width = struct.unpack(">BHH", stream.read(5))
            layers = _layers(stream) if marker in (0xC2, 0xC6, 0xCA, 0xCE) else 1
            return Dimensions(width, height, layers, is_jpeg=True)
        stream.seek(max(length - 2, 0), 1)


def _layers(stream: BinaryIO) -> int:
    """Scans after the frame: inside coded data FF never stands before DA."""
    count, last = 0, b""
    while piece := stream.read(1 << 20):
        count += piece.count(b"\xff\xda") + (last == b"\xff" and piece.startswith(b"\xda"))
        last = piece[-1:]
    return max(count, 1)


def _png(stream: BinaryIO) -> Dimensions:
    stream.seek(16)
    width, height = struct.unpack(">II", stream.read(8))
    stream.seek(33)
    for _number in range(_MOST_CHUNKS):
        head = stream.read(8)
        if len(head) < 8 or head[4:] == b"IDAT":
            break
        (length,) = struct.unpack(">I", head[:4])
        if head[4:] == b"acTL":
            return Dimensions(width, height, is_animated=struct.unpack(">I", stream.read(4))[0] > 1)
        stream.seek(length + 4, 1)
    return Dimensions(width, height)


def _webp(stream: BinaryIO) -> Dimensions:
    head = stream.read(34)
    form, body = head[12:16], head[20:]
    if form == b"VP8X":
        width, height = (1 + int.from_bytes(body[start : start + 3], "little") for start in (4, 7))
        return Dimensions(width, height, is_animated=bool(body[0] & 2))
    if form == b"VP8L":
        (bits,) = struct.unpack("<I", body[1:5])
        return Dimensions((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if form == b"VP8 ":
        width, height = struct.unpack("<HH", body[6:10])
        return Dimensions(width & 0x3FFF, height & 0x3FFF)
    raise ValueError("no frame")
