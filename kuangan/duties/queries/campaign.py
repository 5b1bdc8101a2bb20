"""A plan in force with everything derivation looks up while it works: duties by bearer, bodies, parameters, events."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Min, Q

from kuangan.duties.queries.duty_events import RISING, raised
from kuangan.duties.queries.events import Happening, happenings
from kuangan.duties.rules.bearers import Bodies, Body
from kuangan.duties.rules.planning import Occurrence, Run, Setting
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.working_days import working_day_counter
from kuangan.plan.models import Duty as DutyRow
from kuangan.plan.models import ParameterValue, Plan, PlanVersion
from kuangan.plan.queries import ParameterSets, package_of, parameter_sets, published_version
from kuangan.plan.rules.binding import BEARER_LEVELS, binds
from kuangan.plan.rules.dues import AUTHORITY_KINDS, Duty
from kuangan.plan.rules.parts import PlanPackage
from kuangan.plan.rules.predicates import REGION_MINES, Always, facts_used
from kuangan.registry.models import Agency, Authority

Pair = tuple[DutyRow, Duty]


@dataclass
class Campaign:
    """One plan in force on one day."""

    plan: Plan
    version: PlanVersion
    package: PlanPackage
    today: date
    published: dict[str, datetime]
    parameters: ParameterSets
    bodies: Bodies
    rows: dict[str, DutyRow]
    _settings: dict[str, Setting] = field(default_factory=dict)
    _has_read_for_bodies: bool = False
    _by_mine: dict[int, list[Occurrence]] = field(default_factory=dict)
    _by_authority: dict[int, list[Occurrence]] = field(default_factory=dict)
    _for_all: list[Occurrence] = field(default_factory=list)

    def __post_init__(self) -> None:
        pairs = [(self.rows[duty.id], duty) for duty in self.package.duties if self._binds(duty)]
        self.mine_duties = [pair for pair in pairs if pair[1].bearer.kind == "mine" or pair[1].bearer.for_each]
        own = [pair for pair in pairs if not pair[1].bearer.for_each]
        known = {pair[1].id: bool(self.bodies.of(pair[1].bearer)) for pair in own}
        self.authority_duties = [
            pair for pair in own
            if pair[1].bearer.kind in AUTHORITY_KINDS or (pair[1].bearer.kind == "named" and known[pair[1].id])
        ]  # fmt: skip
        self.enterprise_duties = [pair for pair in own if pair[1].bearer.kind == "enterprise"]
        self.other_duties = [
            pair for pair in own
            if pair[1].bearer.kind == "agency" or (pair[1].bearer.kind == "named" and not known[pair[1].id])
        ]  # fmt: skip

        self.raised_duties = [pair for pair in self.authority_duties if pair[1].cadence.event in RISING]
        self.region_duties = [pair for pair in self.authority_duties if region_facts(pair[1])]
        self._working_days = working_day_counter()
        self.by_body: dict[int, list[Pair]] = defaultdict(list)
        for pair in self.authority_duties:
            for body in self.bodies.of(pair[1].bearer):
                self.by_body[body.id].append(pair)

    def _binds(self, duty: Duty) -> bool:
        """Whether all who bear it stand below the plan's issuer or beside it; what those above do is no duty."""
        levels = [BEARER_LEVELS.get(bearer.kind, "") for bearer in duty.bearers]
        levels += [body.level for bearer in duty.bearers if bearer.kind == "named" for body in self.bodies.of(bearer)]
        return all(binds(self.package.issuer.region, level) for level in levels)

    @property
    def looks_at_regions(self) -> bool:
        """Whether any body's duty depends on the mines of its region."""
        return bool(self.enterprise_duties or self.region_duties)

    @property
    def region_facts(self) -> frozenset[str]:
        """The facts of mines that duties of bodies look at."""
        return frozenset().union(*(region_facts(duty) for _row, duty in self.region_duties))

    @property
    def published_at(self) -> datetime:
        """When the plan's first version was published."""
        return min(self.published.values())

    def setting_for(self, region_code: str) -> Setting:
        """Window, parameters and calendar as they hold in a region."""
        key = self.parameters.key_of(region_code)
        if key not in self._settings:
            self._settings[key] = Setting(
                self.package.window, self.parameters.of(region_code), self.today, self.published, self._working_days
            )
        return self._settings[key]

    def body_for_mine(self, duty: Duty, region_code: str) -> Body | None:
        """The authority that owes a duty about a mine in this region."""
        if duty.bearer.kind == "named":
            return next(iter(self.bodies.of(duty.bearer)), None)
        return self.bodies.for_region(duty.bearer.kind, region_code)

    def co_bearers(self, duty: Duty, region_code: str) -> tuple[tuple[str, int | None], ...]:
        """Names and ids of the further bearers of a duty that several bodies owe."""
        if duty.bearing == "alone":
            return ()
        found: list[tuple[str, int | None]] = []
        for bearer in duty.bearers[1:]:
            if bearer.kind == "named":
                known = next(iter(self.bodies.of(bearer)), None)
                found.append((known.name if known else bearer.name, known.id if known else None))
            elif body := self.bodies.for_region(bearer.kind, region_code):
                found.append((body.name, body.id))
        return tuple(found)

    def read_events_of_bodies(self) -> None:
        """Ask the sources, once, what has happened that opens a duty of an authority."""
        if not self._has_read_for_bodies:
            self.read_events(self.authority_duties, None)
            self._by_mine, self._has_read_for_bodies = {}, True

    def read_events(self, pairs: list[Pair], mine_ids: set[int] | None) -> None:
        """Ask the sources what has happened that opens one of these duties, for these mines or for everybody."""
        self._has_read_for_bodies = False
        by_mine: dict[int, list[Occurrence]] = defaultdict(list)
        by_authority: dict[int, list[Occurrence]] = defaultdict(list)
        self._for_all = []
        for item in self._happenings(pairs, mine_ids):
            if item.mine_id is not None:
                by_mine[item.mine_id].append(item.occurrence)
            elif item.authority_id is not None:
                by_authority[item.authority_id].append(item.occurrence)
            else:
                self._for_all.append(item.occurrence)
        self._by_mine, self._by_authority = by_mine, by_authority

    def _happenings(self, pairs: list[Pair], mine_ids: set[int] | None) -> Iterator[Happening]:
        names = {duty.cadence.event for _row, duty in pairs if duty.cadence.kind == "on_event"}
        for name in sorted(names):
            yield from happenings(name, mine_ids)
        yield from self._raised_by_duties(pairs, mine_ids)
        if "plan_published" in names:
            key = f"plan:{self.version.version}"
            yield Happening(Occurrence("plan_published", key, clock.day_of(self.published_at), self.published_at))

    def _raised_by_duties(self, pairs: list[Pair], mine_ids: set[int] | None) -> Iterator[Happening]:
        """What deliveries and answers gave rise to, each with whoever owes something about it, once."""
        seen: set[tuple[str, int | None, int | None]] = set()
        for _row, duty in pairs:
            if duty.cadence.event not in RISING:
                continue
            of_mines = duty.bearer.kind == "mine" or bool(duty.bearer.for_each)
            for item in raised(self.plan.pk, duty.cadence, mine_ids):
                body = None if of_mines else self.body_for_mine(duty, item.region_code)
                happening = Happening(item.occurrence, item.mine_id if of_mines else None, body.id if body else None)
                key = (item.occurrence.key, happening.mine_id, happening.authority_id)
                if key not in seen and (happening.mine_id or happening.authority_id):
                    seen.add(key)
                    yield happening

    def events_of_mine(self, mine_id: int) -> list[Occurrence]:
        """What happened at a mine, and what concerns everybody."""
        return [*self._by_mine.get(mine_id, ()), *self._for_all]

    def events_of_authority(self, authority_id: int) -> list[Occurrence]:
        """What happened at an authority, and what concerns everybody."""
        return [*self._by_authority.get(authority_id, ()), *self._for_all]

    def others(self, duty: Duty) -> Iterator[tuple[str, str, dict[str, int | None], Run]]:
        """Key, region and columns of bearers that are no authority (agencies of the region, named bodies), and the days
        on which they are in scope."""
        published = self.published_at
        if duty.bearer.kind == "named":
            always = Run(date.min, None, published)
            yield f"named:{duty.bearer.code or duty.bearer.name}", self.plan.region_code, {}, always
            return
        for agency in Agency.objects.filter(region_code__startswith=prefix_of(self.plan.region_code)):
            run = Run(agency.in_scope_since or date.min, None, max(published, agency.entered_at or published))
            yield f"agency:{agency.pk}", agency.region_code, {"agency_id": agency.pk}, run


def region_facts(duty: Duty) -> frozenset[str]:
    """The facts of mines that a body's duty looks at; empty when it does not look at mines."""
    used = facts_used(duty.applies) | facts_used(duty.bearer.where or Always())
    return used if {REGION_MINES, "has_mines"} & used else frozenset()


def load_campaign(
    plan: Plan,
    on: date | None = None,
    *,
    around: Collection[str] | None = None,
    version: PlanVersion | None = None,
    value: ParameterValue | None = None,
) -> Campaign:
    """The plan's version in force as of a day (today). Raises LookupError when there is none.

    `around` names the counties of the mines that are looked at: only the bodies in charge of these are read then, and
    those that the plan names. `version` and `value`: a draft to be tried as if it were in force, an unsaved parameter
    value as if it were set.
    """
    present = published_version(plan)
    version = version or present
    if version is None:
        raise LookupError(f"{plan} has no version in force")
    today = on or clock.today()
    package = package_of(version)
    authorities = [
        Body(row.pk, row.code, row.kind, row.level, row.region_code, row.name, row, row.in_scope_since, row.entered_at)
        for row in Authority.objects.filter(_in_charge(package, around)).order_by("pk")
    ]
    rows = {row.slug: row for row in DutyRow.objects.filter(version=version)}
    published = first_published(plan)
    return Campaign(
        plan=plan,
        version=version,
        package=package,
        today=today,
        published=dict.fromkeys((duty.id for duty in package.duties), clock.now()) | published,
        parameters=parameter_sets(plan, today, version, value),
        bodies=Bodies(plan.region_code, authorities),
        rows={duty.id: rows.get(duty.id) or DutyRow(version=version, slug=duty.id) for duty in package.duties},
    )


def _in_charge(package: PlanPackage, around: Collection[str] | None) -> Q:
    if around is None:
        return Q()
    codes = {code[:cut].ljust(6, "0") for code in around for cut in (2, 4, 6)}
    named = {bearer.code for duty in package.duties for bearer in duty.bearers if bearer.kind == "named"}
    return Q(region_code__in=codes) | Q(code__in=named)


def basis_of(campaign: Campaign) -> str:
    """What a derivation rests on besides facts: version, day and the parameter values in force, as short text."""
    return f"{campaign.version.pk}:{campaign.today.isoformat()}:{campaign.parameters.latest}"


def first_published(plan: Plan) -> dict[str, datetime]:
    """Per duty id, when the first version that holds it was published: before that nobody could know of it."""
    rows = DutyRow.objects.filter(version__plan=plan, version__published_at__isnull=False).values_list("slug")
    return dict(rows.annotate(first=Min("version__published_at")))
