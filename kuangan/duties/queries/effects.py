"""What a draft version or an unsaved parameter value would change: derivation's own planning, and nothing written."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Self

from django.db.models import QuerySet

from kuangan.duties.models import Assignment
from kuangan.duties.queries.campaign import Campaign, load_campaign
from kuangan.duties.queries.listing import RELATED
from kuangan.duties.queries.owed_by_bodies import wanted_of_authorities, wanted_of_enterprises, wanted_of_others
from kuangan.duties.queries.owed_by_mines import MinePlanner
from kuangan.duties.queries.runs import amount_of_work, enterprises_after, mines_after, places_of
from kuangan.duties.queries.subjects import mine_stretches
from kuangan.duties.rules.titles import title_in_period
from kuangan.duties.rules.wanted import Key, Place, Wanted
from kuangan.duties.states import EDITABLE, UNSETTLED, AssignmentState
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.plan.models import ParameterValue, Plan, PlanVersion
from kuangan.plan.queries import APPEARS, LISTED, MOVES, VANISHES, Change, Foreseen, plans_in_force
from kuangan.registry.models import Agency, Enterprise, Mine

MOST = 6_000
"""So many bearers are worked through while somebody waits; of a larger plan the run tells what came of it."""
_MINES = 1_000
_WHY = "a dry run of derivation works for the whole plan"
Difference = tuple[str, Key, Any]
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
    return _Comparison(campaign).over(_parts(campaign)).result()


# house: unscoped — a dry run of derivation for the mines of an import
def foresee_writing(written: Callable[[], Collection[int]], before: Collection[int]) -> list[tuple[Plan, Foreseen]]:
    """What writing changes under each plan in force, called in a transaction that is taken back.

    `written` writes and answers with the mines that it touched, `before` are those that were there already: what waits
    for derivation at them anyway does not count. Plans of which nothing changes, or too much to tell, are left out.
    """
    campaigns = [found for plan in plans_in_force(Scope.everywhere()) if (found := _manageable(plan))]
    waiting = {one.plan.pk: _Comparison(one).over(_parts_of(one, before)).differences for one in campaigns}
    touched = written()
    changed: list[tuple[Plan, Foreseen]] = []
    for plan in [one.plan for one in campaigns]:
        campaign = load_campaign(plan)
        told = _Comparison(campaign, waiting[plan.pk]).over(_parts_of(campaign, touched)).result()
        if not told.is_empty:
            changed.append((plan, told))
    return changed


def _manageable(plan: Plan) -> Campaign | None:
    try:
        campaign = load_campaign(plan)
    except LookupError:
        return None
    return campaign if amount_of_work(campaign) <= MOST else None


def _parts_of(campaign: Campaign, mine_ids: Collection[int]) -> Iterator[tuple[Iterable[Wanted], QuerySet[Assignment]]]:
    """The same for some mines, their enterprises and all bodies."""
    rows = Assignment.objects.unscoped(_WHY).filter(plan=campaign.plan)
    ids, owners = sorted(mine_ids), set()
    for start in range(0, len(ids), _MINES):
        places = places_of(campaign.plan, ids[start : start + _MINES])
        owners |= {place.enterprise_id for place in places}
        yield _of_mines(campaign, places), rows.filter(mine_id__in=[place.mine_id for place in places])
    campaign.read_events_of_bodies()
    wanted = chain(
        wanted_of_authorities(campaign, campaign.bodies.in_order, campaign.by_body), wanted_of_others(campaign)
    )
    yield wanted, rows.filter(mine__isnull=True, enterprise__isnull=True)
    yield wanted_of_enterprises(campaign, owners), rows.filter(mine__isnull=True, enterprise_id__in=owners)


def _of_mines(campaign: Campaign, places: Sequence[Place]) -> Iterator[Wanted]:
    ids = [place.mine_id for place in places]
    stretches = mine_stretches(campaign.package, ids)
    campaign.read_events(campaign.mine_duties, set(ids))
    planner = MinePlanner(campaign)
    sheaves = [(place, planner.sheaf(place, stretches.get(place.mine_id, ()))) for place in places]
    return (item for place, sheaf in sheaves for item in sheaf.of(place))


def _parts(campaign: Campaign) -> Iterator[tuple[Iterable[Wanted], QuerySet[Assignment]]]:
    """What must exist beside what is stored, for mines by the thousand and then for everybody else."""
    rows = Assignment.objects.unscoped(_WHY).filter(plan=campaign.plan)
    after = ""
    while places := mines_after(campaign.plan, after, _MINES):
        yield _of_mines(campaign, places), rows.filter(mine_id__in=[place.mine_id for place in places])
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

    def __init__(self, campaign: Campaign, waiting: Collection[Difference] = frozenset()) -> None:
        self._campaign = campaign
        self._waiting = waiting
        self.differences: set[Difference] = set()
        self._now = clock.now()
        self._counts = dict.fromkeys((APPEARS, VANISHES, MOVES), 0)
        self._new: list[Wanted] = []
        self._gone: list[tuple[bool, int]] = []
        self._moved: dict[int, Wanted] = {}

    def over(self, parts: Iterable[tuple[Iterable[Wanted], QuerySet[Assignment]]]) -> Self:
        """Compare all parts."""
        for wanted, existing in parts:
            self.add(wanted, existing)
        return self

    def _is_known(self, kind: str, key: Key, due: Any = None) -> bool:
        """Remember a difference; whether it was there before."""
        self.differences.add((kind, key, due))
        return (kind, key, due) in self._waiting

    def add(self, wanted: Iterable[Wanted], existing: QuerySet[Assignment]) -> None:
        """Compare one part."""
        stored: dict[Key, tuple[Any, ...]] = {row[:4]: row[4:] for row in existing.order_by().values_list(*_STORED)}
        for item in wanted:
            found = stored.pop(item.key, None)
            if found is None or found[1] == AssignmentState.VOIDED:
                if self._is_known(APPEARS, item.key, item.claim.owed.due):
                    continue
                self._counts[APPEARS] += 1
                if len(self._new) < LISTED:
                    self._new.append(item)
            elif found[1] in UNSETTLED and found[2] != item.claim.owed.due:
                if self._is_known(MOVES, item.key, item.claim.owed.due):
                    continue
                self._counts[MOVES] += 1
                if len(self._moved) < LISTED:
                    self._moved[found[0]] = item
        for key, (pk, state, _planned, due) in stored.items():
            if state in UNSETTLED and not self._is_known(VANISHES, key):
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
