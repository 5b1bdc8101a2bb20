"""Puts the page of one hazard together: how it stands, what is proven, what can be done."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.ui import panels
from kuangan.foundation.ui.rules import claimed, listed, who
from kuangan.hazards.models import Hazard, HazardLink
from kuangan.hazards.queries.campaigns import campaigns_of, running
from kuangan.hazards.queries.record import AGAIN_SHOWN, Record, record
from kuangan.hazards.states import Grade, HazardState, LinkKind
from kuangan.hazards.web.acts import acts, main_act
from kuangan.hazards.web.clocks import Dial, dials
from kuangan.hazards.web.course import steps
from kuangan.hazards.web.fetching import actor_of
from kuangan.hazards.web.fives import five_of
from kuangan.hazards.web.pictures import gallery

TITLE = 40
_FACES = {
    HazardState.REGISTERED: "open", HazardState.RECTIFYING: "open", HazardState.APPLIED: "submitted",
    HazardState.VERIFIED: "submitted", HazardState.CLOSED: "accepted", HazardState.WITHDRAWN: "voided",
}  # fmt: skip
_LOUD = frozenset({
    "hazards.refused", "hazards.sent_back", "hazards.listed", "hazards.evacuated", "hazards.extension_refused",
    "hazards.withdrawn",
})  # fmt: skip
_TOLD = ("opinion", "reason", "words", "area", "summary", "note", "file", "other")


@dataclass(slots=True)
class Linked:
    """The other end of a link: `url` is "" where the reader cannot see it."""

    words: Any
    number: str
    text: str
    url: str
    note: str


def hazard_page(request: HttpRequest, row: Hazard) -> HttpResponse:
    """The page of one hazard."""
    actor = actor_of(request)
    held = record(actor.scope, row)
    clocks = dials(held)
    offered = acts(actor, held)
    context = {
        "row": row,
        "record": held,
        "title": title_of(row),
        "campaigns": campaigns_of(row, running(actor.scope)),
        "face": face_of(row, clocks),
        "clauses": ["七(三)"] if row.grade == Grade.GENERAL else ["五(一)2", "七(三)"],
        "criterion_url": reverse("standards:criterion", args=[row.criterion_id]) if row.criterion_id else "",
        "article_url": reverse("standards:article", args=[row.article_id]) if row.article_id else "",
        "notice_url": reverse("hazards:notice", args=[row.pk]) if held.listings else "",
        "delisting_url": _delisting_url(actor, held),
        "steps": steps(held),
        "clocks": clocks,
        "five": five_of(held),
        "gallery": gallery(actor.scope, row, held.photos),
        "add_photo_url": next((one.url for one in offered if one.key == "add_photo" and one.allowed), ""),
        "next_acts": [one for one in offered if one.is_next],
        "other_acts": [one for one in offered if not one.is_next],
        "main_act": main_act(offered),
        "waiting": waiting_words(held),
        "spent": sum((one.spent_yuan or Decimal(0) for one in held.progress), Decimal(0)),
        "links": linked(actor, held),
        "again": held.again[:AGAIN_SHOWN],
        "again_more": len(held.again) > AGAIN_SHOWN,
        "same_mine": any(one.mine_id == row.mine_id for one in held.again),
        "months": held.settings["recurrence_months"],
        "log": timeline(held.events),
        "aside_panels": panels.shown(request, "hazards.hazard", row, is_aside=True),
        "is_official": not row.source or row.source in ("inspection", "spot_check", "oversight", "tip"),
    }
    return render(request, "hazards/hazard.html", context)


def _delisting_url(actor: Actor, held: Record) -> str:
    """The delisting notice of the latest listing, once it has ended."""
    ended = bool(held.listings) and not held.listings[0].in_force
    return reverse("hazards:delisting_pdf", args=[held.row.pk]) if ended and may(actor, "hazards.export") else ""


def title_of(row: Hazard) -> str:
    """What is wrong, short enough for a heading."""
    first = row.description.split("\n")[0]
    return first if len(first) <= TITLE else f"{first[: TITLE - 1]}…"


def face_of(row: Hazard, clocks: list[Dial]) -> tuple[str, str]:
    """The state chip: code and words. The first clock that has run out speaks before the state."""
    state = str(row.get_state_display())
    if row.state == HazardState.APPLIED and row.is_overdue():
        return "overdue", listed(state, _("reported after the deadline"))
    over = next((dial for dial in clocks if dial.over and row.is_open), None)
    if over is not None:
        told = f"{over.before}{over.number}{over.after}" if over.number is not None else str(over.words)
        return "overdue", listed(state, f"{over.title}{told}")
    if row.state == HazardState.RECTIFYING and row.refusals:
        return "returned", listed(_("not passed, being rectified again"))
    return _FACES[HazardState(row.state)], state


def waiting_words(held: Record) -> str:
    """Whom the matter waits for, for readers who can do nothing."""
    row = held.row
    if row.state == HazardState.APPLIED:
        return _("Waits for acceptance.") if row.grade == Grade.GENERAL else _("Waits for the on-site check by two.")
    told = {
        HazardState.RECTIFYING: _("The mine is rectifying it."),
        HazardState.VERIFIED: _("Waits for close-out by the city bureau."),
        HazardState.CLOSED: _("It is closed out; nothing is left to do."),
        HazardState.WITHDRAWN: _("It was withdrawn; nothing is left to do."),
    }
    if row.state != HazardState.REGISTERED:
        return str(told[HazardState(row.state)])
    if row.grade == Grade.SUSPECTED:
        return _("Waits for determination by a named person.")
    if held.latest_five is not None:
        return _("Waits for the principal's signature.")
    return _("Waits for the mine to put the five in place.")


def linked(actor: Actor, held: Record) -> list[Linked]:
    """What the hazard belongs to, read from its own side."""
    found = []
    for link in held.links:
        forth = link.hazard_id == held.row.pk
        other = link.other if forth else link.hazard
        seen = actor.scope.covers(other)
        text = other.description[:TITLE] if seen else _("outside your jurisdiction")
        url = reverse("hazards:hazard", args=[other.pk]) if seen else ""
        found.append(Linked(_link_words(link, forth), other.number, text, url, link.note if seen else ""))
    return found


def _link_words(link: HazardLink, forth: bool) -> Any:
    if forth or link.kind in (LinkKind.SAME, LinkKind.RELATED):
        return link.get_kind_display()
    return _("Reopened as") if link.kind == LinkKind.REOPENS else _("Recurred as")


def timeline(events: Any) -> list[dict[str, Any]]:
    """Audit events as rows of a time line."""
    rows = []
    for event in events:
        details = event.details or {}
        told = next((str(details[name]) for name in _TOLD if details.get(name)), "")
        percent = details.get("percent")
        rows.append({
            "when": event.entered_at, "text": event.label, "who": who(event.actor_name), "bad": event.kind in _LOUD,
            "note": listed(claimed(event), f"{percent}%" if percent is not None else "", told[:60]),
        })  # fmt: skip
    return rows


__all__ = ["hazard_page", "linked", "timeline", "title_of", "waiting_words"]
