"""What authorities, enterprises, agencies and named bodies owe in their own right."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from kuangan.duties.queries.campaign import Campaign, Pair
from kuangan.duties.queries.subjects import authority_stretches, mine_stretches, region_stretches
from kuangan.duties.rules.bearers import Body
from kuangan.duties.rules.planning import Run, Stretch, owed, runs_of
from kuangan.duties.rules.wanted import Borne, Claim, Columns, Wanted
from kuangan.foundation.authority.scopes import inside, prefix_of
from kuangan.plan.rules.dues import Duty
from kuangan.registry.models import Mine


@dataclass(frozen=True, slots=True)
class Circle:
    """Whom to look at: everybody, or only what mines of these regions and enterprises can have touched."""

    regions: frozenset[str] | None = None
    enterprises: frozenset[int] | None = None

    def holds(self, body: Body) -> bool:
        """Whether the authority is in charge of one of the regions."""
        return self.regions is None or any(code.startswith(prefix_of(body.region_code)) for code in self.regions)


def wanted_of_authorities(campaign: Campaign, bodies: list[Body], pairs: Mapping[int, list[Pair]]) -> Iterator[Wanted]:
    """What these authorities owe of the duties that `pairs` names for each of them (by its id)."""
    bodies = [body for body in bodies if pairs.get(body.id)]
    timelines = _timelines(campaign, bodies)
    for body in bodies:
        happened = campaign.events_of_authority(body.id)
        borne = Borne(Columns(authority_id=body.id), body.region_code, f"authority:{body.id}", "")
        setting = campaign.setting_for(body.region_code)
        for row, duty in pairs[body.id]:
            co_bearers = campaign.co_bearers(duty, body.region_code)
            for item in owed(duty, _runs_where(duty, timelines[body.id]), setting, happened):
                yield Wanted(Claim(row.pk, duty.id, duty.bearer.kind, item), borne, co_bearers)


def _timelines(campaign: Campaign, bodies: list[Body]) -> dict[int, list[Stretch]]:
    """The stretches of each authority. The mines are read only when some duty looks at them, and no wider than needed:
    for a county's own bodies, those of the county."""
    first_day, published = campaign.package.window.start, campaign.published_at
    by_region: dict[str, list[Stretch]] = {}
    if campaign.region_duties and bodies:
        prefixes = {prefix_of(body.region_code) for body in bodies}
        by_region = region_stretches(campaign.package, campaign.plan.region_code, prefixes, campaign.region_facts)
    found = {}
    known: dict[str, list[Stretch]] = {}
    for body in bodies:
        prefix = prefix_of(body.region_code)
        if prefix not in known:
            codes = [prefix] if len(prefix) == 6 else [code for code in by_region if code.startswith(prefix)]
            known[prefix] = [item for code in codes for item in by_region.get(code, ())]
        started = max(first_day, body.since or first_day), max(published, body.known_at or published)
        found[body.id] = authority_stretches(body.row, known[prefix], started)
    return found


def _runs_where(duty: Duty, stretches: list[Stretch]) -> list[Run]:
    """Runs on which the duty's condition holds, on the stretches where the bearer's own condition holds."""
    where = duty.bearer.where
    if where is not None:
        allowed = runs_of(where, stretches)
        stretches = [
            s for s in stretches if any(r.start <= s.start and (r.end is None or s.start < r.end) for r in allowed)
        ]
    return runs_of(duty.applies, stretches)


def wanted_of_enterprises(campaign: Campaign, enterprise_ids: Collection[int]) -> Iterator[Wanted]:
    """What these enterprises owe: a duty once while at least one of their mines meets its condition."""
    if not campaign.enterprise_duties:
        return
    mines = Mine.objects.unscoped("derivation works for the whole plan").filter(
        inside("region_code", prefix_of(campaign.plan.region_code)), enterprise_id__in=enterprise_ids
    )
    places = {pk: (owner, code) for pk, owner, code in mines.values_list("pk", "enterprise_id", "region_code")}
    stretches = mine_stretches(campaign.package, places)
    for row, duty in campaign.enterprise_duties:
        by_place: dict[tuple[int, str], list[Run]] = defaultdict(list)
        for mine_id, place in places.items():
            by_place[place].extend(runs_of(duty.applies, stretches.get(mine_id, [])))
        first_of: dict[int, str] = {}
        for (enterprise_id, region_code), runs in sorted(by_place.items()):
            if first_of.setdefault(enterprise_id, region_code) != region_code:
                continue
            borne = Borne(Columns(enterprise_id=enterprise_id), region_code, f"enterprise:{enterprise_id}", "")
            for item in owed(duty, _merged(runs), campaign.setting_for(region_code)):
                yield Wanted(Claim(row.pk, duty.id, "enterprise", item), borne)


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


def wanted_of_others(campaign: Campaign) -> Iterator[Wanted]:
    """Agencies of the region, and bodies that the plan names and the registry does not know as authorities."""
    for row, duty in campaign.other_duties:
        setting = campaign.setting_for(campaign.plan.region_code)
        for key, region_code, columns, run in campaign.others(duty):
            borne = Borne(Columns(**columns), region_code, key, "")
            for item in owed(duty, [run], setting):
                yield Wanted(Claim(row.pk, duty.id, duty.bearer.kind, item), borne)
