"""Rows of a roster are written: a few statements for any number of mines, with the records that single verbs leave."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import scope_for
from kuangan.foundation.exchange.importers import ApplyRow, Counts
from kuangan.foundation.integrity.actions import record_many
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.events import announce
from kuangan.foundation.kernel.inserting import insert, update
from kuangan.foundation.kernel.text import named
from kuangan.registry.actions import drafting, traces
from kuangan.registry.actions.facts import FactChange, state_facts
from kuangan.registry.actions.rights import require_in_region
from kuangan.registry.actions.roster.belongings import Licences, People, chunks
from kuangan.registry.actions.roster.judging import alone
from kuangan.registry.actions.roster.knowing import Known
from kuangan.registry.actions.roster.works import Works
from kuangan.registry.models import Appointment, Enterprise, Licence, Mine
from kuangan.registry.rules import FACT_TYPES, bare_name, credit_code_state
from kuangan.registry.sheets import ROSTER
from kuangan.registry.states import CreditCodeState

_MINE_FIELDS = (
    "kind",
    "town",
    "address",
    "mineral",
    "design_capacity",
    "licensed_capacity",
    "actual_capacity",
    "builder",
    "longitude",
    "latitude",
    "in_scope_since",
)
_OWNER_FIELDS = ("name", "credit_code")
VERB = "registry.import_roster"
BASIS = "矿山名录导入"


class Writer:
    """Writes the rows of one import inside the caller's transaction."""

    def __init__(self, actor: Actor, rows: Sequence[ApplyRow]) -> None:
        self.actor, self.rows = actor, rows
        self.known = Known(scope_for(actor, "registry.import_roster"), (dict(row.values) for row in rows))
        self.today = clock.today()
        self.events: list[AuditEvent] = []
        self.changes: list[FactChange] = []
        self.moved: dict[str, list[int]] = {}
        self.licences, self.people, self.works = Licences(actor, self.today), People(actor), Works(actor)

    def write(self) -> Counts:
        """Create the new mines, change the others; returns how many of each."""
        regions = {row.number: self._region(row) for row in self.rows if row.values.get("county")}
        for code in sorted(set(regions.values())):
            require_in_region(self.actor, VERB, code)
        created = self._create([row for row in self.rows if not row.key], regions)
        updated = self._update([row for row in self.rows if row.key], regions)
        self._move()
        record_many(self.events)  # in portions: a hundred thousand records at once take 300 MB
        self.events.clear()
        record_many(self.licences.save())
        record_many(self.people.save())
        events, following = self.works.save()
        record_many(events)
        del events
        state_facts(self.actor, self.changes + following)
        touched = [mine.pk for mine in [*created, *updated]]
        if touched:
            announce("registry.mines_facts_changed", mine_ids=touched)
        return Counts(created=len(created), updated=len(updated))

    def _region(self, row: ApplyRow) -> str:
        code = self.known.region_of(str(row.values["county"]))
        if not code:
            raise Refused(_("The records have changed since the check. Have the file checked again."))
        return code

    def _create(self, rows: Sequence[ApplyRow], regions: Mapping[int, str]) -> list[Mine]:
        owners = self._owners(rows, regions)
        wanted = Counter(regions[row.number] for row in rows)
        codes = {code: iter(Mine.next_codes(code, count)) for code, count in wanted.items()}
        mines = []
        for row in rows:
            region = regions[row.number]
            told = {name: value for name in _MINE_FIELDS if (value := row.values.get(name)) is not None}
            told.setdefault("in_scope_since", self.today)
            name, owner = row.values["mine_name"], owners[row.number]
            mines.append(
                drafting.mine(enterprise=owner, name=name, region_code=region, code=next(codes[region]), **told)
            )
            mines[-1].apart_because = row.reason
            mines[-1].as_written = {**row.kept, **alone(row.values, {})}
        insert(mines)
        new_year = self.today.replace(month=1, day=1)
        for row, mine in zip(rows, mines, strict=True):
            since = row.values.get("status_since") or new_year
            self._take(mine, row.given, {}, since, max(since, new_year), since)
            self.events.append(traces.mine_registered(self.actor, mine, line=row.number))
        return mines

    def _owners(self, rows: Sequence[ApplyRow], regions: Mapping[int, str]) -> dict[int, Enterprise]:
        """The enterprise of each new mine: known by credit code or by name in the county, or created once."""
        by_name = {
            (entry.mine.enterprise.region_code, bare_name(entry.values["enterprise_name"])): entry.mine.enterprise
            for entry in self.known.entries
        }
        scope = scope_for(self.actor, "registry.import_roster")
        bare = Enterprise.objects.within(scope).filter(mines__isnull=True) if rows else []
        by_name |= {(one.region_code, bare_name(one.name)): one for one in bare}
        by_code = dict(self.known.enterprises)
        found: dict[int, Enterprise] = {}
        fresh: list[Enterprise] = []
        for row in rows:
            code, state = credit_code_state(row.values.get("credit_code") or "")
            place = regions[row.number], bare_name(row.values["enterprise_name"])
            owner = by_code.get(code) if code and state != CreditCodeState.MASKED else None
            owner = owner or by_name.get(place)
            if owner is None:
                owner = drafting.enterprise(
                    name=row.values["enterprise_name"], region_code=regions[row.number], credit_code=code
                )
                fresh.append(owner)
                by_name[place] = owner
                if code and state != CreditCodeState.MASKED:
                    by_code[code] = owner
            found[row.number] = owner
        insert(fresh)
        self.events += [traces.enterprise_registered(self.actor, one) for one in fresh]
        return found

    def _update(self, rows: Sequence[ApplyRow], regions: Mapping[int, str]) -> list[Mine]:
        mines: list[Mine] = []
        owners: dict[int, tuple[Enterprise, dict[str, Any]]] = {}
        for row in rows:
            entry = self.known.by_code.get(row.key)
            if entry is None:
                raise Refused(_("The records have changed since the check. Have the file checked again."))
            given, mine = row.given, entry.mine
            owner = mine.enterprise
            if before := _amend_owner(owner, given):
                owners[owner.pk] = (owner, {**before, **owners[owner.pk][1]} if owner.pk in owners else before)
            wanted = {name: given[name] for name in _MINE_FIELDS if name in given}
            wanted |= {"name": given.get("mine_name", mine.name)}
            wanted |= {"region_code": regions.get(row.number, mine.region_code)}
            changed = {name: value for name, value in wanted.items() if getattr(mine, name) != value}
            if changed:
                former = {name: getattr(mine, name) for name in changed}
                for name, value in changed.items():
                    setattr(mine, name, value)
                self.events.append(traces.mine_amended(self.actor, mine, former, changed, line=row.number))
            if "region_code" in changed:
                self.moved.setdefault(mine.region_code, []).append(mine.pk)
            mine.search_text = mine.searchable()
            mine.as_written = _still_unread(mine.as_written, row, entry.values)
            self._take(mine, given, entry.values, given.get("status_since") or self.today, self.today, self.today)
            mines.append(mine)
        update(mines, [*_MINE_FIELDS, "name", "region_code", "search_text", "as_written"])
        self._amend_owners(owners, {mine.pk for mine in mines})
        return mines

    def _amend_owners(self, owners: Mapping[int, tuple[Enterprise, dict[str, Any]]], written: set[int]) -> None:
        """Store amended enterprises; their other mines are found by the new names too."""
        rows = [owner for owner, _before in owners.values()]
        update(rows, [*_OWNER_FIELDS, "credit_code_state", "search_text"])
        for owner, before in owners.values():
            after = {name: getattr(owner, name) for name in before}
            self.events.append(traces.enterprise_amended(self.actor, owner, before, after))
        for some in chunks(owners):
            others = [mine for mine in Mine.rows.filter(enterprise__in=some) if mine.pk not in written]
            for mine in others:
                mine.enterprise = owners[mine.enterprise_id][0]
                mine.search_text = mine.searchable()
            update(others, ["search_text"])

    def _take(
        self, mine: Mine, given: Mapping[str, Any], known: Mapping[str, Any], status_on: date, others_on: date, on: date
    ) -> None:
        """The facts that a row gives (its status since the day it names), and what belongs to the mine."""
        facts = {name: given[name] for name in FACT_TYPES if name in given and name != "status"}
        if "contractors" in given and not given["contractors"]:
            facts["has_contractors"] = False
        if "status" in given:
            self.changes.append(FactChange(mine, {"status": given["status"]}, status_on, BASIS))
        if facts:
            self.changes.append(FactChange(mine, facts, others_on, BASIS))
        self.licences.take(mine, given, known)
        self.people.take(mine, given, known, on)
        self.works.take(mine, given, known, on)

    def _move(self) -> None:
        """What belongs to a mine goes along to its new county."""
        for region, mines in self.moved.items():
            for some in chunks(mines):
                Licence.rows.filter(mine__in=some).update(region_code=region)
                Appointment.rows.filter(mine__in=some).update(region_code=region)


def _still_unread(held: Mapping[str, str], row: ApplyRow, known: Mapping[str, Any]) -> dict[str, str]:
    """What stays unread of a mine: a value that has been read since takes the place of its text."""
    read = {ROSTER[key].title for key in row.given if key in ROSTER.by_key}
    return {
        **{title: text for title, text in held.items() if title not in read},
        **row.kept,
        **alone(row.values, known),
    }


def _amend_owner(owner: Enterprise, given: Mapping[str, Any]) -> dict[str, Any]:
    """Take over name and credit code; returns what stood there before, of what has changed."""
    name = named(given.get("enterprise_name", owner.name))
    code, state = credit_code_state(given.get("credit_code", owner.credit_code))
    wanted = {"name": name, "credit_code": code}
    before = {key: getattr(owner, key) for key, value in wanted.items() if getattr(owner, key) != value}
    if before:
        owner.name, owner.credit_code, owner.credit_code_state = name, code, state
        owner.search_text = owner.searchable()
    return before
