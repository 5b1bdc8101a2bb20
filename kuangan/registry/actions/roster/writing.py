"""Rows of a roster are written: a few statements for any number of mines, with every audit record."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.exchange.importers import ApplyRow, Counts
from kuangan.foundation.integrity.actions import build, record_many
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.events import announce
from kuangan.registry import kinds
from kuangan.registry.actions.facts import FactChange, state_facts
from kuangan.registry.actions.rights import require_in_region
from kuangan.registry.actions.roster.belongings import Belongings
from kuangan.registry.actions.roster.knowing import Known
from kuangan.registry.models import Enterprise, Mine
from kuangan.registry.rules import FACT_TYPES, bare_name, credit_code_state
from kuangan.registry.states import CreditCodeState

_BATCH = 500
_MINE_FIELDS = ("kind", "town", "address", "mineral", "design_capacity", "longitude", "latitude")
VERB = "registry.import_roster"
BASIS = "矿山名录导入"


class Writer:
    """Writes the rows of one import inside the caller's transaction."""

    def __init__(self, actor: Actor, rows: Sequence[ApplyRow]) -> None:
        self.actor, self.rows = actor, rows
        self.known = Known(actor.scope, (dict(row.values) for row in rows))
        self.today = clock.today()
        self.events: list[AuditEvent] = []
        self.changes: list[FactChange] = []
        self.belongings = Belongings(self.today)

    def write(self) -> Counts:
        """Create the new mines, change the others; returns how many of each."""
        regions = {row.number: self._region(row) for row in self.rows if row.values.get("county")}
        for code in sorted(set(regions.values())):
            require_in_region(self.actor, VERB, code)
        created = self._create([row for row in self.rows if not row.key], regions)
        updated = self._update([row for row in self.rows if row.key], regions)
        state_facts(self.actor, self.changes)
        self.belongings.save()
        record_many(self.events)
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
        codes = {code: iter(Mine.next_codes(code, len(rows))) for code in set(regions.values())}
        mines = []
        for row in rows:
            region = regions[row.number]
            mine = Mine(
                enterprise=owners[row.number],
                name=row.values["mine_name"],
                region_code=region,
                code=next(codes[region]),
                **{name: value for name in _MINE_FIELDS if (value := row.values.get(name)) is not None},
            )
            mine.search_text = mine.searchable()
            mines.append(mine)
        Mine.rows.bulk_create(mines, batch_size=_BATCH)
        for row, mine in zip(rows, mines, strict=True):
            since = row.values.get("status_since") or self.today.replace(month=1, day=1)
            self._state(mine, row.given, since, max(since, self.today.replace(month=1, day=1)))
            self.belongings.take(mine, row.given, {}, since)
            self.events.append(build(self.actor, kinds.MINE_REGISTERED, mine, code=mine.code, line=row.number))
        return mines

    def _owners(self, rows: Sequence[ApplyRow], regions: Mapping[int, str]) -> dict[int, Enterprise]:
        """The enterprise of each new mine: known by credit code or by name in the county, or created once."""
        by_name = {
            (entry.mine.enterprise.region_code, bare_name(entry.values["enterprise_name"])): entry.mine.enterprise
            for entry in self.known.entries
        }
        bare = Enterprise.objects.within(self.actor.scope).filter(mines__isnull=True)
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
                owner = Enterprise(
                    name=row.values["enterprise_name"],
                    credit_code=code,
                    credit_code_state=state,
                    region_code=regions[row.number],
                )
                owner.search_text = owner.searchable()
                fresh.append(owner)
                by_name[place] = owner
                if code and state != CreditCodeState.MASKED:
                    by_code[code] = owner
            found[row.number] = owner
        Enterprise.rows.bulk_create(fresh, batch_size=_BATCH)
        self.events += [
            build(self.actor, kinds.ENTERPRISE_REGISTERED, one, credit_code=one.credit_code) for one in fresh
        ]
        return found

    def _update(self, rows: Sequence[ApplyRow], regions: Mapping[int, str]) -> list[Mine]:
        mines, owners = [], {}
        for row in rows:
            entry = self.known.by_code.get(row.key)
            if entry is None:
                raise Refused(_("The records have changed since the check. Have the file checked again."))
            given, mine = row.given, entry.mine
            before = {key: value for key, value in entry.values.items() if given.get(key, value) != value}
            before.pop("status_since", None)
            if regions.get(row.number, mine.region_code) == mine.region_code:
                before.pop("county", None)
            else:
                self.belongings.move(mine, regions[row.number])
            if _amend_owner(mine.enterprise, given):
                owners[mine.enterprise.pk] = mine.enterprise
            for name in _MINE_FIELDS:
                setattr(mine, name, given.get(name, getattr(mine, name)))
            mine.name = given.get("mine_name", mine.name)
            mine.region_code = regions.get(row.number, mine.region_code)
            mine.search_text = mine.searchable()
            since = given.get("status_since") or self.today
            self._state(mine, given, since, self.today)
            self.belongings.take(mine, given, entry.values, self.today)
            after = {key: given[key] for key in before}
            self.events.append(
                build(self.actor, kinds.MINE_AMENDED, mine, before=_plain(before), after=_plain(after), line=row.number)
            )
            mines.append(mine)
        fields = [*_MINE_FIELDS, "name", "region_code", "search_text"]
        Mine.rows.bulk_update(mines, fields, batch_size=200)
        names = ["name", "credit_code", "credit_code_state", "search_text"]
        Enterprise.rows.bulk_update(list(owners.values()), names, batch_size=200)
        return mines

    def _state(self, mine: Mine, given: Mapping[str, Any], status_on: date, others_on: date) -> None:
        """The facts that the row gives: its status since the day it names, the others since `others_on`."""
        facts = {name: given[name] for name in FACT_TYPES if name in given and name != "status"}
        if "contractors" in given:
            facts["has_contractors"] = bool(given["contractors"])
        if "status" in given:
            self.changes.append(FactChange(mine, {"status": given["status"]}, status_on, BASIS))
        if facts:
            self.changes.append(FactChange(mine, facts, others_on, BASIS))


def _amend_owner(owner: Enterprise, given: Mapping[str, Any]) -> bool:
    """Take over name and credit code; tells whether anything changed."""
    name = given.get("enterprise_name", owner.name)
    code, state = credit_code_state(given.get("credit_code", owner.credit_code))
    if (owner.name, owner.credit_code) == (name, code):
        return False
    owner.name, owner.credit_code, owner.credit_code_state = name, code, state
    owner.search_text = owner.searchable()
    return True


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
