"""General hazards: found, put in place, rectified, accepted by somebody else; some late, some refused."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard, Photo
from kuangan.hazards.states import HazardState, PhotoStage, RiskMethod, Source
from kuangan.registry.states import MineStatus, Post
from kuangan.shell.simulation.dangers import PERILS, Danger, dangers_of
from kuangan.shell.simulation.papers import photograph
from kuangan.shell.simulation.scene import Scene
from kuangan.shell.simulation.temperaments import CARELESS, LATE, LAZY, at_work
from kuangan.shell.simulation.world import Holding

AT_WORK = frozenset(
    {MineStatus.PRODUCING, MineStatus.CONSTRUCTION, MineStatus.TECHNICAL_UPGRADE, MineStatus.RECTIFICATION}
)
FIRST, LAST = date(2023, 3, 27), date(2023, 7, 19)
_OPINIONS = ("现场复查，已按要求整改到位。", "对照照片和记录复查，整改属实。", "到场查看，隐患已消除。")
_REFUSALS = ("照片角度不一致，看不出整改后的情况，请从原机位补拍。", "只清理了一半，剩余部分继续清理后再报。")
_SPOTS = ("1号机位", "2号机位", "3号机位")


def shot(
    scene: Scene, holding: Holding, name: str, stage: str, spot: str, pair: Photo | None = None
) -> actions.Picture:
    """A picture taken this very moment."""
    chance = scene.chance("shot", holding.sketch.number, name, stage, clock.now())
    stored = photograph(f"{name}.jpg", chance, clock.now(), f"{holding.mine.code} {spot}")
    return actions.Picture(stored, f"{name}.jpg", stage, spot=spot, taken_at=clock.now(), pairs_with=pair)


def put_in_place(actor: Actor, hazard: Hazard, **told: object) -> None:
    """The five; what looks implausible is answered for, as people do."""
    try:
        actions.put_in_place(actor, hazard, **told)  # type: ignore[arg-type]
    except Refused as refusal:
        if refusal.field != "flags_answer":
            raise
        words = "同类问题按同一做法整改，已到现场核对过。"
        actions.put_in_place(actor, hazard, **told, flags_answer=words)  # type: ignore[arg-type]


class Hazards:
    """Plays the ledger of every mine that is at work."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def enter(self) -> None:
        """The hazards that will be found, and the risks of every mine."""
        for holding in self._scene.holdings.values():
            if holding.sketch.status not in AT_WORK or Post.TECHNICIAN not in holding.people:
                continue
            chance = self._scene.chance("hazards", holding.sketch.number)
            self._later(date(2023, 4, 10) + timedelta(days=chance.randint(0, 14)), chance,
                        partial(self._assess, holding, chance))  # fmt: skip
            found = list(dangers_of(holding.sketch.kind))
            chance.shuffle(found)
            for danger in found[: chance.randint(4, 7)]:
                day = FIRST + timedelta(days=chance.randint(0, (LAST - FIRST).days))
                self._later(day, chance, partial(self._find, holding, danger, chance))

    def _later(self, day: date, chance: Random, act: Callable[[], None]) -> None:
        moment = at_work(max(day, clock.today()), chance)
        if moment <= clock.now():
            moment = clock.now() + timedelta(minutes=chance.randint(20, 200))
        self._scene.agenda.at(moment, act)

    def _assess(self, holding: Holding, chance: Random) -> None:
        """Risks by LEC, as the April package asks for them."""
        for peril in PERILS[: chance.randint(3, len(PERILS))]:
            likelihood, exposure, consequence = (Decimal(figure) for figure in peril.lec)
            entry = actions.RiskEntry(
                place=peril.place, description=peril.words, method=RiskMethod.LEC, likelihood=likelihood,
                exposure=exposure, consequence=consequence, controls=peril.controls, disaster=peril.disaster,
                responsible=holding.people[Post.TECHNICIAN].name, responsible_post="采矿工程师",
                assessed_on=clock.today(), review_on=clock.today() + timedelta(days=180),
            )  # fmt: skip
            actions.register_risk(self._officer(holding), holding.mine, entry)

    def _officer(self, holding: Holding) -> Actor:
        return self._scene.cast.officers[holding.mine.code]

    def _find(self, holding: Holding, danger: Danger, chance: Random) -> None:
        bureau = self._scene.cast.counties[holding.sketch.county.code]
        by_bureau = chance.random() < 0.16
        finder = bureau.inspector if by_bureau else self._officer(holding)
        spot = chance.choice(_SPOTS)
        finding = actions.Finding(
            place=danger.place, description=danger.words, disaster=danger.disaster, requirement=danger.measures,
            source=Source.INSPECTION if by_bureau else Source.SELF_INSPECTION,
            found_at=clock.now() - timedelta(minutes=chance.randint(5, 90)),
            pictures=[shot(self._scene, holding, danger.place, PhotoStage.BEFORE, spot)],
        )  # fmt: skip
        self.follow(holding, actions.register(finder, holding.mine, finding).pk, danger, chance)

    def follow(self, holding: Holding, pk: int, danger: Danger, chance: Random) -> None:
        """See to it that a hazard that has been registered takes its course."""
        self._later(clock.today() + timedelta(days=chance.randint(0, 2)), chance,
                    partial(self._place, holding, pk, danger, chance))  # fmt: skip

    def _place(self, holding: Holding, pk: int, danger: Danger, chance: Random) -> None:
        days = chance.choice((5, 7, 10, 15, 15, 20))
        deadline = clock.end_of_day(clock.today() + timedelta(days=days))
        put_in_place(
            self._officer(holding), _hazard(pk), responsible=holding.people[Post.TECHNICIAN].name,
            responsible_post="采矿工程师", measures=danger.measures, deadline_at=deadline,
        )  # fmt: skip
        who = holding.sketch.temperament
        if who is LAZY and chance.random() < 0.45:
            return
        late = who in (LATE, LAZY, CARELESS) and chance.random() < 0.3
        spent = days + chance.randint(1, 9) if late else chance.randint(1, days)
        self._later(clock.today() + timedelta(days=spent), chance, partial(self._rectify, holding, pk, danger, chance))

    def _rectify(self, holding: Holding, pk: int, danger: Danger, chance: Random) -> None:
        hazard = _hazard(pk)
        if hazard.state != HazardState.RECTIFYING:
            return
        who = self._scene.cast.principals[holding.mine.code] if self._is_own(hazard) else self._officer(holding)
        before = hazard.photos.filter(stage=PhotoStage.BEFORE).first()
        spot = before.spot if before else _SPOTS[0]
        actions.add_photo(
            who, hazard, shot(self._scene, holding, f"{danger.place}整改后", PhotoStage.AFTER, spot, before)
        )
        actions.apply(
            who, hazard, statement=f"已完成：{danger.measures}。", rectified_at=clock.now() - timedelta(minutes=40),
            spent_yuan=Decimal(chance.choice((0, 300, 800, 1500, 4200))),
        )  # fmt: skip
        self._later(clock.today() + timedelta(days=chance.randint(0, 6)), chance,
                    partial(self._look, holding, pk, danger, chance))  # fmt: skip

    def _look(self, holding: Holding, pk: int, danger: Danger, chance: Random) -> None:
        """Somebody else looks: the county, or the safety officer where the principal had it rectified."""
        hazard = _hazard(pk)
        if hazard.state != HazardState.APPLIED:
            return
        bureau = self._scene.cast.counties[holding.sketch.county.code]
        if chance.random() < (0.2 if holding.sketch.temperament is CARELESS else 0.07):
            actions.refuse(bureau.reviewer, hazard, opinion=chance.choice(_REFUSALS))
            self._later(clock.today() + timedelta(days=chance.randint(1, 4)), chance,
                        partial(self._rectify, holding, pk, danger, chance))  # fmt: skip
            return
        officer = self._officer(holding)  # who registered it leaves it to the bureau
        own = self._is_own(hazard) and hazard.entered_by_id != officer.user_id
        who = officer if own else bureau.reviewer
        actions.accept(who, hazard, opinion=chance.choice(_OPINIONS))

    def _is_own(self, hazard: Hazard) -> bool:
        """Whether the mine settles it by itself: half of what it found."""
        return hazard.source != Source.INSPECTION and hazard.refusals == 0 and hazard.pk % 2 == 0


def _hazard(pk: int) -> Hazard:
    return Hazard.objects.unscoped("the play looks at every part").select_related("mine").get(pk=pk)
