"""What a checklist must be before it is loaded: plain values in, sentences out. No database."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kuangan.standards.rules.heads import day_problems, missing, urn_problems
from kuangan.standards.rules.listing import listed

METHODS = ("资料", "现场", "访谈")
"""How an item is looked at: on paper, on site, by asking. Chinese content, as the official form has it."""
MINE_KINDS = ("open_pit", "underground", "tailings_pond", "dump_site")
_CRITERION = re.compile(r"^[A-Z]{2,3}-S?\d{1,2}(-\d{1,2})*$")


def problems(data: Mapping[str, Any]) -> list[str]:
    """Everything that keeps a checklist from being loaded, each with the mend; empty when it is in order."""
    shape = _shape(data)
    if shape:
        return shape
    checks: list[Callable[[Mapping[str, Any]], Iterable[str]]] = [_head, _totals, _numbers, _references, _texts]
    return [problem for check in checks for problem in check(data)]


def _shape(data: Mapping[str, Any]) -> list[str]:
    wanted = ("urn", "version", "mine_kind", "title", "source", "effective_from", "aspects_total", "items_total")
    found = missing(data, wanted)
    for key in ("aspects", "items"):
        rows = data.get(key)
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows) or not rows:
            found.append(_("“%(key)s” must be a list of entries.") % {"key": key})
    return found


def _head(data: Mapping[str, Any]) -> Iterable[str]:
    yield from urn_problems(data, "urn")
    if data["mine_kind"] not in MINE_KINDS:
        yield _("The kind of mine “%(kind)s” is unknown. Use one of: %(known)s.") % {
            "kind": data["mine_kind"],
            "known": ", ".join(MINE_KINDS),
        }
    yield from day_problems(data)


def _totals(data: Mapping[str, Any]) -> Iterable[str]:
    for key, named in (("aspects", _("aspects")), ("items", _("items"))):
        declared, counted = data[f"{key}_total"], len(data[key])
        if declared != counted:
            yield _("%(declared)s %(named)s are announced, but %(counted)s are listed. Complete the list.") % {
                "declared": declared,
                "named": named,
                "counted": counted,
            }


def _numbers(data: Mapping[str, Any]) -> Iterable[str]:
    numbers = [item.get("no") for item in data["items"]]
    wrong = [no for no in numbers if not isinstance(no, int) or isinstance(no, bool) or no < 1]
    if wrong:
        yield _("These item numbers are no whole numbers from 1: %(numbers)s.") % {"numbers": listed(wrong)}
        return
    if twice := [no for no, count in Counter(numbers).items() if count > 1]:
        yield _("These item numbers occur twice: %(numbers)s.") % {"numbers": listed(twice)}
    if gaps := sorted(set(range(1, max(numbers) + 1)) - set(numbers)):
        yield _("These item numbers are missing: %(numbers)s.") % {"numbers": listed(gaps)}


def _references(data: Mapping[str, Any]) -> Iterable[str]:
    codes = Counter(str(aspect.get("code") or "") for aspect in data["aspects"])
    if twice := [code for code, count in codes.items() if count > 1 or not code]:
        yield _("These aspect codes are empty or occur twice: %(codes)s.") % {"codes": listed(twice)}
    items = data["items"]
    if unknown := [item["no"] for item in items if str(item.get("aspect")) not in codes]:
        yield _("These items name an aspect that is not listed: %(numbers)s.") % {"numbers": listed(unknown)}
    used = {str(item.get("aspect")) for item in items}
    if empty := [code for code in codes if code and code not in used]:
        yield _("These aspects have no items: %(codes)s.") % {"codes": listed(empty)}
    if odd := [
        item["no"] for item in items if (ref := item.get("major_hazard_ref")) and not _CRITERION.match(str(ref))
    ]:
        yield _("These items name a major hazard criterion in an unknown form (like OP-07-1): %(numbers)s.") % {
            "numbers": listed(odd)
        }
    later = set(data.get("later_than_plan") or ()) - {item["no"] for item in items}
    if later:
        yield _("“later_than_plan” names items that do not exist: %(numbers)s.") % {"numbers": listed(sorted(later))}


def _texts(data: Mapping[str, Any]) -> Iterable[str]:
    items = data["items"]
    if empty := [item["no"] for item in items if not str(item.get("text") or "").strip()]:
        yield _("These items have no text: %(numbers)s.") % {"numbers": listed(empty)}
    if long := [item["no"] for item in items if len(str(item.get("text") or "")) > 500]:
        yield _("These items are longer than 500 characters: %(numbers)s.") % {"numbers": listed(long)}
    if other := [item["no"] for item in items if set(item.get("method") or ()) - set(METHODS)]:
        yield _("These items name an unknown method; use %(methods)s: %(numbers)s.") % {
            "methods": "、".join(METHODS),
            "numbers": listed(other),
        }
