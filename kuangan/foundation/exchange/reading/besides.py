"""What a workbook carries beside its cells: embedded objects, pictures, links to outside; named by sheet and cell."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kuangan.foundation.exchange.reading.sheets import address
from kuangan.foundation.exchange.reading.thinning import Thinned
from kuangan.foundation.integrity.files import relations

OBJECTS = frozenset({"oleObject", "package", "control", "ctrlProp"})
_WHOLE = {"vbaProject": "foreign_macros", "connections": "foreign_queries"}
_SHOWN, _LONGEST, _MOST = 8, 2 * 1024 * 1024, 400
_END = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\s[^<>]*>")
_OBJECT = re.compile(rb"<(?:\w+:)?(?:oleObject|control)\s[^<>]*>(?:(?!</?(?:\w+:)?(?:oleObject|control)[\s>]).)*", re.S)
_ANCHOR = re.compile(rb"<(?:\w+:)?from\s*>.{0,80}?<(?:\w+:)?col>(\d{1,5})<.{0,200}?<(?:\w+:)?row>(\d{1,7})<", re.S)
_KEY = re.compile(rb"\w+:(?:id|embed)\s*=\s*[\"']([^\"']{1,80})[\"']")
_REF = re.compile(rb"\bref\s*=\s*[\"']([A-Za-z0-9:$]{1,40})[\"']")
_PICTURE = re.compile(
    rb"<(?:\w+:)?(?:twoCellAnchor|oneCellAnchor)\b.{0,20000}?</(?:\w+:)?(?:twoCell|oneCell)Anchor>", re.S
)


@dataclass(frozen=True)
class Foreign:
    """One thing beside the cells: what sort (a note's code), on which worksheet part, at which cell, leading where."""

    code: str
    part: str = ""
    cell: str = ""
    target: str = ""


def named(package: zipfile.ZipFile, main: str, thinned: Mapping[str, Thinned]) -> list[Foreign]:
    """Everything that lies beside the cells, in the order of the sheets; ValueError for damaged relations."""
    found: list[Foreign] = []
    for one in relations.of(package, main):
        if one.kind == "externalLink":
            found += [Foreign("foreign_books", target=target) for target in _books(package, one)]
        elif one.is_external:
            found.append(Foreign("foreign_books", target=one.target))
        elif one.kind in _WHOLE:
            found.append(Foreign(_WHOLE[one.kind]))
    for sheet in thinned.values():
        found += [Foreign("foreign_books", sheet.part, address(*place)) for place in sorted(sheet.linked)[:_MOST]]
        led = relations.of(package, sheet.part)
        if led:
            found += _of_sheet(package, sheet, led)
    return found


def _books(package: zipfile.ZipFile, link: relations.Relation) -> list[str]:
    return [one.target for one in relations.of(package, link.target) if one.is_external] or [link.target]


def _of_sheet(package: zipfile.ZipFile, sheet: Thinned, led: Sequence[relations.Relation]) -> list[Foreign]:
    tail = _tail(sheet.body)
    found: list[Foreign] = []
    links = {_word(_KEY, tag): _word(_REF, tag) for tag in _LINK.findall(tail)}
    objects = {_word(_KEY, body): _anchor(body) for body in _OBJECT.findall(tail)}
    for one in led[:_MOST]:
        if one.kind == "hyperlink" and one.is_external:
            found.append(Foreign("foreign_links", sheet.part, links.get(one.key, ""), one.target))
        elif one.kind in OBJECTS:
            if one.kind != "ctrlProp":
                found.append(Foreign("foreign_objects", sheet.part, objects.get(one.key, ""), one.target))
        elif one.kind == "drawing" and not one.is_external:
            found += [Foreign("foreign_pictures", sheet.part, cell) for cell in _pictures(package, one.target)]
        elif one.is_external:
            found.append(Foreign("foreign_links", sheet.part, "", one.target))
    return found


def _pictures(package: zipfile.ZipFile, part: str) -> list[str]:
    """The cells of the pictures of a drawing; charts of the sheet's own figures are none."""
    pictures = [one for one in relations.of(package, part) if one.kind == "image"]
    entry = next((one for one in package.infolist() if one.filename.lower() == part.lower()), None)
    if not pictures or entry is None or entry.file_size > _LONGEST:
        return [""] * len(pictures)
    anchors = _PICTURE.findall(package.read(entry))
    keys = {one.key.encode() for one in pictures}
    return [_anchor(body) for body in anchors if any(key in keys for key in _KEY.findall(body))] or [""] * len(pictures)


def _tail(body: bytes) -> bytes:
    """What stands behind the cells of a worksheet."""
    ends = list(_END.finditer(body[-_LONGEST:]))
    return body[-_LONGEST:][ends[-1].end() :] if ends else b""


def _word(pattern: re.Pattern[bytes], text: bytes) -> str:
    match = pattern.search(text)
    return match[1].decode("utf-8", "replace") if match else ""


def _anchor(text: bytes) -> str:
    match = _ANCHOR.search(text)
    return address(int(match[2]), int(match[1])) if match and int(match[1]) < 16_384 else ""


def notes(found: Iterable[Foreign], sheets: Mapping[str, str]) -> list[dict[str, Any]]:
    """One note for each sort and sheet; `sheets` are the names of the worksheet parts."""
    groups: dict[tuple[str, str], list[Foreign]] = defaultdict(list)
    for one in found:
        groups[one.code, "" if one.code == "foreign_books" else one.part].append(one)
    return [{"code": code, "params": _words(part, ones, sheets)} for (code, part), ones in groups.items()]


def _words(part: str, ones: Sequence[Foreign], sheets: Mapping[str, str]) -> dict[str, str]:
    """Of one sheet its name and cells; of the whole workbook the files, and the cells with their sheets."""
    targets = _listed(one.target[:80] for one in ones if one.target)
    if part:
        cells = _listed(one.cell for one in ones if one.cell)
        return {"sheet": sheets.get(part, ""), "cells": cells or str(len(ones)), "targets": targets}
    cells = _listed(f"{sheets.get(one.part, '')}!{one.cell}" for one in ones if one.cell)
    return {"targets": targets, "cells": f"：{cells}" if cells else ""}


def _listed(words: Iterable[str]) -> str:
    every = list(dict.fromkeys(words))
    return "、".join(every[:_SHOWN]) + ("…" if len(every) > _SHOWN else "")
