"""Contractors that a roster names: registered once, engaged in their mines, and the fact that follows from it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.inserting import insert
from kuangan.foundation.kernel.text import named
from kuangan.registry.actions import drafting, traces
from kuangan.registry.actions.facts import FactChange
from kuangan.registry.actions.roster.belongings import chunks
from kuangan.registry.models import Contractor, Engagement, Mine
from kuangan.registry.rules import FOLLOWS_ENGAGEMENTS, contracted_days

WORK = "名录登记的外包作业"


class Works:
    """Contractors that rows name beside those already at work."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.wanted: dict[tuple[int, str], tuple[Mine, date]] = {}

    def take(self, mine: Mine, given: Mapping[str, Any], known: Mapping[str, Any], since: date) -> None:
        """Note the contractors of a row that do not work in the mine yet."""
        for name in map(named, given.get("contractors") or ()):
            if name not in (known.get("contractors") or ()):
                self.wanted.setdefault((mine.pk, name), (mine, since))

    def save(self) -> tuple[list[AuditEvent], list[FactChange]]:
        """Store contractors and engagements; returns their records and the facts that follow."""
        known: dict[str, Contractor] = {}
        for some in chunks({name for _mine, name in self.wanted}):
            known |= {one.name: one for one in Contractor.objects.filter(name__in=some)}
        new: dict[str, Contractor] = {}
        for (_pk, name), (mine, _since) in self.wanted.items():
            if name not in known and name not in new:
                new[name] = drafting.contractor(name=name, region_code=mine.region_code)
        insert(list(new.values()))
        every = known | new
        cleared = self._cleared_out({one.pk for one in known.values()})
        rows = [
            drafting.engagement(mine, every[name], work=WORK, started_on=since)
            for (_pk, name), (mine, since) in self.wanted.items()
        ]
        changes = self._follow(rows)
        insert(rows)
        events = [traces.contractor_registered(self.actor, one) for one in new.values()]
        for row in rows:
            events.append(traces.contractor_engaged(self.actor, row, cleared_out_before=row.contractor_id in cleared))
        return events, changes

    def _cleared_out(self, contractors: set[int]) -> set[int]:
        found: set[int] = set()
        for some in chunks(contractors):
            held = Engagement.rows.filter(contractor__in=some, cleared_out_on__isnull=False)
            found |= set(held.order_by().values_list("contractor", flat=True))
        return found

    def _follow(self, rows: list[Engagement]) -> list[FactChange]:
        """Whether contractors work in the mine, day by day as all its engagements say."""
        spans: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
        mines = {row.mine_id: row.mine for row in rows}
        for some in chunks(mines):
            earlier = Engagement.rows.filter(mine__in=some).order_by().values_list("mine", "started_on", "ended_on")
            for mine_id, start, end in earlier:
                spans[mine_id].append((start, end))
        for row in rows:
            spans[row.mine_id].append((row.started_on, None))
        return [
            FactChange(mines[pk], {"has_contractors": works}, day, FOLLOWS_ENGAGEMENTS.format(day=day))
            for pk, held in spans.items()
            for day, works in contracted_days(held)
        ]
