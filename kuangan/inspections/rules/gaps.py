"""What a monthly check still lacks before the principal can sign it (plan 五(一)2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuangan.inspections.states import Answer, AreaResult, Step

LEAST_PEOPLE = 2
LEAST_PHOTOS = 2
SHOWN = 3
"""Names that a sentence lists before it says how many there are."""


@dataclass(frozen=True)
class AreaTold:
    """One area of the route: `hazards` is the number of hazards linked with it."""

    name: str
    looked_at: str
    result: str
    words: str
    hazards: int


@dataclass(frozen=True)
class AnswerTold:
    """One criterion: `answer` is empty while it is open; hazards linked with it, and the grave ones among them."""

    label: str
    answer: str
    reason: str
    hazards: int
    grave: int


@dataclass(frozen=True)
class StandingTold:
    """A hazard of the ledger that is major or may be, and open: whether the check met it again or says it is gone, and
    whether the ledger says that it is still to be rectified."""

    name: str
    met: bool
    gone: bool
    unrectified: bool


@dataclass(frozen=True)
class Sheet:
    """A check as plain values."""

    checked_on: date
    today: date
    began: time | None
    ended: time | None
    led_by_principal: bool
    leader: str
    people: int
    alone_reason: str
    areas: Sequence[AreaTold]
    answers: Sequence[AnswerTold]
    photos: int
    standing: Sequence[StandingTold] = ()


@dataclass(frozen=True)
class Gap:
    """One thing that is missing, the part it belongs to, and how to mend it."""

    step: str
    words: Any


def gaps(sheet: Sheet) -> list[Gap]:
    """Everything that stands between the check and its signature, in the order of the parts."""
    return [*_basics(sheet), *_route(sheet), *_criteria(sheet), *_findings(sheet)]


def _basics(sheet: Sheet) -> Iterator[Gap]:
    if sheet.checked_on > sheet.today:
        yield Gap(Step.BASICS, _("The day of the check lies in the future."))
    if sheet.began is None or sheet.ended is None:
        yield Gap(Step.BASICS, _("Say from when to when the check took."))
    if not sheet.led_by_principal and not sheet.leader:
        yield Gap(Step.BASICS, _("Say who led the check."))
    if not sheet.people:
        yield Gap(Step.BASICS, _("Nobody is named as taking part."))
    elif sheet.people < LEAST_PEOPLE and not sheet.alone_reason:
        yield Gap(Step.BASICS, _("At least two people take part; if it was one alone, say why."))


def _route(sheet: Sheet) -> Iterator[Gap]:
    if not sheet.areas:
        yield Gap(Step.ROUTE, _("The route is empty. Enter each area in the order in which it was walked."))
    if open_areas := [area.name for area in sheet.areas if not area.result]:
        words = ngettext("1 area has no result yet: %(names)s.", "%(count)d areas have no result yet: %(names)s.",
                         len(open_areas))  # fmt: skip
        yield Gap(Step.ROUTE, words % {"count": len(open_areas), "names": _several(open_areas)})
    if vague := [area.name for area in sheet.areas if area.result and not area.looked_at]:
        yield Gap(Step.ROUTE, _("Say what was looked at: %(names)s.") % {"names": _several(vague)})
    if sheet.photos < LEAST_PHOTOS:
        missing = LEAST_PHOTOS - sheet.photos
        words = ngettext("1 more picture is needed; best is one of each area.",
                         "%(count)d more pictures are needed; best is one of each area.", missing)  # fmt: skip
        yield Gap(Step.ROUTE, words % {"count": missing})


def _criteria(sheet: Sheet) -> Iterator[Gap]:
    if not sheet.answers:
        yield Gap(Step.CRITERIA, _("No determination criteria for this kind of mine are loaded for that day."))
    if unanswered := [one.label for one in sheet.answers if not one.answer]:
        words = ngettext("1 criterion is not answered yet: %(names)s.",
                         "%(count)d criteria are not answered yet: %(names)s.", len(unanswered))  # fmt: skip
        yield Gap(Step.CRITERIA, words % {"count": len(unanswered), "names": _several(unanswered)})
    if bare := [one.label for one in sheet.answers if one.answer == Answer.NOT_INVOLVED and not one.reason]:
        yield Gap(Step.CRITERIA, _("Say why it is not involved: %(names)s.") % {"names": _several(bare)})


def _standing(sheet: Sheet) -> Iterator[Gap]:
    """A signed statement never contradicts the ledger in silence."""
    if silent := [one.name for one in sheet.standing if not one.met and not one.gone]:
        words = _("Open in the ledger as major or suspected: %(names)s. Say of each whether it is still there.")
        yield Gap(Step.FINDINGS, words % {"names": "、".join(silent)})
    if contradicted := [one.name for one in sheet.standing if one.gone and one.unrectified]:
        yield Gap(Step.FINDINGS, contradiction("、".join(contradicted)))


def contradiction(names: str) -> str:
    """Why a hazard that the ledger holds as unrectified cannot be said to be gone."""
    return _(
        "Said to be gone, but in the ledger it is still to be rectified: %(names)s. Apply for its acceptance first, or"
        " say that it is still there."
    ) % {"names": names}


def _findings(sheet: Sheet) -> Iterator[Gap]:
    yield from _standing(sheet)
    if loose := [one.label for one in sheet.answers if one.answer == Answer.PRESENT and not one.grave]:
        words = _("Answered as existing, but no suspected or major hazard is linked: %(names)s.")
        yield Gap(Step.FINDINGS, words % {"names": _several(loose)})
    if denied := [one.label for one in sheet.answers if one.hazards and one.answer and one.answer != Answer.PRESENT]:
        words = _("A hazard is linked with it, so the answer cannot be that it does not exist: %(names)s.")
        yield Gap(Step.CRITERIA, words % {"names": _several(denied)})
    if unregistered := [area.name for area in sheet.areas if area.result == AreaResult.FOUND and not area.hazards]:
        words = _("Something was found, but no hazard is registered for the area: %(names)s.")
        yield Gap(Step.FINDINGS, words % {"names": _several(unregistered)})
    if clear := [area.name for area in sheet.areas if area.result == AreaResult.CLEAR and area.hazards]:
        words = _("A hazard is registered for the area, so something was found there: %(names)s.")
        yield Gap(Step.ROUTE, words % {"names": _several(clear)})


def _several(names: Sequence[str]) -> str:
    """The first names, and an ellipsis where there are more."""
    return "、".join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")
