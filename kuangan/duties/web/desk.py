"""The work desk (工作台): mounted by the shell as everybody's first page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import TemplateDoesNotExist, get_template
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuangan.duties import kinds
from kuangan.duties.models import Assignment, Review
from kuangan.duties.queries import desk as desks
from kuangan.duties.queries.in_force import InForce
from kuangan.duties.queries.progress import by_county, by_duty
from kuangan.duties.web.fetching import actor_of, campaigns_of, chosen_campaigns
from kuangan.duties.web.lines import Line, duties_by_plan, line
from kuangan.duties.web.wording import due_sentence, hand_of
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.roles import CITY_ROLES, MINE_ROLES, READ_ONLY_ROLES, Role
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.foundation.authority.web import SIGNED_IN, screen
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.integrity.queries import events
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui import panels
from kuangan.plan.models import Plan
from kuangan.plan.queries import Progress, region_names

EVENTS_SHOWN = 8
PHONE_LINES = 5
"""Lines of a group that phone.css leaves open."""
PAGE = "desk"
"""The name under which other rooms add panels to the desk."""
_TOLD = [
    kinds.SUBMITTED, kinds.ACCEPTED, kinds.FORWARDED, kinds.RETURNED, kinds.WITHDRAWN, kinds.EXTENSION_ASKED,
    kinds.EXTENSION_GRANTED, kinds.EXTENSION_REFUSED, kinds.REDO_ORDERED, kinds.URGED,
]  # fmt: skip
_OVER_COUNTIES = CITY_ROLES | READ_ONLY_ROLES


@dataclass(slots=True)
class Block:
    """One group of the desk's table. `more` is the list behind it; a phone shows no more than PHONE_LINES."""

    title: str
    total: int
    tone: str
    lines: list[Line]
    more: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether there is more than is shown on any screen."""
        return self.total > len(self.lines)

    @property
    def is_cut_on_phones(self) -> bool:
        """Whether a phone folds some of it."""
        return len(self.lines) > PHONE_LINES


@dataclass(slots=True)
class Task:
    """One row of a mine's list: the state, what to do, until when, and why it came back."""

    row: Assignment
    title: str
    days: str
    tone: str
    by: str
    said: str = ""


@require_safe
@screen(SIGNED_IN)
def desk_view(request: HttpRequest) -> HttpResponse:
    """What this person has to do, what waits for them, and how the campaign stands in their jurisdiction."""
    actor = actor_of(request)
    if not may(actor, "duties.read"):
        return render(request, "duties/desk_none.html", {"administers": True})
    campaigns = campaigns_of(request)
    if not campaigns:
        return render(request, "duties/desk_none.html", {"may_load": may(actor, "plan.load")})
    shown = chosen_campaigns(request, campaigns)
    plans = [item.plan for item in campaigns]
    chosen = shown[0].plan if len(shown) < len(plans) else None
    context = {
        "campaign": shown[0],
        "plans": plans,
        "chosen_plan": chosen,
        "phases": [(item.plan if len(shown) > 1 else None, phase) for item in shown for phase in item.phases()],
        "log": recent_events(actor),
        "board_offered": may(actor, "duties.board"),
        "panels": panels.shown(request, PAGE, None),
        "aside_panels": panels.shown(request, PAGE, None, is_aside=True),
    }
    if actor.roles and actor.roles <= MINE_ROLES:
        return render(request, "duties/desk_mine.html", {**context, **_mine_desk(actor, shown, chosen)})
    return render(request, "duties/desk.html", {**context, **_office_desk(actor, shown, chosen)})


def _office_desk(actor: Actor, campaigns: list[InForce], plan: Plan | None) -> dict[str, Any]:
    found = desks.desk(actor, plan=plan)
    duties = duties_by_plan(campaigns)

    def block(title: str, section: desks.Section, tone: str = "", more: str = "", reviewing: bool = False) -> Block:
        rows = [line(actor, row, duties, reviewing=reviewing) for row in section.rows]
        return Block(title, section.total, tone, rows, more)

    blocks = [
        block(_("Overdue"), found.mine_overdue, "over", "whose=own&state=overdue"),
        block(_("Waiting for my review"), found.to_review, "review", "whose=review", reviewing=True),
        block(_("Returned to us"), found.returned, "", "whose=own&state=returned"),
        block(_("Due this week"), found.due_soon, "", "whose=own"),
        block(_("Overdue in the jurisdiction"), found.others_overdue, "over", "whose=others&state=overdue"),
    ]
    return {
        "desk": found,
        "blocks": [item for item in blocks if item.total],
        "until": clock.today() + timedelta(days=7),
        **_standing(actor, campaigns),
    }


def _standing(actor: Actor, campaigns: list[InForce]) -> dict[str, Any]:
    """Figures beside the desk: the counties for those above them, the stage of the campaign for the others."""
    if actor.roles & _OVER_COUNTIES:
        found = by_county(actor.scope, *(item.plan for item in campaigns))
        names = region_names(list(found))
        rows = [(code, names.get(code, code), progress) for code, progress in sorted(found.items())]
        homes = {item.plan.region_code for item in campaigns if len(prefix_of(item.plan.region_code)) < 6}
        return {"counties": [row for row in rows if row[0] not in homes], "tiles": _tiles()}
    return {"stages": _all_stages(actor, campaigns)}


def _all_stages(actor: Actor, campaigns: list[InForce]) -> list[tuple[str, Progress]]:
    return [pair for item in campaigns for pair in stages(item, by_duty(actor.scope, item.version))]


def stages(main: InForce, found: Any) -> list[tuple[str, Progress]]:
    """Progress by group of duties in plan order, without groups in which nothing is owed here."""
    sums: dict[str, Progress] = {}
    for duty in main.package.duties:
        if duty.counted and duty.id in found:
            sums[duty.group] = sums.get(duty.group, Progress()) + found[duty.id]
    return [(group, progress) for group, progress in sums.items() if progress.owed]


def _tiles() -> str:
    """A picture of the counties, when the shell offers one."""
    try:
        get_template("shell/county_tiles.html")
    except TemplateDoesNotExist:
        return ""
    return "shell/county_tiles.html"


def _mine_desk(actor: Actor, campaigns: list[InForce], plan: Plan | None) -> dict[str, Any]:
    today = clock.today()
    month_end = (today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    found = desks.desk(actor, days=max(7, (month_end - today).days + 1), plan=plan)
    opinions = _latest_opinions(found.returned.rows + found.mine_overdue.rows)
    late = found.mine_overdue.rows + found.returned.rows
    first = [_task(row, opinions.get(row.pk, "")) for row in late]
    return {
        "desk": found,
        "several": len({row.bearer_key for row in found.delivered.rows + found.due_soon.rows + late}) > 1,
        "first": first,
        "first_total": found.mine_overdue.total + found.returned.total,
        "this_month": [_task(row) for row in found.due_soon.rows],
        "delivered": [(row, hand_of(row.waiting_for)) for row in found.delivered.rows],
        "stages": _all_stages(actor, campaigns),
        "is_principal": Role.MINE_PRINCIPAL in actor.roles,
    }


def _task(row: Assignment, said: str = "") -> Task:
    days, tone, by = due_sentence(row)
    return Task(row, row.title, days, tone, by, said)


def _latest_opinions(rows: Iterable[Assignment]) -> dict[int, str]:
    """Per returned assignment what the reviewer said, shortened to one line."""
    returned = [row.pk for row in rows if row.state == "returned"]
    if not returned:
        return {}
    found = Review.objects.unscoped("reviews of rows the reader's desk shows").filter(
        submission__assignment_id__in=returned, decision=Review.Decision.RETURNED
    )
    told = found.select_related("authority").order_by("id").values_list(
        "submission__assignment_id", "opinion"
    )  # fmt: skip
    return {pk: opinion if len(opinion) <= 24 else f"{opinion[:23]}…" for pk, opinion in told}


def recent_events(actor: Actor) -> list[AuditEvent]:
    """The latest acts on duties within the reader's jurisdiction."""
    told = [kind.name for kind in _TOLD]
    return list(events(actor.scope).filter(kind__in=told).defer("before", "after")[:EVENTS_SHOWN])
