"""The monthly major-hazard checks: led and signed by the principal of every mine that is at work."""

from collections.abc import Callable
from datetime import date, time, timedelta
from functools import partial
from random import Random

from kuangan.duties.actions.settle import settle_by_ledger
from kuangan.foundation.kernel import clock
from kuangan.inspections import actions
from kuangan.inspections.queries.criteria import heads
from kuangan.inspections.queries.standing import standing
from kuangan.inspections.states import Answer, AreaResult
from kuangan.registry.states import MineKind, Post
from kuangan.shell.simulation.dangers import AREAS, LOOKED_AT, dangers_of
from kuangan.shell.simulation.hazards import AT_WORK, Hazards
from kuangan.shell.simulation.papers import photograph
from kuangan.shell.simulation.scene import DERIVER, Scene
from kuangan.shell.simulation.temperaments import CARELESS, LATE, LAZY, at_work
from kuangan.shell.simulation.world import Holding

_MONTHS = (3, 4, 5, 6, 7)
_JULY = {1: 25, 8: 0}
"""Mines of the tour whose check of July is still to come on the 20th; 0 for never."""


class Checks:
    """Plays the checks of every mine."""

    def __init__(self, scene: Scene, hazards: Hazards) -> None:
        self._scene, self._hazards = scene, hazards

    def enter(self) -> None:
        """A check a month; who is lazy leaves some out."""
        for number, holding in self._scene.holdings.items():
            if holding.sketch.status not in AT_WORK or Post.TECHNICIAN not in holding.people:
                continue
            for month in _MONTHS:
                chance = self._scene.chance("check", number, month)
                if holding.sketch.temperament is LAZY and chance.random() < 0.4:
                    continue
                late = holding.sketch.temperament is LATE
                day = chance.randint(25 if month == 3 else 12 if late else 3, 30 if month in (3, 4, 6) else 28)
                if month == 7:
                    day = _JULY.get(number, day)
                if day:
                    self._on(date(2023, month, day), chance, partial(self._check, holding, chance))

    def _on(self, day: date, chance: Random, act: Callable[[], None]) -> None:
        moment = at_work(max(day, clock.today()), chance)
        if moment <= clock.now():
            moment = clock.now() + timedelta(minutes=chance.randint(20, 200))
        self._scene.agenda.at(moment, act)

    def _check(self, holding: Holding, chance: Random) -> None:
        """Route, criteria, pictures, signature: in one sitting, entered by the officer."""
        code, people = holding.mine.code, holding.people
        principal, officer = self._scene.cast.principals[code], self._scene.cast.officers[code]
        check = actions.start(officer, holding.mine, checked_on=clock.today())
        actions.save_basics(officer, check, actions.Basics(
            checked_on=clock.today(), began=time(8, 30), ended=time(11, 10),
            people=[(principal.name, "矿长"), (officer.name, "安全科长"), (people[Post.TECHNICIAN].name, "采矿工程师")],
        ))  # fmt: skip
        pictures, shown = 0, []
        for name in AREAS.get(MineKind(holding.sketch.kind), AREAS[MineKind.OPEN_PIT]):
            found = chance.choice(dangers_of(holding.sketch.kind)) if chance.random() < 0.06 else None
            result = AreaResult.FOUND if found else AreaResult.CLEAR
            entry = actions.AreaEntry(name, self._looked(holding, chance), result, found.words if found else "")
            area = actions.save_area(officer, check, entry)
            if pictures < 2 or holding.sketch.temperament not in (LAZY, CARELESS):
                stored = photograph(f"{name}.jpg", chance, clock.now(), code)
                picture = actions.Picture(stored, f"{name}.jpg", clock.now())
                shown = [actions.add_photo(officer, check, picture, area=area)]
                pictures += 1
            if found:
                told = actions.Found(
                    place=found.place, description=found.words, area=area, disaster=found.disaster, photos=shown
                )
                finding = actions.register_finding(officer, check, told)
                self._hazards.follow(holding, finding.hazard_id, found, chance)
        met = set()
        for one in standing(check, [], []):  # what is open in the ledger is met again
            actions.link_hazard(officer, check, one.hazard)
            met.add(one.hazard.criterion.code if one.hazard.criterion else "")
        answers = {
            one.pk: (
                str(Answer.PRESENT if met & {one.code, *(part.code for part in one.parts.all())} else Answer.ABSENT),
                "",
            )
            for one in heads(holding.mine.kind, clock.today())
        }
        actions.answer_criteria(officer, check, answers)
        actions.sign(principal, check, proven=True, attested=True)
        settle_by_ledger(DERIVER, self._scene.version.plan, mine_id=holding.mine.pk)  # as the worker does at once

    def _looked(self, holding: Holding, chance: Random) -> str:
        """The careless write the same every month."""
        return LOOKED_AT[0] if holding.sketch.temperament in (LAZY, CARELESS) else chance.choice(LOOKED_AT)
