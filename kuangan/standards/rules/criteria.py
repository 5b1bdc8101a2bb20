"""What determination criteria must be before they are loaded: plain values in, sentences out. No database."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kuangan.standards.rules.heads import day_problems, length_problems, missing, urn_problems
from kuangan.standards.rules.listing import listed, twice
from kuangan.standards.states import Wording

PARTS = {"underground": "UG", "open_pit": "OP", "tailings_pond": "TP"}
"""The parts of the document by kind of mine, and how their codes begin. A dump site is judged as an open pit."""
_CODE = re.compile(r"^[A-Z]{2}-S?\d{1,2}(-\d{1,2})?$")
LONGEST_TEXT = 600
"""Of a criterion, in characters."""
_WANTED = ("urn", "version", "title", "document_number", "issuer", "effective_from", "source")
_LONGEST = {"urn": 200, "version": 40, "title": 200, "document_number": 60, "issuer": 100, "source": 300}
_CONTENT = frozenset({*_WANTED, "issued_on", "effective_to", "repeals", "supplements", "items_total", "parts"})


@dataclass(frozen=True)
class Line:
    """One item or sub-item: code such as OP-07-1, how far its wording is verified, its text, its kind of mine."""

    code: str
    wording: str
    text: str
    mine_kind: str

    @property
    def parent(self) -> str:
        """The code of the item it belongs to; "" for an item."""
        head, _dash, last = self.code.rpartition("-")
        return head if "-" in head and last else ""


def lines(data: Mapping[str, Any]) -> list[Line]:
    """The items and sub-items in order, of data without problems."""
    return [
        Line(str(code), str(wording), str(text).strip(), kind)
        for kind, rows in (data["parts"] or {}).items()
        for code, wording, text in rows
    ]


def criteria_problems(data: Mapping[str, Any]) -> list[str]:
    """Everything that keeps criteria from being loaded, each with the mend; empty when they are in order."""
    if shape := [*missing(data, _WANTED), *_shape(data)]:
        return shape
    checks: list[Callable[[Mapping[str, Any]], Iterable[str]]] = [_head, _codes, _total, _texts]
    return [problem for check in checks for problem in check(data)]


def _shape(data: Mapping[str, Any]) -> Iterable[str]:
    if unknown := sorted(str(key) for key in set(data) - _CONTENT):
        yield _("These keys at the top are unknown: %(keys)s. Remove or rename them.") % {"keys": listed(unknown)}
    total = data.get("items_total")
    if not isinstance(total, int) or isinstance(total, bool) or total < 0:
        yield _("“items_total” must be the whole number of items, without sub-items.")
    parts = data.get("parts")
    if parts is None or not isinstance(parts, Mapping):
        yield _("“parts” must hold the items by kind of mine.")
        return
    if strange := [str(kind) for kind in parts if kind not in PARTS]:
        yield _("The kind of mine “%(kind)s” is unknown. Use one of: %(known)s.") % {
            "kind": listed(strange),
            "known": ", ".join(PARTS),
        }
    for kind, rows in parts.items():
        if not isinstance(rows, list):
            yield _("“%(key)s” must be a list of entries.") % {"key": kind}
        elif wrong := [n for n, row in enumerate(rows, start=1) if not _is_row(row)]:
            yield _("“%(kind)s”: these entries are not [code, wording, text]: %(numbers)s.") % {
                "kind": kind,
                "numbers": listed(wrong),
            }


def _is_row(row: Any) -> bool:
    return isinstance(row, list) and len(row) == 3 and all(isinstance(one, str) for one in row)


def _head(data: Mapping[str, Any]) -> Iterable[str]:
    yield from urn_problems(data, "urn", "repeals", "supplements")
    yield from length_problems(data, _LONGEST)
    yield from day_problems(data, "issued_on")
    for key in ("repeals", "supplements"):
        if data.get(key) == data["urn"]:
            yield _("“%(key)s” names the document itself. Name the other document, or leave it out.") % {"key": key}


def _codes(data: Mapping[str, Any]) -> Iterable[str]:
    found = lines(data)
    if odd := [line.code for line in found if not _fits(line)]:
        yield _("These codes do not fit their part (UG-01, OP-07-1, TP-S1): %(codes)s.") % {"codes": listed(odd)}
    if double := twice(line.code for line in found):
        yield _("These codes occur twice: %(codes)s.") % {"codes": listed(double)}
    before: set[str] = set()
    orphans = []
    for line in found:
        if line.parent and line.parent not in before:
            orphans.append(line.code)
        before.add(line.code)
    if orphans:
        yield _("These sub-items do not stand after the item they belong to: %(codes)s.") % {"codes": listed(orphans)}


def _fits(line: Line) -> bool:
    return bool(_CODE.match(line.code)) and line.code.startswith(f"{PARTS[line.mine_kind]}-")


def _total(data: Mapping[str, Any]) -> Iterable[str]:
    declared, counted = data["items_total"], sum(not line.parent for line in lines(data))
    if declared != counted:
        yield _("“items_total” says %(declared)s, but %(counted)s items are listed. Complete the list.") % {
            "declared": declared,
            "counted": counted,
        }
    if not counted and not data.get("effective_to"):
        yield _("A set without items must have ended. Give “effective_to”, or list its items.")


def _texts(data: Mapping[str, Any]) -> Iterable[str]:
    found = lines(data)
    if empty := [line.code for line in found if not line.text]:
        yield _("These codes have no text: %(codes)s.") % {"codes": listed(empty)}
    if long := [line.code for line in found if len(line.text) > LONGEST_TEXT]:
        yield _("These texts are longer than %(most)d characters: %(codes)s.") % {
            "most": LONGEST_TEXT,
            "codes": listed(long),
        }
    if other := [line.code for line in found if line.wording not in Wording.values]:
        yield _("These wordings are unknown; use %(known)s: %(codes)s.") % {
            "known": ", ".join(Wording.values),
            "codes": listed(other),
        }
