"""Deriving assignments: plan × facts × periods, in batches of mines, again and again with the same result."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.db import transaction

from kuangan.duties import kinds
from kuangan.duties.actions.reconciling import Tally, Wanted, reconcile
from kuangan.duties.models import Assignment, DerivationRun
from kuangan.duties.queries.campaign import Campaign, load_campaign
from kuangan.duties.queries.subjects import authority_stretches, mine_stretches
from kuangan.duties.queries.voiding import why_gone
from kuangan.duties.rules.planning import Run, Stretch, owed, runs_of
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Duty as DutyRow
from kuangan.plan.models import Plan
from kuangan.plan.rules.dues import Duty
from kuangan.registry.models import Mine

BATCH = 500
Progress = Callable[[int, int], None]


def derive(
    actor: Actor, plan: Plan, *, mine_ids: Iterable[int] | None = None, cause: str, on_progress: Progress | None = None
) -> DerivationRun:
    """Bring a plan's assignments in line with its version in force and the facts of today.

    `mine_ids` limits the work to mines whose facts have changed; bodies whose duties look at the mines of their
    region are then looked at again too. Each batch is one transaction, so a run that is cut off is finished by the
    next. `on_progress(done, total)` is called after each batch. Raises LookupError without a version in force.
    """
    require(actor, "duties.derive")
    campaign = load_campaign(plan)
    run = DerivationRun.objects.create(plan=plan, cause=cause[:200])
    only = None if mine_ids is None else sorted(set(mine_ids))
    tally = Tally()
    ids = _mine_ids(plan, only)
    for start in range(0, len(ids), BATCH):
        tally.add(_derive_mines(actor, campaign, ids[start : start + BATCH]))
        if on_progress:
            on_progress(min(start + BATCH, len(ids)), len(ids))
    if only is None or campaign.looks_at_regions:
        tally.add(_derive_bodies(actor, campaign))
    return _finish(actor, run, tally)


@transaction.atomic
def _finish(actor: Actor, run: DerivationRun, tally: Tally) -> DerivationRun:
    run.finished_at = clock.now()
    run.created, run.voided, run.revived, run.changed = tally.created, tally.voided, tally.revived, tally.changed
    run.save()
    if tally != Tally():
        record(actor, kinds.DERIVED, run.plan, cause=run.cause, created=tally.created, voided=tally.voided,
               revived=tally.revived, changed=tally.changed)  # fmt: skip
    return run


def _mine_ids(plan: Plan, only: list[int] | None) -> list[int]:
    """The mines of the plan's region; a named mine that has moved out of it still has rows to void."""
    if only is not None:
        return only
    mines = Mine.objects.unscoped("derivation works for the whole plan")
    inside = mines.filter(region_code__startswith=prefix_of(plan.region_code)).order_by("pk")
    return list(inside.values_list("pk", flat=True))


@transaction.atomic
def _derive_mines(actor: Actor, campaign: Campaign, ids: list[int]) -> Tally:
    """Duties that mines owe, and duties that authorities owe once per mine."""
    Plan.objects.select_for_update().get(pk=campaign.plan.pk)
    mines = Mine.objects.unscoped("derivation works for the whole plan").filter(pk__in=ids).order_by("pk")
    stretches = mine_stretches(campaign.package, ids)
    campaign.read_events(set(ids))
    wanted = [item for mine in mines for item in _wanted_of_mine(campaign, mine, stretches.get(mine.pk, []))]
    existing = Assignment.objects.unscoped("derivation works for the whole plan").filter(
        plan=campaign.plan, mine_id__in=ids
    )
    return reconcile(
        actor, campaign.plan.pk, wanted, existing,
        lambda row: why_gone(campaign, row, stretches.get(row.mine_id or 0, [])),
    )  # fmt: skip


def _wanted_of_mine(campaign: Campaign, mine: Mine, stretches: list[Stretch]) -> Iterator[Wanted]:
    if not mine.region_code.startswith(prefix_of(campaign.plan.region_code)):
        return
    setting = campaign.setting_for(mine.region_code)
    happened = campaign.events_of_mine(mine.pk)
    runs_by_condition: dict[int, list[Run]] = {}
    for row, duty in campaign.mine_duties:
        runs = runs_by_condition.get(id(duty.applies))
        if runs is None:
            runs = runs_by_condition[id(duty.applies)] = runs_of(duty.applies, stretches)
        if not runs:
            continue
        for item in owed(duty, runs, setting, happened):
            wanted = _borne(campaign, row, duty, mine)
            if wanted is not None:
                bearer_key, columns = wanted
                yield Wanted(
                    row, duty.bearer.kind, bearer_key, "" if duty.bearer.kind == "mine" else f"mine:{mine.pk}",
                    mine.region_code, item, {**columns, "mine_id": mine.pk},
                    campaign.co_bearers(duty, mine.region_code),
                )  # fmt: skip


def _borne(campaign: Campaign, row: DutyRow, duty: Duty, mine: Mine) -> tuple[str, dict[str, int | None]] | None:
    """Key and columns of whoever owes a duty about one mine; None while the registry has no such body."""
    if duty.bearer.kind == "mine":
        return f"mine:{mine.pk}", {"owing_mine_id": mine.pk}
    body = campaign.body_for_mine(duty, mine.region_code)
    return (f"authority:{body.id}", {"authority_id": body.id}) if body else None


@transaction.atomic
def _derive_bodies(actor: Actor, campaign: Campaign) -> Tally:
    """Duties that authorities, enterprises, agencies and named bodies owe in their own right."""
    Plan.objects.select_for_update().get(pk=campaign.plan.pk)
    campaign.read_events(None)
    stretches = _region_stretches(campaign)
    wanted = [
        *_wanted_of_authorities(campaign, stretches),
        *_wanted_of_enterprises(campaign, stretches),
        *_wanted_of_others(campaign),
    ]
    existing = Assignment.objects.unscoped("derivation works for the whole plan").filter(
        plan=campaign.plan, mine__isnull=True
    )
    return reconcile(actor, campaign.plan.pk, wanted, existing, lambda row: why_gone(campaign, row, []))


def _region_stretches(campaign: Campaign) -> dict[Mine, list[Stretch]]:
    """Stretches of every mine of the plan, read only when some duty of a body looks at them."""
    if not campaign.looks_at_regions:
        return {}
    mines = list(
        Mine.objects.unscoped("derivation works for the whole plan").filter(
            region_code__startswith=prefix_of(campaign.plan.region_code)
        )
    )
    found = mine_stretches(campaign.package, [mine.pk for mine in mines])
    return {mine: found.get(mine.pk, []) for mine in mines}


def _wanted_of_authorities(campaign: Campaign, mines: dict[Mine, list[Stretch]]) -> Iterator[Wanted]:
    timelines: dict[int, list[Stretch]] = {}
    start = (campaign.package.window.start, campaign.published_at)
    for row, duty in campaign.authority_duties:
        for body in campaign.bodies.of(duty.bearer):
            if body.id not in timelines:
                prefix = prefix_of(body.region_code)
                inside = [found for mine, found in mines.items() if mine.region_code.startswith(prefix)]
                timelines[body.id] = authority_stretches(body.row, inside, start)
            runs = _runs_where(duty, timelines[body.id])
            happened = campaign.events_of_authority(body.id)
            for item in owed(duty, runs, campaign.setting_for(body.region_code), happened):
                yield Wanted(
                    row, duty.bearer.kind, f"authority:{body.id}", "", body.region_code, item,
                    {"authority_id": body.id}, campaign.co_bearers(duty, body.region_code),
                )  # fmt: skip


def _runs_where(duty: Duty, stretches: list[Stretch]) -> list[Run]:
    """Runs on which the duty's condition holds, on the stretches where the bearer's own condition holds."""
    where = duty.bearer.where
    if where is not None:
        allowed = runs_of(where, stretches)
        stretches = [
            s for s in stretches if any(r.start <= s.start and (r.end is None or s.start < r.end) for r in allowed)
        ]
    return runs_of(duty.applies, stretches)


def _wanted_of_enterprises(campaign: Campaign, mines: dict[Mine, list[Stretch]]) -> Iterator[Wanted]:
    """An enterprise owes a duty once while at least one of its mines meets the condition."""
    by_enterprise: dict[tuple[int, str], list[Run]] = defaultdict(list)
    for row, duty in campaign.enterprise_duties:
        by_enterprise.clear()
        for mine, stretches in mines.items():
            by_enterprise[mine.enterprise_id, mine.region_code].extend(runs_of(duty.applies, stretches))
        first_of: dict[int, str] = {}
        for (enterprise_id, region_code), runs in sorted(by_enterprise.items()):
            region = first_of.setdefault(enterprise_id, region_code)
            if region != region_code:
                continue
            for item in owed(duty, _merged(runs), campaign.setting_for(region)):
                yield Wanted(
                    row, "enterprise", f"enterprise:{enterprise_id}", "", region, item, {"enterprise_id": enterprise_id}
                )


def _merged(runs: list[Run]) -> list[Run]:
    """Overlapping or touching runs of several mines as one sequence without overlaps."""
    merged: list[Run] = []
    for run in sorted(runs, key=lambda r: r.start):
        if merged and (merged[-1].end is None or run.start <= merged[-1].end):
            last = merged[-1]
            end = None if last.end is None or run.end is None else max(last.end, run.end)
            merged[-1] = Run(last.start, end, min(last.known_at, run.known_at))
        else:
            merged.append(run)
    return merged


def _wanted_of_others(campaign: Campaign) -> Iterator[Wanted]:
    """Agencies of the region, and bodies that the plan names and the registry does not know as authorities."""
    always: list[Run] = [Run(date.min, None, campaign.published_at)]
    for row, duty in campaign.other_duties:
        setting = campaign.setting_for(campaign.plan.region_code)
        for key, region_code, columns in campaign.others(duty):
            for item in owed(duty, always, setting):
                yield Wanted(row, duty.bearer.kind, key, "", region_code, item, columns)
