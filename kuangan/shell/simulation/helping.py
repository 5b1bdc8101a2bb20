"""Mines that cannot do it alone: they ask, the county answers with a person or an agency, and it comes to something."""

from datetime import date, timedelta
from functools import partial

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.governance import actions
from kuangan.governance.models import HelpRequest
from kuangan.governance.states import HelpForm, HelpKind, HelpResult, MineView, Topic
from kuangan.shell.simulation.scene import Scene
from kuangan.shell.simulation.temperaments import at_work
from kuangan.shell.simulation.world import Holding

_ASKED = (
    (3, date(2023, 4, 24), HelpKind.BEYOND_ABILITY, Topic.DISASTERS,
        "边坡在线监测数据时断时续，查不出原因，请派人指导。", 4),
    (11, date(2023, 6, 12), HelpKind.WILLING_BUT_WEAK, Topic.DISASTERS,
        "裂缝治理没有经验，愿意出资，请组织机构会诊。", 2),
    (14, date(2023, 7, 17), HelpKind.BEYOND_ABILITY, Topic.LAYOUT, "采场只剩一个工作面，平台布置请县局指导。", 0),
)  # fmt: skip
"""Mine, day, kind, topic, words, and how many steps follow: answer, visit, report, close."""


class Help:
    """Plays the requests whose mines are on the stage."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def enter(self) -> None:
        """Everything that will be asked for."""
        for number, day, kind, topic, words, steps in _ASKED:
            if holding := self._scene.holdings.get(number):
                asking = actions.Asking(
                    kind=kind, topic=topic, words=words, own_technicians=2, own_strength="采矿、测量各1名"
                )
                chance = self._scene.chance("help", number)
                moment = at_work(day, chance)
                self._scene.agenda.at(moment, partial(self._ask, holding, asking, steps))

    def _ask(self, holding: Holding, asking: actions.Asking, steps: int) -> None:
        made = actions.ask(self._scene.cast.principals[holding.mine.code], holding.mine, asking)
        acts = (self._answer, self._visit, self._report, self._close)[:steps]
        for number, act in enumerate(acts, 1):
            chance = self._scene.chance("helped", made.pk, number)
            moment = at_work(clock.today() + timedelta(days=4 * number), chance, office=True)
            self._scene.agenda.at(moment, partial(act, holding, made.pk))

    def _answer(self, holding: Holding, pk: int) -> None:
        bureau, row = self._scene.cast.counties[holding.sketch.county.code], _request(pk)
        agency = self._scene.cast.agency if row.kind == HelpKind.WILLING_BUT_WEAK else None
        helping = actions.Helping(
            form=HelpForm.CONSULTATION if agency else HelpForm.ONE_TO_ONE, agency=agency,
            task="到矿查看现场和监测数据，提出治理建议并跟踪一个月", name="" if agency else "谭工（县局聘请专家）",
            post="" if agency else "采矿高级工程师",
        )  # fmt: skip
        try:
            actions.assign(bureau.reviewer, row, helping)
        except Refused as refusal:
            if refusal.field != "conflict_answer":
                raise
            told = {**helping.__dict__, "conflict_answer": "县内没有其他有资质的机构，会诊人员与评价人员分开。"}
            actions.assign(bureau.reviewer, row, actions.Helping(**told))

    def _visit(self, holding: Holding, pk: int) -> None:
        bureau = self._scene.cast.counties[holding.sketch.county.code]
        actions.add_visit(
            bureau.reviewer, _request(pk), happened_on=clock.today(), people="县局2人、专家1人、矿长和采矿工程师",
            advice="先恢复人工测量，雨后加密；坡顶截水沟清淤，裂缝封填后再上机削坡。",
            next_on=clock.today() + timedelta(days=14),
        )  # fmt: skip

    def _report(self, holding: Holding, pk: int) -> None:
        bureau = self._scene.cast.counties[holding.sketch.county.code]
        actions.report(
            bureau.reviewer, _request(pk), reported_on=clock.today(),
            summary="监测中断系供电线路老化，更换后数据稳定；建议每日人工比对15天。",
            measures=[actions.Measure("更换供电线路并做防雷接地", "采矿工程师", clock.today() + timedelta(days=20))],
        )  # fmt: skip

    def _close(self, holding: Holding, pk: int) -> None:
        bureau = self._scene.cast.counties[holding.sketch.county.code]
        actions.close(
            bureau.reviewer, _request(pk), result=HelpResult.SOLVED, words="监测恢复，建议已落实，矿山已会自行比对。"
        )
        actions.respond(self._scene.cast.principals[holding.mine.code], _request(pk), view=MineView.CONFIRMED)


def _request(pk: int) -> HelpRequest:
    return HelpRequest.objects.unscoped("the play looks at every part").select_related("mine").get(pk=pk)
