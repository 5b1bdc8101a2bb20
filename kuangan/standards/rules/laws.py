"""What a law must be before it is loaded: plain values in, sentences out. No database."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kuangan.standards.rules.citing import is_place
from kuangan.standards.rules.heads import day_problems, length_problems, missing, urn_problems
from kuangan.standards.rules.listing import listed, twice
from kuangan.standards.states import LawKind, Wording

LONGEST_HEADING, LONGEST_SUMMARY = 100, 800
"""Of an article, in characters."""
_WANTED = ("urn", "version", "short", "title", "issuer", "kind", "source")
_WITH_ARTICLES = (*_WANTED, "effective_from")
"""A law that is known by its title alone may leave open since when it is in force."""
_LONGEST = {
    "urn": 200, "version": 40, "short": 60, "title": 200, "document_number": 80, "issuer": 100, "source": 300,
}  # fmt: skip
_CONTENT = frozenset({*_WANTED, "document_number", "effective_from", "effective_to", "also", "articles"})


@dataclass(frozen=True)
class Entry:
    """One article: its number as in 41(2), how far it is verified, its heading, what it says in our own words."""

    number: str
    wording: str
    heading: str
    summary: str


def entries(data: Mapping[str, Any]) -> list[Entry]:
    """The articles in order, of data without problems."""
    return [Entry(*(str(part).strip() for part in row)) for row in data["articles"]]


def law_problems(data: Mapping[str, Any]) -> list[str]:
    """Everything that keeps a law from being loaded, each with the mend; empty when it is in order."""
    if shape := [*missing(data, _WANTED if data.get("articles") == [] else _WITH_ARTICLES), *_shape(data)]:
        return shape
    checks: list[Callable[[Mapping[str, Any]], Iterable[str]]] = [_head, _numbers, _texts]
    return [problem for check in checks for problem in check(data)]


def _shape(data: Mapping[str, Any]) -> Iterable[str]:
    if unknown := sorted(str(key) for key in set(data) - _CONTENT):
        yield _("These keys at the top are unknown: %(keys)s. Remove or rename them.") % {"keys": listed(unknown)}
    rows = data.get("articles")
    if not isinstance(rows, list):
        yield _("“%(key)s” must be a list of entries.") % {"key": "articles"}
    elif wrong := [n for n, row in enumerate(rows, start=1) if not _is_row(row)]:
        yield _("These articles are not [number, wording, heading, summary]: %(numbers)s.") % {"numbers": listed(wrong)}


def other_names(data: Mapping[str, Any]) -> list[str]:
    """The other names under which a basis may cite the law: 爆破安全规程 for GB 6722-2014."""
    return [str(name).strip() for name in data.get("also") or ()]


def _is_row(row: Any) -> bool:
    return isinstance(row, list) and len(row) == 4 and all(isinstance(one, str | int | float) for one in row)


def _head(data: Mapping[str, Any]) -> Iterable[str]:
    yield from urn_problems(data, "urn")
    yield from length_problems(data, _LONGEST)
    yield from day_problems(data)
    if not isinstance(data.get("also") or [], list) or not all(other_names(data)):
        yield _("“%(key)s” must be a list of entries.") % {"key": "also"}
    if data["kind"] not in LawKind.values:
        yield _("The kind of rule “%(kind)s” is unknown. Use one of: %(known)s.") % {
            "kind": data["kind"],
            "known": ", ".join(LawKind.values),
        }


def _numbers(data: Mapping[str, Any]) -> Iterable[str]:
    numbers = [entry.number for entry in entries(data)]
    if odd := [number for number in numbers if not is_place(number)]:
        yield _("These article numbers cannot be read (write 41, 41(2), 134-1, 5.2.4, c6 or 五(一)2): %(numbers)s.") % {
            "numbers": listed(odd)
        }
    if double := twice(numbers):
        yield _("These article numbers occur twice: %(numbers)s.") % {"numbers": listed(double)}


def _texts(data: Mapping[str, Any]) -> Iterable[str]:
    found = entries(data)
    if empty := [
        entry.number for entry in found if not entry.heading or (entry.wording == "verified" and not entry.summary)
    ]:
        yield _("These articles lack a heading or a summary: %(numbers)s.") % {"numbers": listed(empty)}
    if long := [
        entry.number for entry in found
        if len(entry.heading) > LONGEST_HEADING or len(entry.summary) > LONGEST_SUMMARY
    ]:  # fmt: skip
        yield _("These articles are too long (heading %(heading)d, summary %(summary)d characters): %(numbers)s.") % {
            "heading": LONGEST_HEADING,
            "summary": LONGEST_SUMMARY,
            "numbers": listed(long),
        }
    if other := [entry.number for entry in found if entry.wording not in Wording.values]:
        yield _("These wordings are unknown; use %(known)s: %(codes)s.") % {
            "known": ", ".join(Wording.values),
            "codes": listed(other),
        }
