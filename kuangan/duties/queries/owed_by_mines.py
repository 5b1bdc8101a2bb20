"""What mines owe, and what authorities owe once per mine."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from kuangan.duties.queries.campaign import Campaign, Pair
from kuangan.duties.rules.planning import Occurrence, Run, Setting, Stretch, arriving, owed, runs_of
from kuangan.duties.rules.wanted import Bearing, Claim, Place, Sheaf
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.plan.rules.dues import Duty
from kuangan.plan.rules.predicates import Always, facts_used, holds

_REMEMBERED = 5000
"""So many histories are kept at a time, so that memory stays bounded however varied the mines are."""
_NOTHING = Sheaf([])
_ITSELF = Bearing("", None, ())

Truths = tuple[bool, ...]
History = tuple[tuple[date, date | None, datetime, Truths], ...]


class MinePlanner:
    """Works out what each mine owes, once for all mines of a region with the same history.

    Thousands of mines differ in slope height, but hardly any in which conditions of the plan held when. So the history
    of a mine is reduced to the truth of the plan's conditions over its stretches, and what follows is remembered.
    """

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self._prefix = prefix_of(campaign.plan.region_code)
        self._conditions = list({id(duty.applies): duty.applies for _row, duty in campaign.mine_duties}.values())
        self._used = sorted(frozenset().union(*map(facts_used, self._conditions)))
        self._lasting = [pair for pair in campaign.mine_duties if pair[1].cadence.kind != "on_event"]
        self._on_event = [pair for pair in campaign.mine_duties if pair[1].cadence.kind == "on_event"]
        self._truths: dict[tuple[object, ...], Truths] = {}
        self._claims: dict[tuple[int, History], list[tuple[Duty, Claim]]] = {}
        self._sheaves: dict[tuple[int, History, str], Sheaf] = {}
        self._bearings: dict[tuple[str, str], Bearing | None] = {}

    def sheaf(self, place: Place, stretches: Sequence[Stretch]) -> Sheaf:
        """Everything that must exist about one mine; nothing when it lies outside the plan's region."""
        region_code = place.region_code
        if not region_code.startswith(self._prefix):
            return _NOTHING
        setting = self._campaign.setting_for(region_code)
        history = self._history(stretches)
        key = (id(setting), history, region_code)  # the campaign keeps its settings, so that their ids stay theirs
        found = self._sheaves.get(key)
        if found is None:
            _bound(self._sheaves)
            found = self._sheaves[key] = Sheaf(
                list(self._borne(self._lasting_claims(setting, history), region_code, setting))
            )
        if happened := self._campaign.events_of_mine(place.mine_id):
            further = self._event_claims(setting, history, happened)
            return Sheaf([*found.items, *self._borne(further, region_code, setting)]) if further else found
        return found

    def _lasting_claims(self, setting: Setting, history: History) -> list[tuple[Duty, Claim]]:
        key = (id(setting), history)
        found = self._claims.get(key)
        if found is None:
            _bound(self._claims)
            found = self._claims[key] = list(_claims(self._lasting, self._runs(history), setting, ()))
        return found

    def _event_claims(self, setting: Setting, history: History, happened: list[Occurrence]) -> list[tuple[Duty, Claim]]:
        names = {occurrence.event for occurrence in happened}
        touched = [pair for pair in self._on_event if pair[1].cadence.event in names]
        return list(_claims(touched, self._runs(history), setting, happened)) if touched else []

    def _history(self, stretches: Sequence[Stretch]) -> History:
        """When which conditions held. Knowledge from before the plan's publication changes nothing: it counts as then,
        so that mines entered at different moments before it share a history."""
        published = self._campaign.published_at
        return tuple((s.start, s.end, max(s.known_at, published), self._truths_of(s)) for s in stretches)

    def _truths_of(self, stretch: Stretch) -> Truths:
        values = tuple(map(stretch.facts.get, self._used))
        found = self._truths.get(values)
        if found is None:
            _bound(self._truths)
            found = self._truths[values] = tuple(holds(condition, stretch.facts) for condition in self._conditions)
        return found

    def _runs(self, history: History) -> dict[int, list[Run]]:
        """Per condition (by its id), the runs of days on which it held."""
        found = {}
        for position, condition in enumerate(self._conditions):
            held = [Stretch(start, end, {}, known) for start, end, known, truths in history if truths[position]]
            found[id(condition)] = runs_of(Always(), held)
        return found

    def _borne(
        self, claims: list[tuple[Duty, Claim]], region_code: str, setting: Setting
    ) -> Iterator[tuple[Claim, Bearing]]:
        """The claims with whoever owes them in a region; without those for which the registry has no such body, or had
        none yet."""
        for duty, claim in claims:
            if duty.bearer.kind == "mine" and duty.bearing == "alone":
                yield claim, _ITSELF
                continue
            sort = (duty.id, region_code)
            if sort not in self._bearings:
                self._bearings[sort] = self._bearing(duty, region_code)
            bearing = self._bearings[sort]
            if bearing is None:
                continue
            if bearing.since is None:
                yield claim, bearing
                continue
            known_at = bearing.known_at or claim.owed.known_at
            if item := arriving(duty, claim.owed, bearing.since, known_at, setting):
                yield Claim(claim.duty_id, claim.slug, claim.bearer_kind, item), bearing

    def _bearing(self, duty: Duty, region_code: str) -> Bearing | None:
        co_bearers = self._campaign.co_bearers(duty, region_code)
        if duty.bearer.kind == "mine":
            return Bearing("", None, co_bearers)
        body = self._campaign.body_for_mine(duty, region_code)
        return Bearing(f"authority:{body.id}", body.id, co_bearers, body.since, body.known_at) if body else None


def _bound(remembered: dict) -> None:
    if len(remembered) >= _REMEMBERED:
        remembered.clear()


def _claims(
    pairs: list[Pair], runs: dict[int, list[Run]], setting: Setting, happened: Sequence[Occurrence]
) -> Iterator[tuple[Duty, Claim]]:
    for row, duty in pairs:
        if held := runs[id(duty.applies)]:
            for item in owed(duty, held, setting, happened):
                yield duty, Claim(row.pk, duty.id, duty.bearer.kind, item)
