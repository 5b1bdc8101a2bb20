"""Deadlines: who is to be reminded today, computed from the assignments as they stand, county by county.

Duties of the same bearer, period and due day are told together, and so are the bearers of a county when the plan has
somebody above told. A whole look is made on the first round of a day and after a derivation that changed something.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min
from django.urls import reverse

from kuangan.duties import kinds
from kuangan.duties.actions.telling.marks import keep_mark, told_up_to
from kuangan.duties.models import Assignment, DerivationRun
from kuangan.duties.queries.in_force import InForce, in_force
from kuangan.duties.queries.recipients import Directory
from kuangan.duties.rules.reminding import BEARER, Call, calls, longest_before, of_plan
from kuangan.duties.rules.titles import title_in_period
from kuangan.duties.states import EDITABLE
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.actions import Happening, tell
from kuangan.plan.rules.dues import Reminder
from kuangan.registry.models import Authority, Region

SOURCE = "duties.deadlines"
_WHY = "the system reminds everybody"
_FIELDS = (
    *("owing_mine_id", "enterprise_id", "agency_id", "authority_id", "bearer_key", "region_code"),
    *("duty_slug", "duty__title", "period_key", "period_start", "period_end", "due_at"),
    *("owing_mine__short_name", "owing_mine__name", "enterprise__name", "agency__name"),
)
_MOST_NAMED = 3
PAUSE = timedelta(hours=1)
"""Between two whole looks of the same day, when something was derived meanwhile."""


@dataclass(frozen=True, slots=True)
class Due:
    """What one bearer owes by one day: one duty in one period, `count` times (once per mine it is about)."""

    row: dict[str, Any]
    authority: Authority | None
    title: str
    day: date

    @property
    def bearer(self) -> str:
        """Name of whoever owes it."""
        row = self.row
        mine = row["owing_mine__short_name"] or row["owing_mine__name"]
        return str(mine or self.authority or row["enterprise__name"] or row["agency__name"] or row["bearer_key"])

    @property
    def who(self) -> dict[str, Any]:
        """The bearer as the directory asks for it."""
        row = self.row
        return {
            "mine": row["owing_mine_id"],
            "enterprise": row["enterprise_id"],
            "agency": row["agency_id"],
            "authority": self.authority,
        }


# house: not-atomic — each county commits by itself; telling the rest again tells nobody twice
def tell_deadlines(actor: Actor) -> int:
    """Remind bearers and tell those above them; returns how many causes were given, none between two whole looks."""
    begin = clock.now()
    known = told_up_to(SOURCE)
    since = clock.day_of(known) if known else None
    if known is not None and since == clock.day_of(begin):
        if begin - known < PAUSE or not _derived_since(known):
            return 0
        since = None  # a deadline may have moved: look at everything, and tell nobody twice
    campaigns = in_force(Scope.everywhere())
    directory = Directory(actor) if campaigns else None
    count = sum(_of_campaign(actor, directory, campaign, since) for campaign in campaigns) if directory else 0
    keep_mark(SOURCE, begin)
    return count


def _derived_since(moment: datetime) -> bool:
    runs = DerivationRun.objects.filter(finished_at__gt=moment)
    return runs.exclude(created=0, revived=0, changed=0).exists()


def _of_campaign(actor: Actor, directory: Directory, campaign: InForce, since: date | None) -> int:
    reminders = {slug: of_plan(duty.reminder) for slug, duty in campaign.duties().items()}
    ahead = longest_before([*reminders.values(), of_plan(Reminder())])
    rows = Assignment.objects.unscoped(_WHY).filter(
        plan=campaign.plan, state__in=EDITABLE, due_at__lt=clock.now() + timedelta(days=ahead + 1)
    )
    counties = sorted(set(rows.order_by().values_list("region_code", flat=True).distinct()))
    names = dict(Region.objects.filter(code__in=counties).values_list("code", "name"))
    authorities = {one.pk: one for one in Authority.objects.all()}
    count = 0
    for county in counties:
        told = _told(_dues(rows.filter(region_code=county), authorities), reminders, since)
        count += tell(actor, _happenings(directory, campaign, told, names.get(county, county))) if told else 0
    return count


def _dues(rows: Any, authorities: dict[int, Authority]) -> Iterator[Due]:
    grouped = rows.order_by().values(*_FIELDS).annotate(count=Count("pk"), first=Min("pk"))
    for row in grouped.order_by("due_at", "first"):
        title = title_in_period(row["duty__title"], row["period_key"], row["period_start"], row["period_end"])
        yield Due(row, authorities.get(row["authority_id"]), title, clock.day_of(row["due_at"]))


def _told(dues: Iterable[Due], reminders: dict[str, Reminder], since: date | None) -> list[tuple[Due, Call]]:
    """What is to be told today of what is owed."""
    today, silent = clock.today(), of_plan(Reminder())
    return [
        (due, call)
        for due in dues
        for call in calls(reminders.get(due.row["duty_slug"], silent), due.day, today, since)
    ]


def _happenings(
    directory: Directory, campaign: InForce, told: list[tuple[Due, Call]], place: str
) -> Iterator[Happening]:
    directory.look_up(
        {due.row["owing_mine_id"] for due, _call in told if due.row["owing_mine_id"]},
        {due.row["enterprise_id"] for due, _call in told if due.row["enterprise_id"]},
        {due.row["agency_id"] for due, _call in told if due.row["agency_id"]},
    )
    upward: dict[tuple[Any, ...], list[Due]] = {}
    for due, call in told:
        if call.to == BEARER:
            yield _to_bearer(directory, campaign, due, call)
        elif call.to in ("own_leader", "principal"):
            yield _to_leader(directory, campaign, due, call)
        else:
            key = (call.to, call.days, due.row["duty_slug"], due.row["period_key"], due.day)
            upward.setdefault(key, []).append(due)
    for (to, days, *_rest), several in upward.items():
        yield _upward(directory, campaign, several, to, days, place)


def _to_bearer(directory: Directory, campaign: InForce, due: Due, call: Call) -> Happening:
    several = due.row["count"] > 1
    if call.late:
        kind = kinds.OVERDUE_MANY if several else kinds.OVERDUE
    else:
        kind = kinds.DUE_SOON_MANY if several else kinds.DUE_SOON
    return _happening(kind, campaign, due, f"{'late' if call.late else 'soon'}:{call.days}",
                      directory.bearers(**due.who), {"count": due.row["count"]})  # fmt: skip


def _to_leader(directory: Directory, campaign: InForce, due: Due, call: Call) -> Happening:
    several = due.row["count"] > 1
    kind = kinds.OVERDUE_MANY if several else kinds.OVERDUE
    return _happening(kind, campaign, due, f"{call.to}:{call.days}", directory.leaders(**due.who),
                      {"count": due.row["count"]})  # fmt: skip


def _happening(
    kind: Any, campaign: InForce, due: Due, stage: str, people: Iterable[int], more: dict[str, Any]
) -> Happening:
    row = due.row
    key = f"due:{campaign.plan.pk}:{row['bearer_key']}:{row['duty_slug']}:{row['period_key']}:{due.day}:{stage}"
    told = {"title": due.title, "bearer": due.bearer, "due_at": row["due_at"].isoformat(), **more}
    return Happening(kind, key, list(people), told, _url(campaign, [due]), row["region_code"], row["owing_mine_id"])


def _upward(directory: Directory, campaign: InForce, several: list[Due], to: str, days: int, place: str) -> Happening:
    """One cause for all bearers of a county that are late with the same thing by the same day."""
    first = several[0]
    row = first.row
    key = f"up:{campaign.plan.pk}:{to}:{days}:{row['region_code']}:{row['duty_slug']}:{row['period_key']}:{first.day}"
    named = "、".join(due.bearer for due in several[:_MOST_NAMED])
    told = {
        "place": place,
        "title": first.title,
        "days": days,
        "due_at": row["due_at"].isoformat(),
        "bearers": f"{named}…（{len(several)}）" if len(several) > _MOST_NAMED else named,
    }
    people = directory.escalated(to, row["region_code"])
    return Happening(kinds.ESCALATED, key, list(people), told, _url(campaign, several), row["region_code"])


def _url(campaign: InForce, dues: list[Due]) -> str:
    row = dues[0].row
    if len(dues) == 1 and row["count"] == 1:
        return reverse("duties:duty", args=[row["first"]])
    asked = {"plan": campaign.plan.pk, "duty": row["duty_slug"], "county": row["region_code"], "state": "unsettled"}
    return f"{reverse('duties:list')}?{urlencode(asked)}"
