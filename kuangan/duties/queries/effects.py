"""What a draft version or an unsaved parameter value would change: derivation's own planning, and nothing written."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from kuangan.duties.models import Assignment
from kuangan.duties.queries.campaign import Campaign, load_campaign
from kuangan.duties.queries.listing import RELATED
from kuangan.duties.queries.owed_by_bodies import wanted_of_authorities, wanted_of_enterprises, wanted_of_others
from kuangan.duties.queries.owed_by_mines import MinePlanner
from kuangan.duties.queries.runs import amount_of_work, enterprises_after, mines_after
from kuangan.duties.queries.subjects import mine_stretches
from kuangan.duties.rules.titles import title_in_period
from kuangan.duties.rules.wanted import Key, Wanted
from kuangan.duties.states import EDITABLE, UNSETTLED, AssignmentState
from kuangan.foundation.kernel import clock
from kuangan.plan.models import ParameterValue, Plan, PlanVersion
from kuangan.plan.queries import APPEARS, LISTED, MOVES, VANISHES, Change, Foreseen
from kuangan.registry.models import Agency, Enterprise, Mine

MOST = 6_000
"""So many bearers are worked through while somebody waits; of a larger plan the run tells what came of it."""
_MINES = 1_000
_WHY = "a dry run of derivation works for the whole plan"
_STORED = ("duty_slug", "bearer_key", "subject_key", "period_key", "pk", "state", "planned_due_at", "due_at")


# house: unscoped — a dry run of derivation works for the whole plan
def foresee(plan: Plan, version: PlanVersion | None, value: ParameterValue | None) -> Foreseen | None:
    """What `version` put in force, or `value` set, would change as of now; None without a version or beyond `MOST`."""
    try:
        campaign = load_campaign(plan, version=version, value=value)
    except LookupError:
        return None
    if amount_of_work(campaign) > MOST:
        return None
    found = _Comparison(campaign)
    for wanted, existing in _parts(campaign):
        found.add(wanted, existing)
    return found.result()


def _parts(campaign: Campaign) -> Iterator[tuple[Iterable[Wanted], QuerySet[Assignment]]]:
    """What must exist beside what is stored, for mines by the thousand and then for everybody else."""
    rows = Assignment.objects.unscoped(_WHY).filter(plan=campaign.plan)
    planner, after = MinePlanner(campaign), ""
    while places := mines_after(campaign.plan, after, _MINES):
        ids = [place.mine_id for place in places]
        stretches = mine_stretches(campaign.package, ids)
        campaign.read_events(campaign.mine_duties, set(ids))
        sheaves = [(place, planner.sheaf(place, stretches.get(place.mine_id, ()))) for place in places]
        yield (item for place, sheaf in sheaves for item in sheaf.of(place)), rows.filter(mine_id__in=ids)
        after = f"{places[-1].region_code}:{places[-1].mine_id}"
    campaign.read_events_of_bodies()
    wanted = chain(
        wanted_of_authorities(campaign, campaign.bodies.in_order, campaign.by_body),
        wanted_of_enterprises(campaign, enterprises_after(campaign, 0, MOST)),
        wanted_of_others(campaign),
    )
    yield wanted, rows.filter(mine__isnull=True)


class _Comparison:
    """Counts what differs and remembers the first of each kind; vanishing duties that are overdue come first."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self._now = clock.now()
        self._counts = dict.fromkeys((APPEARS, VANISHES, MOVES), 0)
        self._new: list[Wanted] = []
        self._gone: list[tuple[bool, int]] = []
        self._moved: dict[int, Wanted] = {}

    def add(self, wanted: Iterable[Wanted], existing: QuerySet[Assignment]) -> None:
        """Compare one part."""
        stored: dict[Key, tuple[Any, ...]] = {row[:4]: row[4:] for row in existing.order_by().values_list(*_STORED)}
        for item in wanted:
            found = stored.pop(item.key, None)
            if found is None or found[1] == AssignmentState.VOIDED:
                self._counts[APPEARS] += 1
                if len(self._new) < LISTED:
                    self._new.append(item)
            elif found[1] in UNSETTLED and found[2] != item.claim.owed.due:
                self._counts[MOVES] += 1
                if len(self._moved) < LISTED:
                    self._moved[found[0]] = item
        for pk, state, _planned, due in stored.values():
            if state in UNSETTLED:
                self._counts[VANISHES] += 1
                self._gone.append((state in EDITABLE and due is not None and due < self._now, pk))

    def result(self) -> Foreseen:
        """The counts, and the lists in words."""
        self._gone.sort(key=lambda pair: (not pair[0], pair[1]))
        overdue = sum(is_overdue for is_overdue, _pk in self._gone)
        shown = dict(pair[::-1] for pair in self._gone[:LISTED])
        rows = Assignment.objects.unscoped(_WHY).filter(pk__in=[*shown, *self._moved]).select_related(*RELATED)
        by_pk = {row.pk: row for row in rows}
        gone = [self._of_row(VANISHES, by_pk[pk], None, shown[pk]) for pk in shown]
        moved = [self._of_row(MOVES, by_pk[pk], item.claim.owed.due) for pk, item in self._moved.items()]
        counts, changes = self._counts, [*gone, *moved, *self._appearing()]
        return Foreseen(counts[APPEARS], counts[VANISHES], counts[MOVES], overdue, changes)

    def _of_row(self, kind: str, row: Assignment, after: Any, is_overdue: bool = False) -> Change:
        return Change(kind, row.title, str(row.bearer), row.region_code, row.due_at, after, is_overdue, row.pk)

    def _appearing(self) -> list[Change]:
        names = self._names()
        found = []
        for item in self._new:
            owed = item.claim.owed
            duty = self._campaign.package.duty(item.claim.slug)
            title = title_in_period(duty.title, owed.period.key, owed.period.start, owed.period.end)
            bearer = names.get(item.borne.bearer_key, item.borne.bearer_key.partition(":")[2])
            if item.borne.subject_key:
                bearer = f"{bearer}（{names.get(item.borne.subject_key, '')}）"
            is_overdue = owed.due is not None and owed.due < self._now
            found.append(Change(APPEARS, title, bearer, item.borne.region_code, None, owed.due, is_overdue))
        return found

    def _names(self) -> dict[str, str]:
        columns = [item.borne.columns for item in self._new]
        mines = Mine.objects.unscoped(_WHY).filter(pk__in={one.mine_id for one in columns if one.mine_id})
        enterprises = Enterprise.objects.unscoped(_WHY).filter(pk__in={one.enterprise_id for one in columns})
        agencies = Agency.objects.filter(pk__in={one.agency_id for one in columns if one.agency_id})
        names = {f"mine:{row.pk}": str(row) for row in mines}
        names |= {f"enterprise:{row.pk}": row.name for row in enterprises}
        names |= {f"agency:{row.pk}": row.name for row in agencies}
        return names | {f"authority:{body.id}": body.name for body in self._campaign.bodies.in_order}
