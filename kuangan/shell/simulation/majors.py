"""Major hazards of the story, step by step from finding to close-out; each stops where the tour needs it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.models import Evacuation, Extension, Hazard, ListedSupervision
from kuangan.hazards.states import (
    CauseMethod,
    CheckResult,
    FocusArea,
    FundSource,
    Grade,
    PhotoStage,
    Source,
    StopExtent,
)
from kuangan.registry.states import Post
from kuangan.shell.simulation.dangers import CAUSES, GRAVE, Grave
from kuangan.shell.simulation.hazards import put_in_place, shot
from kuangan.shell.simulation.scene import Scene
from kuangan.shell.simulation.temperaments import at_work
from kuangan.standards.queries import find_criteria

COURSE = ("suspected", "determined", "placed", "listed", "applied", "first_signed", "verified", "closed")
"""The steps in order; `overdue` and `more_time` stay after the listing."""
_ENDS = {"overdue": "listed", "more_time": "listed"}
SPOT = "1号机位"
_OPINION = "两人到场对照设计图复测3个断面，措施已全部落实，原状已消除，同意通过。"
_REFUSAL = "现场复测仍有两处断面超过设计，浮石没有清完，不予通过，整改后重新申请。"


class Majors:
    """Plays the major hazards whose mines are on the stage."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def enter(self) -> None:
        """Every one from the day on which it is found."""
        for grave in GRAVE:
            if grave.number in self._scene.holdings:
                Story(self._scene, grave).begin()


class Story:
    """One major hazard and the people around it."""

    def __init__(self, scene: Scene, grave: Grave) -> None:
        self._scene, self._grave = scene, grave
        self._holding = scene.holdings[grave.number]
        self._chance = scene.chance("grave", grave.number)
        bureau = scene.cast.counties[self._holding.sketch.county.code]
        self._reviewer, self._inspector = bureau.reviewer, bureau.inspector
        code = self._holding.mine.code
        self._principal, self._officer = scene.cast.principals[code], scene.cast.officers[code]
        self._pk = 0

    def begin(self) -> None:
        """Found on its day."""
        self._on(date(2023, self._grave.month, self._grave.day), self._find)

    # ── the steps ───────────────────────────────────────────────────────────

    def _find(self) -> None:
        grave, finder = self._grave, self._inspector if self._grave.by_bureau else self._officer
        finding = actions.Finding(
            place=grave.place, description=grave.words, disaster=grave.disaster, grade=Grade.SUSPECTED,
            source=Source.INSPECTION if grave.by_bureau else Source.SELF_INSPECTION,
            focus_area=FocusArea.MAJOR_HAZARDS, found_at=clock.now() - timedelta(minutes=35),
            pictures=[shot(self._scene, self._holding, grave.place, PhotoStage.BEFORE, SPOT)],
        )  # fmt: skip
        self._pk = actions.register(finder, self._holding.mine, finding).pk
        if grave.evacuates:
            actions.evacuate(
                self._principal, self._hazard, area=f"{grave.place}下方50米范围", extent=StopExtent.AREA,
                people_inside=grave.evacuates, people_out=grave.evacuates, note="作业人员和设备撤出，派人值守",
            )  # fmt: skip
        if self._comes_to("determined"):
            self._in(0, self._determine)

    def _determine(self) -> None:
        grave = self._grave
        criterion = find_criteria(grave.code, on=clock.day_of(self._hazard.found_at)).filter(code=grave.code).first()
        actions.determine(
            self._inspector if grave.by_bureau else self._principal, self._hazard, grade=Grade.MAJOR,
            criterion=criterion, focus_area=FocusArea.MAJOR_HAZARDS, reasons=grave.reasons,
        )  # fmt: skip
        if self._comes_to("placed"):
            if not grave.by_bureau:
                self._in(0, self._report)
            self._in(2, self._place)

    def _report(self) -> None:
        actions.report(self._principal, self._hazard, words=self._grave.words)

    def _place(self) -> None:
        grave = self._grave
        put_in_place(
            self._officer, self._hazard, responsible=self._holding.people[Post.TECHNICIAN].name,
            responsible_post="采矿工程师", measures=grave.measures, funds_yuan=Decimal(grave.funds),
            fund_source=FundSource.SAFETY_FUND, interim_measures="危险区域停止作业，拉警戒线，每班2人巡查并记录",
            deadline_at=clock.end_of_day(clock.today() + timedelta(days=40)),
            emergency_plan="发现裂缝加宽、掉块或者水位上涨，立即吹哨撤人到集合点，清点人数后报县局",
        )  # fmt: skip
        actions.sign_five(self._principal, self._hazard, proven=True)
        if self._comes_to("listed"):
            self._in(3, self._list)
        self._in(6, partial(self._progress, 20))

    def _list(self) -> None:
        grave, city = self._grave, self._scene.cast.city
        is_public = grave.number in (1, 8)
        listing = actions.list_for_supervision(
            city, self._hazard, deadline=clock.today() + timedelta(days=45 if grave.course != "overdue" else 30),
            requirements="按治理方案限期整改，整改期间危险区域停止作业；县局每周报告进展，整改完成后组织两人以上现场核查。",
            document_number=f"江应急督〔2023〕{grave.number}号", is_public=is_public,
            public_words="该矿存在重大事故隐患，已由市局挂牌督办，危险区域停止作业。" if is_public else "",
        )  # fmt: skip
        weeks = 3 if grave.course == "overdue" else 12
        for week in range(1, weeks):
            self._in(7 * week - 3, partial(self._return, listing), by=self._reviewer)
        if grave.course == "more_time":
            self._in(24, self._ask)
        if self._comes_to("applied"):
            self._in(30 if grave.course == "first_signed" else 18, self._apply)

    def _return(self, listing: ListedSupervision) -> None:
        hazard = self._hazard
        if hazard.is_listed:
            words = "已完成部分削坡和清渣，危险区域保持停产，县局本周到场查看1次，措施落实。"
            actions.return_progress(self._reviewer, listing, text=words)

    def _ask(self) -> None:
        asked = actions.ask_extension(
            self._principal, self._hazard, until=clock.today() + timedelta(days=50),
            reason="6月下旬连续降雨，坡面不能上机施工，削坡进度推迟约20天。",
            interim_measures="坡下50米继续停止作业，裂缝每天测量2次，雨天加派1人值守。",
        )  # fmt: skip
        self._in(3, partial(self._grant_time, asked))

    def _grant_time(self, asked: Extension) -> None:
        words = "情况属实，同意延期，停产范围不变，监测数据每日报县局。"
        actions.decide_extension(self._scene.cast.city, asked, grant=True, opinion=words)

    def _progress(self, percent: int) -> None:
        if self._hazard.state != "rectifying":
            return
        actions.add_progress(
            self._officer, self._hazard, text=f"完成工程量约{percent}%，当班2台挖机作业，坡下无人。", percent=percent,
            spent_yuan=Decimal(self._grave.funds) / 5,
        )  # fmt: skip
        if percent < 80:
            self._in(6, partial(self._progress, percent + 20))

    def _apply(self) -> None:
        hazard, grave = self._hazard, self._grave
        before = hazard.photos.filter(stage=PhotoStage.BEFORE).first()
        after = shot(self._scene, self._holding, f"{grave.place}整改后", PhotoStage.AFTER, SPOT, before)
        actions.add_photo(self._officer, hazard, after)
        for held in Evacuation.rows.filter(hazard=hazard, state="in_force"):
            actions.lift(self._principal, held, grounds="处理完成后连续7天位移为零，复测断面符合设计")
        if not hasattr(hazard, "root_cause"):
            actions.explain(
                self._principal, hazard, method=CauseMethod.FIVE_WHYS, tree=CAUSES,
                summary="没有建立按设计图实测断面的制度，月度排查没有对照设计。",
                measure="每月由测量员实测断面并公示，矿长签字，县局季度抽测。",
                owner=self._holding.people[Post.TECHNICIAN].name, due_on=clock.today() + timedelta(days=60),
            )  # fmt: skip
        actions.apply(
            self._officer, self._hazard, statement=f"已完成：{grave.measures}。", spent_yuan=Decimal(grave.funds),
            rectified_at=clock.now() - timedelta(hours=2),
        )  # fmt: skip
        if self._comes_to("first_signed"):
            day = 4 if grave.course != "first_signed" else max(4, (date(2023, 7, 19) - clock.today()).days)
            self._in(day, self._check, by=self._inspector)

    def _check(self) -> None:
        """The first round of a mine that mended carelessly is refused."""
        refused = self._grave.number == 4 and self._hazard.refusals == 0
        check = actions.open_check(
            self._inspector, self._hazard, proven=True, happened_at=clock.now() - timedelta(minutes=50),
            result=CheckResult.REFUSED if refused else CheckResult.PASSED, opinion=_REFUSAL if refused else _OPINION,
            experts="省内采矿高级工程师1名",
        )  # fmt: skip
        if not self._comes_to("verified"):
            return
        actions.sign_check(self._reviewer, check, proven=True, opinion="意见一致")
        if refused:
            self._in(9, self._apply)
        elif self._comes_to("closed"):
            self._in(3, self._close, by=self._scene.cast.city)

    def _close(self) -> None:
        actions.close(self._scene.cast.city, self._hazard, delisting_number=f"江应急摘〔2023〕{self._grave.number}号")

    # ── how it is played ────────────────────────────────────────────────────

    @property
    def _hazard(self) -> Hazard:
        found = Hazard.objects.unscoped("the play looks at every part").select_related("mine", "root_cause")
        return found.get(pk=self._pk)

    def _comes_to(self, step: str) -> bool:
        course = _ENDS.get(self._grave.course, self._grave.course)
        return COURSE.index(course) >= COURSE.index(step)

    def _on(self, day: date, act: Callable[[], object], *, office: bool = False) -> None:
        moment = at_work(max(day, clock.today()), self._chance, office=office)
        if moment <= clock.now():
            moment = clock.now() + timedelta(minutes=self._chance.randint(40, 160))
        self._scene.agenda.at(moment, act)

    def _in(self, days: int, act: Callable[[], object], *, by: Actor | None = None) -> None:
        self._on(clock.today() + timedelta(days=days), act, office=by is not None)
