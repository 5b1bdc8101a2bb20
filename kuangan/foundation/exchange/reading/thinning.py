"""A worksheet is streamed through here once: empty cells fall out, the rest is counted before anyone builds a grid.

A reader that trusts addresses can be made to build a grid of 17 thousand million cells by one value in XFD1048576;
and a form formatted down to row 1,048,576 holds 400 MB of nothing. Both end here, at the speed of the unpacking.
"""
# ruff: noqa: E501 - tables of words read better side by side

import re
from dataclasses import dataclass, field
from typing import IO

from django.utils.translation import gettext as _

from kuangan.foundation.exchange.reading.limits import Deadline, Limits, too_big
from kuangan.foundation.exchange.reading.sheets import position
from kuangan.foundation.kernel.errors import Refused

_CHUNK = 1 << 21
_LONGEST = 24 << 20
_REMEMBERED = 200_000
_VALUE_TAGS = (b"<v", b"<is", b"<f", b":v>", b":v ", b":is", b":f", b"sheetData>", b"sheetData ")


@dataclass
class Thinned:
    """What is left of a worksheet, and which of its cells are formulas or failures (#REF!).

    `linked` are formulas that fetch from another file; `part` is where the worksheet lies in its package.
    """

    body: bytes = b""
    unpacked: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    failures: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    linked: set[tuple[int, int]] = field(default_factory=set)
    part: str = ""


class _Tags:
    """The patterns of one worksheet, which may carry a namespace prefix (x:row)."""

    def __init__(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        self.row = b"<" + prefix + b"row"
        self.cell = b"<" + prefix + b"c"
        self.end = b"</" + prefix + b"sheetData"
        self.empty_cell = re.compile(rb"<" + p + rb"c\s[^<>]*(?:/>|[^/]></" + p + rb"c>)")
        self.empty_row = re.compile(rb"<" + p + rb"row\s[^<>]*(?:/>|></" + p + rb"row>)\s*")
        self.dimension = re.compile(rb"<" + p + rb"dimension\s[^<>]*/>")
        self.addressed = re.compile(rb"<" + p + rb"c\s(?:[^<>]*?\s)?r\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
        self.rows = re.compile(rb"<" + p + rb"row\s(?:[^<>]*?\s)?r\s*=\s*[\"'](\d{1,7})[\"']")
        self.hidden_row = re.compile(rb"<" + p + rb"row\s[^<>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^<>]*>")
        self.hidden_column = re.compile(rb"<" + p + rb"col\s[^<>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^<>]*>")
        self.has_formula = b"<" + prefix + b"f"
        self.formula = re.compile(
            rb"<" + p + rb"c\s(?:[^<>]*?\s)?r\s*=\s*[\"']([A-Za-z]{1,3}\d{1,7})[\"'][^<>]*><" + p + rb"f[\s/>]"
        )
        self.linked = re.compile(
            rb"<"
            + p
            + rb"c\s(?:[^<>]*?\s)?r\s*=\s*[\"']([A-Za-z]{1,3}\d{1,7})[\"'][^<>]*><"
            + p
            + rb"f[^<>]*>[^<]*\[\d+\]"
        )
        self.failed = re.compile(
            rb"<" + p + rb"c\s[^<>]*\bt\s*=\s*[\"']e[\"'][^<>]*>.{0,400}?<" + p + rb"v>([^<]{1,40})<", re.S
        )


class _Thinner:
    """Keeps count over the chunks of one worksheet."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.tags: _Tags | None = None
        self.stripping = True
        self.over = False
        self.cells = 0
        self.top, self.bottom, self.right = 1 << 30, 0, 0
        self.found = Thinned()

    def begin(self, head: bytes) -> None:
        """Learn the prefix, and whether cells carry addresses (some programs leave them out)."""
        if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head:
            raise Refused(_("The workbook is written in an unusual encoding. Save it again as .xlsx in WPS or Excel."))
        root = re.search(rb"<((?:\w+:)?)worksheet\b", head)
        self.tags = _Tags(root[1] if root else b"")
        sample = re.findall(rb"<(?:\w+:)?(?:c|row)\b[^<>]*>", head[:65536])
        self.stripping = all(re.search(rb"\sr\s*=", tag) for tag in sample)

    def piece(self, part: bytes) -> bytes:
        """Return the piece without its empty cells and rows."""
        if b"<!" in part:
            raise Refused(_("The workbook holds XML entities, which no office program writes. Save it again as .xlsx."))
        tags = self.tags
        if tags is None:
            return part
        if self.stripping and part.startswith(tags.row) and not any(mark in part for mark in _VALUE_TAGS):
            return b""
        part = tags.dimension.sub(b"", part)
        if self.stripping and not self.over:
            part = tags.empty_row.sub(b"", tags.empty_cell.sub(b"", part))
        self.over = self.over or tags.end in part
        self._count(part, tags)
        return part

    def _count(self, part: bytes, tags: _Tags) -> None:
        cells = part.count(tags.cell + b" ") + part.count(tags.cell + b">")
        self.cells += cells
        if self.cells > self.limits.cells:
            raise too_big(_("more than %(cells)d cells") % {"cells": self.limits.cells})
        places = tags.addressed.findall(part)
        rows = [int(row) for row in tags.rows.findall(part)]
        if self.stripping and (len(places) != cells or len(rows) != part.count(tags.row + b" ")):
            raise Refused(_("The workbook numbers its cells unevenly. Save it again as .xlsx in WPS or Excel."))
        if not self.stripping:
            rows.append(self.bottom + part.count(tags.row + b" ") + part.count(tags.row + b">"))
            widest = max(line.count(tags.cell + b" ") + line.count(tags.cell + b">") for line in part.split(tags.row))
            self.right = max(self.right, widest)
        rows.extend(int(row) for row in {row for _column, row in places})
        if rows:
            self.top, self.bottom = min(self.top, *rows), max(self.bottom, *rows)
        for column in {column for column, _row in places}:
            self.right = max(self.right, position(f"{column.decode()}1")[1] + 1)
        self._check_area()
        self._remember(part, tags)

    def _check_area(self) -> None:
        height = max(0, self.bottom - self.top + 1)
        if self.right > self.limits.columns or height * self.right > self.limits.area:
            raise Refused(
                _(
                    "A value stands far from the table (row %(row)d, column %(column)d). Delete the empty rows and columns."
                )
                % {"row": self.bottom, "column": self.right}
            )

    def _remember(self, part: bytes, tags: _Tags) -> None:
        if b"hidden" in part:
            self._remember_hidden(part, tags)
        if tags.has_formula in part and len(self.found.formulas) < _REMEMBERED:
            self.found.formulas.update(position(name.decode()) for name in tags.formula.findall(part))
            if b"[" in part:
                self.found.linked.update(position(name.decode()) for name in tags.linked.findall(part))
        if b't="e"' in part or b"t='e'" in part:
            for match in tags.failed.finditer(part):
                place = tags.addressed.match(match[0])
                if place and len(self.found.failures) < _REMEMBERED:
                    self.found.failures[position((place[1] + place[2]).decode())] = match[1].decode("utf-8", "replace")

    def _remember_hidden(self, part: bytes, tags: _Tags) -> None:
        for match in tags.hidden_row.finditer(part):
            if (row := tags.rows.match(match[0])) and len(self.found.hidden_rows) < _REMEMBERED:
                self.found.hidden_rows.add(int(row[1]) - 1)
        for match in tags.hidden_column.finditer(part):
            first, last = (
                re.search(rb"\b" + name + rb"\s*=\s*[\"'](\d{1,5})[\"']", match[0]) for name in (b"min", b"max")
            )
            if first and last:
                self.found.hidden_columns.update(range(int(first[1]) - 1, min(int(last[1]), self.limits.columns)))


def thin(stream: IO[bytes], limits: Limits, deadline: Deadline, *, budget: int) -> Thinned:
    """Stream one worksheet part; Refused when it is larger than the limits, or holds entities."""
    thinner = _Thinner(limits)
    kept: list[bytes] = []
    size = 0
    buffer = b""
    while chunk := stream.read(_CHUNK):
        deadline.check()
        thinner.found.unpacked += len(chunk)
        if thinner.found.unpacked > budget:
            raise too_big(_("%(size)d MB") % {"size": thinner.found.unpacked // 2**20})
        if thinner.tags is None:
            thinner.begin(chunk)
        buffer += chunk
        cut = buffer.rfind(b"<" if thinner.over or thinner.tags is None else thinner.tags.row)
        if cut <= 0:
            if len(buffer) > _LONGEST:
                raise too_big(_("%(size)d MB") % {"size": len(buffer) // 2**20})
            continue
        piece, buffer = thinner.piece(buffer[:cut]), buffer[cut:]
        kept.append(piece)
        size += len(piece)
        if size > limits.kept:
            raise too_big(_("%(size)d MB") % {"size": size // 2**20})
    kept.append(thinner.piece(buffer))
    thinner.found.body = b"".join(kept)
    return thinner.found
