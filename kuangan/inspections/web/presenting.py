"""A check as pages word it: its line in a list, its parts with what is left, its months."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.ui.rules import chinese
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.queries.checks import this_month
from kuangan.inspections.queries.record import Record
from kuangan.inspections.states import CheckState, Step

_FACES = {CheckState.DRAFT: "open", CheckState.SIGNED: "accepted", CheckState.WITHDRAWN: "voided"}
_MONTHS_BACK = 12
CLAUSE = "五(一)2"
"""Where the plan asks for the monthly check."""


def face(row: MonthlyCheck) -> str:
    """The state of the design system: quiet when it is signed and still does not count."""
    return "voided" if row.state == CheckState.SIGNED and not row.led_by_principal else _FACES[CheckState(row.state)]


def state_word(row: MonthlyCheck) -> Any:
    """The word beside the mark."""
    if row.state == CheckState.SIGNED and not row.led_by_principal:
        return _("Signed, does not count")
    return row.get_state_display()


def result_words(row: MonthlyCheck) -> str:
    """What a signed check found, in words; "" for a draft."""
    if row.state == CheckState.DRAFT:
        return ""
    if not row.hazards_total:
        return _("Nothing found") if row.signed_at else ""
    found = ngettext("%(count)d hazard", "%(count)d hazards", row.hazards_total) % {"count": row.hazards_total}
    if not row.major_total:
        return found
    major = ngettext("%(count)d of them major or suspected", "%(count)d of them major or suspected", row.major_total)
    return _("%(found)s, %(major)s") % {"found": found, "major": major % {"count": row.major_total}}


@dataclass(slots=True)
class Line:
    """What one line of a list shows."""

    row: MonthlyCheck
    url: str
    face: str
    word: Any
    result: str
    verb: Any
    county: str = ""
    month: str = ""


def line(actor: Actor, row: MonthlyCheck, counties: Mapping[str, str] | None = None) -> Line:
    """The line of a check for one reader; asks the database nothing."""
    goes_on = row.state == CheckState.DRAFT and bool(may(actor, "inspections.check", row))
    verb = pgettext("verb in a row", "Continue") if goes_on else pgettext("verb in a row", "View")
    url = reverse("inspections:check", args=[row.pk])
    return Line(
        row, url, face(row), state_word(row), result_words(row), verb, (counties or {}).get(row.region_code, ""),
        month_words(row.month),
    )  # fmt: skip


def month_words(month: date) -> str:
    """2023年4月."""
    return f"{month.year}年{month.month}月" if chinese() else f"{month:%Y-%m}"


def months_offered(chosen: date | None) -> list[tuple[str, str]]:
    """The last twelve months to choose from, and the chosen one when it is another."""
    found, month = [], this_month()
    for _number in range(_MONTHS_BACK):
        found.append(month)
        month = date(month.year - (month.month == 1), 12 if month.month == 1 else month.month - 1, 1)
    if chosen is not None and chosen not in found:
        found.append(chosen)
    return [(f"{one:%Y-%m}", month_words(one)) for one in found]


@dataclass(slots=True)
class Part:
    """One part of a check on its page: what is there, what is left in plain words, where to fill it in."""

    step: str
    label: Any
    note: str
    done: bool
    url: str
    gaps: list[Any]


def parts(held: Record) -> list[Part]:
    """The parts in order, the signature last."""
    row = held.row
    addresses = {
        Step.BASICS: reverse("inspections:basics", args=[row.pk]),
        Step.ROUTE: _next_area(held),
        Step.CRITERIA: reverse("inspections:criteria", args=[row.pk]),
        Step.FINDINGS: reverse("inspections:add_finding", args=[row.pk]),
        Step.SIGN: reverse("inspections:sign", args=[row.pk]),
    }
    found = []
    for step in Step:
        lacking = [gap.words for gap in held.gaps_in(step)]
        done = row.state == CheckState.SIGNED if step == Step.SIGN else not lacking
        found.append(Part(step, step.label, _note(held, step), done, addresses[step], lacking))
    return found


def _next_area(held: Record) -> str:
    """The area that is walked next; where none is left, the form for one more."""
    left = next((one.area.pk for one in held.areas if not one.area.result), None)
    if left is None:
        return reverse("inspections:add_area", args=[held.row.pk])
    return reverse("inspections:area", args=[held.row.pk, left])


def _note(held: Record, step: str) -> str:
    """What is left in one part: 还剩2个区域, never a percentage."""
    if step == Step.BASICS:
        named = len(held.people)
        return ngettext("%(count)d person named", "%(count)d people named", named) % {"count": named}
    if step == Step.ROUTE:
        left, total = held.areas_left, len(held.areas)
        if left:
            return ngettext("%(count)d area left", "%(count)d areas left", left) % {"count": left}
        return ngettext("%(count)d area walked", "%(count)d areas walked", total) % {"count": total} if total else ""
    if step == Step.CRITERIA:
        left, total = held.criteria_left, len(held.asked)
        if left:
            return ngettext("%(count)d criterion left", "%(count)d criteria left", left) % {"count": left}
        return ngettext("%(count)d criterion gone through", "%(count)d criteria gone through", total) % {"count": total}
    if step == Step.FINDINGS:
        total = len(held.findings)
        return (
            ngettext("%(count)d hazard", "%(count)d hazards", total) % {"count": total} if total else _("none so far")
        )
    if held.row.state == CheckState.SIGNED:
        return held.row.signed_by
    left = len(held.gaps)
    return ngettext("%(count)d thing left", "%(count)d things left", left) % {"count": left} if left else _("ready")
