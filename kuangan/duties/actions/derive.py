"""Deriving assignments: plan × facts × periods, in batches, again and again with the same result."""

from collections.abc import Callable, Iterable

from django.db import transaction

from kuangan.duties import kinds
from kuangan.duties.actions import running
from kuangan.duties.actions.batches import MINES, PHASES, derive_around, derive_places
from kuangan.duties.actions.reconciling import Tally
from kuangan.duties.models import Assignment, DerivationRun
from kuangan.duties.queries.campaign import load_campaign
from kuangan.duties.queries.owed_by_bodies import Circle
from kuangan.duties.queries.owed_by_mines import MinePlanner
from kuangan.duties.queries.runs import amount_of_work
from kuangan.duties.rules.wanted import Place
from kuangan.duties.states import RUNNING_STATES, RunState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Plan
from kuangan.registry.models import Mine

_WHY = "derivation works for the whole plan"
Progress = Callable[[int, int], None]


# house: not-atomic — each batch commits by itself, so that a run that is cut off goes on where it ended
def derive(
    actor: Actor,
    plan: Plan,
    *,
    mine_ids: Iterable[int] | None = None,
    regions: Iterable[str] = (),
    cause: str,
    on_progress: Progress | None = None,
) -> DerivationRun:
    """Bring a plan's assignments in line with its version in force and the facts of today.

    `mine_ids` limits the work to mines whose facts have changed; bodies whose duties look at the mines of their
    region are then looked at again too; `regions` names further regions of which to look at the bodies. Otherwise the
    whole plan is worked through in batches that commit one by one, and a run of the same plan that is under way ends
    after its present batch. `on_progress(done, total)` is called after each batch. Raises LookupError without a
    version in force.
    """
    require(actor, "duties.derive", plan)
    if mine_ids is not None:
        ids = sorted(set(mine_ids))
        parts = [ids[start : start + MINES] for start in range(0, len(ids), MINES)] or [[]]
        return [_derive_some(actor, plan, part, frozenset(regions), cause) for part in parts][-1]
    campaign = load_campaign(plan)
    run = running.begin(actor, plan, cause, campaign, amount_of_work(campaign))
    return go_on(actor, run, on_progress=on_progress)


# house: not-atomic — each batch commits by itself, with the note of how far it came
def go_on(actor: Actor, run: DerivationRun, *, on_progress: Progress | None = None) -> DerivationRun:
    """Work through what is left of a run that this process has taken up; returns it as it ended."""
    require(actor, "duties.derive")
    campaign = load_campaign(run.plan)
    planner = MinePlanner(campaign)
    run = running.settle_basis(actor, run, campaign)
    phase, _, after = run.position.partition(":")
    names = list(PHASES)
    try:
        for name in names[names.index(phase) if phase else 0 :]:
            is_over = False
            while not is_over and run.state == RunState.RUNNING:
                with transaction.atomic():
                    Plan.objects.select_for_update().get(pk=run.plan_id)
                    run.refresh_from_db()
                    if run.state != RunState.RUNNING:
                        break
                    batch = PHASES[name](actor, campaign, planner, after)
                    is_over, after = batch.is_last, batch.after
                    run = running.note(run, batch.tally, batch.bearers, f"{name}:{after}")
                if on_progress and batch.bearers:
                    on_progress(run.done, run.total)
            after = ""
    except Exception:
        running.fail(actor, run)
        raise
    return running.end(actor, run)


# house: not-atomic — each batch of a run commits by itself
def go_on_interrupted(actor: Actor, plan: Plan | None = None) -> list[DerivationRun]:
    """Take up every run (of one plan) that has lost its process and work it to its end; returns these runs."""
    require(actor, "duties.derive")
    runs = DerivationRun.objects.filter(is_whole=True, state__in=RUNNING_STATES).order_by("pk")
    left = [run for run in (runs if plan is None else runs.filter(plan=plan)) if running.is_abandoned(run)]
    taken = [running.take_up(actor, run) for run in left]
    return [go_on(actor, run) for run in taken if run is not None]


@transaction.atomic
def _derive_some(actor: Actor, plan: Plan, ids: list[int], regions: frozenset[str], cause: str) -> DerivationRun:
    """A few mines at once, with the bodies around them."""
    started = clock.now()
    Plan.objects.select_for_update().get(pk=plan.pk)
    rows = Mine.objects.unscoped(_WHY).filter(pk__in=ids).order_by("pk")
    places = [Place(*row) for row in rows.values_list("pk", "enterprise_id", "region_code")]
    circle = _circle_around(plan, ids, places, regions)
    campaign = load_campaign(plan, around=circle.regions)
    tally = derive_places(actor, campaign, MinePlanner(campaign), places)
    if campaign.looks_at_regions or campaign.raised_duties:
        tally.add(derive_around(actor, campaign, circle))
    run = DerivationRun.objects.create(
        plan=plan, cause=cause[:200], state=RunState.FINISHED, started_at=started, finished_at=clock.now(),
        done=len(ids), total=len(ids), created=tally.created, voided=tally.voided, revived=tally.revived,
        changed=tally.changed,
    )  # fmt: skip
    if tally != Tally():
        record(actor, kinds.DERIVED, plan, cause=run.cause, created=tally.created, voided=tally.voided,
               revived=tally.revived, changed=tally.changed)  # fmt: skip
    return run


def _circle_around(plan: Plan, mine_ids: list[int], places: list[Place], further: frozenset[str]) -> Circle:
    """The regions and enterprises that changed mines belong to, and those that their assignments still name: a mine
    that has moved leaves bodies behind that may owe less now."""
    rows = Assignment.objects.unscoped(_WHY).filter(plan=plan, mine_id__in=mine_ids).order_by()
    left = set(rows.values_list("region_code", "enterprise_id").distinct())
    regions = {place.region_code for place in places} | {region for region, _owner in left}
    owners = {place.enterprise_id for place in places} | {owner for _region, owner in left if owner}
    return Circle(frozenset(regions) | further, frozenset(owners))
