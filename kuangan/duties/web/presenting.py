"""Puts the page of one duty together: what is asked, why, what is there, who has it, what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from kuangan.duties.models import Assignment, CoBearer, Extension, Submission
from kuangan.duties.policy import acts_for_authority, acts_for_bearer
from kuangan.duties.queries.desk import waiting_for_me
from kuangan.duties.queries.evidence import SIGNED_KINDS, Dossier, Finding, dossier
from kuangan.duties.queries.explaining import why
from kuangan.duties.queries.listing import RELATED
from kuangan.duties.queries.noticed import noticed
from kuangan.duties.queries.returned import causes, unchanged_since_return
from kuangan.duties.queries.shared_facts import also_serves
from kuangan.duties.queries.shown import shown_extension, shown_standing
from kuangan.duties.states import EDITABLE, AssignmentState, ExtensionState
from kuangan.duties.web.acts import Standing, acts
from kuangan.duties.web.course import Hop, course
from kuangan.duties.web.fetching import actor_of
from kuangan.duties.web.forms import DecideExtensionForm, ReviewForm
from kuangan.duties.web.forms.deciding import RETURN_PHRASES
from kuangan.duties.web.wording import ACCEPT_WORDS, about, act_of, step_of, step_title, waiting_words
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.integrity.queries import events_for
from kuangan.foundation.ui.acts import Act
from kuangan.foundation.ui.rules import claimed, listed, who

EVENTS_SHOWN = 8
PAST_SHOWN = 6


@dataclass(slots=True)
class Asked:
    """One requirement as the page shows it: `act` is the way to supply it, "" when there is none for this reader."""

    finding: Finding
    url: str
    act: str
    waits: bool
    unofficial: bool
    hint: str = ""

    @property
    def key(self) -> str:
        """The requirement's id in the plan."""
        return self.finding.spec.key

    @property
    def tone(self) -> str:
        """found, missing, waits (for a ledger) or welcome (not asked)."""
        if self.finding.found:
            return "found"
        if self.waits:
            return "waits"
        return "missing" if self.finding.required else "welcome"


@dataclass(slots=True)
class Queue:
    """Where the assignment stands among what waits for the reader's review."""

    before: int | None
    after: int | None
    total: int


def standing_of(row: Assignment) -> Standing:
    """What the acts of a page depend on."""
    newest_first = Submission.rows.order_by("-id").prefetch_related("reviews", "reviews__authority")
    prefetch_related_objects([row], Prefetch("submissions", newest_first))
    submissions = list(row.submissions.all())
    pending = row.extensions.filter(state=ExtensionState.PENDING).first()
    if pending is not None:
        pending.assignment = row
    waiting = [share.name for share in row.co_bearers.all() if share.confirmed_at is None]
    return Standing(row, dossier(row), submissions, pending, waiting)


def duty_page(
    request: HttpRequest,
    row: Assignment,
    *,
    status: int = 200,
    review: ReviewForm | None = None,
    extension: DecideExtensionForm | None = None,
    refusal: str = "",
    delivery: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page, with a form that was refused put back as it was typed; `delivery`: what was sent to be submitted."""
    actor = actor_of(request)
    standing = standing_of(row)
    duty = standing.papers.duty
    reviewable = may(actor, "duties.review", row)
    if review is None and reviewable and standing.live is not None:
        review = ReviewForm(
            initial={"receipt": standing.live.number, "step": row.chain_step},
            accept_word=ACCEPT_WORDS.get(act_of(duty, row)),
        )
    requirements = asked(actor, standing.papers)
    looks = review is not None and standing.live is not None
    remarks = noticed(actor.scope, row, standing.live, standing.papers) if looks and standing.live else None
    offered = acts(actor, standing)
    context = {
        "row": row,
        "duty": duty,
        "about": about(row),
        "title": row.title,
        "waiting_words": waiting_words(duty, row),
        "why": why(row),
        "also_serves": also_serves(row),
        "asked": requirements,
        "next_step": next((item for item in requirements if item.tone == "missing" and item.act), None),
        "can_submit": any(act.key == "submit" and act.allowed for act in offered),
        "papers": standing.papers,
        "attached": [file for finding in standing.papers.findings for file in finding.files],
        "draft_key": f"duties.submit.{row.pk}",
        "causes": causes(row, standing.papers) if acts_for_bearer(actor, row) else [],
        "unchanged": unchanged_since_return(row, standing.papers),
        "submit_word": _("Submit again") if standing.submissions else _("Submit"),
        "delivery": delivery or {},
        "noticed": remarks,
        "taken_words": _span(remarks.taken) if remarks and remarks.taken is not None else "",
        "pictures": [file for finding in standing.papers.findings for file in finding.files if file.stored.is_image],
        "shown": shown_standing(row, standing.papers, standing.live),
        "shown_extension": shown_extension(row, standing.pending) if standing.pending else "",
        "review_key": f"duties.review.{row.pk}",
        "return_phrases": RETURN_PHRASES,
        "live": standing.live,
        "altered": "、".join(standing.papers.frozen.altered) if standing.papers.frozen else "",
        "later": any(finding.later for finding in standing.papers.findings),
        "steps": course(row, duty, standing.submissions),
        "submissions": standing.submissions,
        "older": [item for item in standing.submissions if item is not standing.live],
        "redo_orders": list(row.redo_orders.all()),
        "extensions": list(row.extensions.all()),
        "shares": shares(actor, row),
        "acts": offered,
        "review": review,
        "reviewable": bool(reviewable),
        "review_step": _step_words(duty, row),
        "pending": standing.pending,
        "extension_form": _extension_form(actor, standing.pending, extension),
        "log": timeline(events_for(actor.scope, row)[:EVENTS_SHOWN]),
        "past": past(actor, row),
        "queue": queue(actor, row),
        "mine_url": mine_url(row),
        "can_edit": row.state in EDITABLE and bool(may(actor, "duties.supply", row)),
        "refusal": refusal,
    }
    template = "duties/parts/peek.html" if beside(request) else "duties/duty.html"
    return render(request, template, context, status=status)


def _span(taken: timedelta) -> str:
    """How long something took, in minutes, hours or days."""
    minutes = max(1, round(taken.total_seconds() / 60))
    if minutes < 120:
        return _("%(count)d minutes") % {"count": minutes}
    if minutes < 2880:
        return _("%(count)d hours") % {"count": minutes // 60}
    return _("%(count)d days") % {"count": minutes // 1440}


def beside(request: HttpRequest) -> bool:
    """Whether the page is asked for beside the board."""
    return request.method == "GET" and request.headers.get("HX-Target") == "peek"


def _step_words(duty: Any, row: Assignment) -> str:
    step = step_of(duty, row)
    return step_title(step) if step is not None and row.state == AssignmentState.SUBMITTED else ""


def _extension_form(
    actor: Actor, pending: Extension | None, bound: DecideExtensionForm | None
) -> DecideExtensionForm | None:
    if bound is not None:
        return bound
    if pending is None or not may(actor, "duties.decide_extension", pending):
        return None
    return DecideExtensionForm(prefix="extension")


def asked(actor: Actor, papers: Dossier) -> list[Asked]:
    """The requirements with the way to supply each."""
    row = papers.assignment
    editable = row.state in EDITABLE
    supplies = editable and bool(may(actor, "duties.supply", row))
    signs = editable and bool(may(actor, "duties.sign", row))
    found = []
    for finding in papers.findings:
        kind = finding.spec.kind
        mine = supplies if kind not in SIGNED_KINDS or kind == "acknowledgement" else signs
        act = kind if mine and kind in {"file", "form", *SIGNED_KINDS} else ""
        if act in SIGNED_KINDS and finding.found:
            act = ""
        url = reverse("duties:supply", args=[row.pk, finding.spec.key])
        unofficial = kind == "form" and not finding.spec.official
        hint = finding.spec.hint
        if supplies and not mine and not finding.found:
            hint = _("The principal signs after signing in.")
        found.append(Asked(finding, url, act, finding.waits_for_ledger, unofficial, hint))
    return found


def shares(actor: Actor, row: Assignment) -> list[tuple[CoBearer, bool]]:
    """The joint bearers, each with whether the reader may confirm for it now."""
    open_now = row.state in EDITABLE
    return [
        (share, open_now and share.confirmed_at is None and acts_for_authority(actor, share.authority))
        for share in row.co_bearers.select_related("authority")
    ]


def timeline(events: Any) -> list[dict[str, Any]]:
    """Audit events as rows of a time line."""
    loud = {"duties.returned", "duties.redo_ordered", "duties.urged", "duties.extension_refused"}
    rows = []
    for event in events:
        details = event.details or {}
        told = details.get("opinion") or details.get("reason") or details.get("words") or details.get("file") or ""
        receipt = details.get("receipt") or ""
        rows.append({
            "when": event.entered_at, "text": event.label, "who": who(event.actor_name),
            "note": listed(claimed(event), told or receipt), "bad": event.kind in loud,
        })  # fmt: skip
    return rows


def past(actor: Actor, row: Assignment) -> list[Assignment]:
    """The same duty of the same bearer in its other periods, the latest first; empty for a single duty."""
    if not row.period_title:
        return []
    found = Assignment.objects.within(actor.scope).filter(
        plan_id=row.plan_id, duty_slug=row.duty_slug, bearer_key=row.bearer_key, subject_key=row.subject_key
    )
    rows = list(found.select_related(*RELATED).order_by("-period_start")[:PAST_SHOWN])
    return rows if len(rows) > 1 else []


def queue(actor: Actor, row: Assignment) -> Queue | None:
    """The neighbours in the reader's review queue; None for readers who review nothing."""
    waiting = list(waiting_for_me(actor).values_list("pk", flat=True)[:500])
    if not waiting:
        return None
    if row.pk not in waiting:
        return Queue(None, waiting[0], len(waiting))
    place = waiting.index(row.pk)
    before = waiting[place - 1] if place else None
    return Queue(before, waiting[place + 1] if place + 1 < len(waiting) else None, len(waiting))


def mine_url(row: Assignment) -> str:
    """The registry's page of the mine; "" while the registry has none."""
    if row.mine_id is None:
        return ""
    try:
        return reverse("registry:mine", args=[row.mine_id])
    except NoReverseMatch:
        return ""


__all__ = ["Act", "Asked", "Hop", "Queue", "Submission", "duty_page", "standing_of"]
