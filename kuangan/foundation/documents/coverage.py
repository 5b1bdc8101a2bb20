"""Which characters a font file can show, read from its character map (cmap, formats 4 and 12)."""

import struct
from collections.abc import Iterator
from pathlib import Path


def characters_of(path: Path) -> frozenset[str]:
    """The characters of every face in the file (.ttf, .otf, .ttc); none for a file that cannot be understood."""
    data = path.read_bytes()
    try:
        return frozenset(chr(point) for start in _faces(data) for point in _points(data, start))
    except (struct.error, ValueError, IndexError, OverflowError):
        return frozenset()


def _faces(data: bytes) -> list[int]:
    """Where the faces begin: one, or those of a collection."""
    if data[:4] != b"ttcf":
        return [0]
    (count,) = struct.unpack_from(">I", data, 8)
    return list(struct.unpack_from(f">{count}I", data, 12))


def _points(data: bytes, start: int) -> Iterator[int]:
    (tables,) = struct.unpack_from(">H", data, start + 4)
    for index in range(tables):
        tag, _checksum, offset, _length = struct.unpack_from(">4sIII", data, start + 12 + 16 * index)
        if tag == b"cmap":
            yield from _map(data, offset)


def _map(data: bytes, offset: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", data, offset + 2)
    for index in range(count):
        platform, _encoding, where = struct.unpack_from(">HHI", data, offset + 4 + 8 * index)
        (form,) = struct.unpack_from(">H", data, offset + where)
        if platform in (0, 3) and form == 12:
            yield from _groups(data, offset + where)
        elif platform in (0, 3) and form == 4:
            yield from _segments(data, offset + where)


def _groups(data: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", data, at + 12)
    for first, last, _glyph in struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * count]):
        yield from range(first, min(last, 0x10FFFF) + 1)


def _segments(data: bytes, at: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", data, at + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + double)
    for first, last in zip(starts, ends, strict=True):
        yield from range(first, min(last, 0xFFFE) + 1)
