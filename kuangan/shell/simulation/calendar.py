"""The days on which something in particular happens: publication, receipts, facts that change, orders, parameters."""

from datetime import date, timedelta
from functools import partial

from kuangan.duties.actions.extend import ask_extension
from kuangan.duties.actions.redo import order_redo
from kuangan.duties.models import Assignment
from kuangan.duties.states import EDITABLE, AssignmentState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.plan.actions import acknowledge, confirm_receipt, distribute, open_receipt, set_parameter
from kuangan.plan.models import Receipt
from kuangan.registry import actions as registry
from kuangan.registry.models import Authority, Contractor, Engagement, Mine
from kuangan.registry.states import AuthorityKind, MineStatus, Post
from kuangan.shell.simulation import world
from kuangan.shell.simulation.bearers import Bearers
from kuangan.shell.simulation.names import BY_CODE, person_name, phone
from kuangan.shell.simulation.reviewing import REDO_GROUNDS
from kuangan.shell.simulation.scene import Scene
from kuangan.shell.simulation.temperaments import CARELESS, LATE, LAZY, at_work

_WHY = "the play looks at every part"
RESUMES, STOPS, CLEARED, HIRES = date(2023, 5, 4), date(2023, 6, 12), date(2023, 5, 22), date(2023, 5, 10)


class Calendar:
    """Enters the events of the campaign into the agenda."""

    def __init__(self, scene: Scene, bearers: Bearers, contractors: list[Contractor]) -> None:
        self._scene, self._bearers, self._contractors = scene, bearers, contractors

    def enter(self) -> None:
        """Everything that is known beforehand."""
        scene = self._scene
        on = self._on
        for number, code in enumerate(scene.cast.counties):
            chance = scene.chance("county", code)
            on(date(2023, 3, 23) + timedelta(days=chance.randint(0, 2)), partial(self._receive, code))
            named = date(2023, 3, 23) if number % 6 else date(2023, 3, 27)
            on(named, partial(self._name_contact, code), hour=14)
            on(date(2023, 3, 27) + timedelta(days=number % 4), partial(self._group, code))
            on(date(2023, 5, 8) + timedelta(days=4 * number), partial(self._leaders, code))
        on(date(2023, 3, 27), self._city_group)
        on(date(2023, 3, 29), self._flood_season)
        on(date(2023, 6, 15), self._more_time_for_one_county)
        on(HIRES, self._hire)
        on(CLEARED, self._clear_out)
        on(RESUMES, self._resume)
        on(date(2023, 6, 5), self._produce)
        on(STOPS, self._stop)
        on(date(2023, 6, 20), self._worry)
        on(date(2023, 7, 4), self._redo)
        on(date(2023, 7, 19), self._late_request)
        day = date(2023, 4, 19)
        while day <= date(2023, 7, 20):
            on(day, self._bearers.urge_the_late)
            day += timedelta(days=14)

    def _on(self, day: date, act: object, hour: int = 10) -> None:
        moment = clock.start_of_day(day) + timedelta(hours=hour, minutes=12)
        self._scene.agenda.at(max(moment, clock.now()), act)  # type: ignore[arg-type]

    # ── the plan reaches people ──────────────────────────────────────────────

    def _receive(self, code: str) -> None:
        """A county acknowledges the plan and hands it to its mines, which confirm it in their own time."""
        scene, bureau = self._scene, self._scene.cast.counties[code]
        body = world.authority(code)
        own = Receipt.objects.unscoped(_WHY).get(version=scene.version, authority=body)
        acknowledge(bureau.leader, own)
        for receipt in distribute(bureau.reviewer, scene.version, body):
            holding = scene.by_mine[receipt.mine_id or 0]
            chance = scene.chance("receipt", holding.sketch.number)
            days = chance.randint(8, 30) if holding.sketch.temperament is LAZY else chance.randint(1, 9)
            moment = at_work(clock.today() + timedelta(days=days), chance)
            scene.agenda.at(moment, partial(self._confirm, receipt.pk, holding.mine))

    def _confirm(self, pk: int, mine: Mine) -> None:
        receipt = Receipt.objects.unscoped(_WHY).get(pk=pk)
        actor = self._scene.cast.officers[mine.code]
        open_receipt(actor, receipt)
        confirm_receipt(self._scene.cast.principals[mine.code], receipt)

    # ── people in charge ─────────────────────────────────────────────────────

    def _name_contact(self, code: str) -> None:
        chance, bureau = self._scene.chance("contact", code), self._scene.cast.counties[code]
        registry.name_contact_person(
            bureau.leader, world.authority(code), name=bureau.reviewer.name, title="基础股股长", phone=phone(chance)
        )

    def _group(self, code: str) -> None:
        bureau, body = self._scene.cast.counties[code], world.authority(code)
        document = f"{BY_CODE[code].short}应急〔2023〕{self._scene.chance('group', code).randint(11, 60)}号"
        members = [
            (bureau.leader.name, "局长", Post.GROUP_HEAD),
            (bureau.reviewer.name, "基础股股长", Post.GROUP_MEMBER),
        ]
        self._appoint_group(bureau.leader, body, members, document)

    def _city_group(self) -> None:
        cast, chance = self._scene.cast, self._scene.chance("group", "440700")
        members = [
            (cast.city_leader.name, "局长", Post.GROUP_HEAD), (person_name(chance), "副局长", Post.GROUP_DEPUTY),
            (cast.city.name, "安全生产基础科科长", Post.GROUP_MEMBER),
            (person_name(chance), "行政审批服务科科长", Post.GROUP_MEMBER),
        ]  # fmt: skip
        self._appoint_group(cast.city_leader, world.authority("440700"), members, "江应急〔2023〕60号")

    def _appoint_group(
        self, actor: Actor, body: Authority, members: list[tuple[str, str, Post]], document: str
    ) -> None:
        for name, title, post in members:
            person = registry.register_person(actor, name=name, employer=body, title=title, is_demo=True)
            registry.set_leading_group_member(
                actor,
                body,
                person,
                post=post,
                on=clock.today(),
                document=document,
            )

    def _leaders(self, code: str) -> None:
        """The government names a leader for each mine; one county forgets its last mine."""
        scene, actor = self._scene, self._scene.cast.counties[code].government
        chance = scene.chance("leaders", code)
        body = world.authority(code, AuthorityKind.GOVERNMENT)
        people = [
            registry.register_person(actor, name=person_name(chance), employer=body, title=title, is_demo=True)
            for title in ("副市长", "副县级干部", "镇党委书记")
        ]
        mines = [one.mine for one in scene.holdings.values() if one.sketch.county.code == code]
        for number, mine in enumerate(mines[:-1] if code == "440785" else mines):
            leader = people[number % len(people)]
            registry.assign_leader(actor, mine, leader, on=clock.today(), document="政府办〔2023〕12号")

    # ── what the plan leaves open ────────────────────────────────────────────

    def _flood_season(self) -> None:
        set_parameter(
            self._scene.cast.city, self._scene.version.plan, "flood_season_start", date(2023, 4, 20),
            reason="据气象部门会商，今年开汛时间推迟到4月20日。",
        )  # fmt: skip
        self._again("parameters changed")

    def _more_time_for_one_county(self) -> None:
        leader = self._scene.cast.counties["440784"].leader
        set_parameter(
            leader, self._scene.version.plan, "special_due", date(2023, 7, 31), region_code="440784",
            reason="6月强降雨期间全县停工，专项排查顺延1个月，经局党委会研究。",
        )  # fmt: skip
        self._again("parameters changed")

    # ── facts that change ────────────────────────────────────────────────────

    def _resume(self) -> None:
        """Story 1: a stopped mine shows workers again, and the full set of duties appears."""
        if holding := self._scene.holdings.get(2):
            registry.declare_status(
                self._scene.cast.principals[holding.mine.code], holding.mine, effective_on=clock.today(),
                basis="复工复产申请已受理，检修人员12人进场", status=MineStatus.RESUMING, people_working=True,
            )  # fmt: skip
            self._again("facts changed", holding.mine)

    def _produce(self) -> None:
        self._change(2, {"status": MineStatus.PRODUCING, "watch_mode": None}, "复产验收通过，县局验收意见")

    def _stop(self) -> None:
        if holding := self._scene.holdings.get(3):
            registry.declare_status(
                self._scene.cast.principals[holding.mine.code], holding.mine, effective_on=clock.today(),
                basis="采矿许可证延续办理期间停产，人员全部撤出", status=MineStatus.LONG_STOPPED, people_working=False,
            )  # fmt: skip
            self._again("facts changed", holding.mine)

    def _worry(self) -> None:
        self._change(11, {"worrying": True}, "执法检查发现边坡监测缺失，列为不放心矿山")

    def _change(self, number: int, facts: dict[str, object], basis: str) -> None:
        if holding := self._scene.holdings.get(number):
            officer = self._scene.cast.counties[holding.sketch.county.code].reviewer
            registry.change_facts(officer, holding.mine, facts, effective_on=clock.today(), basis=basis)
            self._again("facts changed", holding.mine)

    def _hire(self) -> None:
        if holding := self._scene.holdings.get(11):
            officer = self._scene.cast.officers[holding.mine.code]
            world.hire(officer, holding.mine, self._contractors[3], self._scene.chance("hire"), since=clock.today())
            self._again("facts changed", holding.mine)

    def _clear_out(self) -> None:
        """Enping clears an unfit contractor out; the other mines keep theirs, and their duty stays open."""
        if holding := self._scene.holdings.get(4):
            officer = self._scene.cast.counties[holding.sketch.county.code].reviewer
            engagement = Engagement.objects.unscoped(_WHY).get(mine=holding.mine, ended_on__isnull=True)
            registry.judge_qualification(officer, engagement, is_qualified=False, note="安全生产许可证2022年底已过期")
            registry.clear_out_contractor(
                officer, engagement, on=clock.today(), reason="安全生产许可证过期仍从事爆破作业，责令清退。"
            )
            self._again("facts changed", holding.mine)

    def _again(self, cause: str, mine: Mine | None = None) -> None:
        self._scene.derive(cause, None if mine is None else [mine])
        self._bearers.notice()

    # ── supervision ──────────────────────────────────────────────────────────

    def _redo(self) -> None:
        """Work that was accepted and turns out to be hollow is ordered again, with its grounds."""
        rows = Assignment.objects.unscoped(_WHY).filter(
            state=AssignmentState.ACCEPTED, duty_slug__in=("self-check", "self-check-package", "special-open-pit")
        )
        careless = [pk for pk, one in self._scene.by_mine.items() if one.sketch.temperament in (CARELESS, LATE)]
        rows = rows.filter(owing_mine_id__in=careless).select_related("owing_mine", "mine").order_by("duty_slug", "pk")
        for number, row in enumerate(list(rows)[::4][:6]):
            chance = self._scene.chance("redo", self._scene.key(row))
            trigger, facts = REDO_GROUNDS[number % len(REDO_GROUNDS)]
            body = world.authority(row.region_code)
            order_redo(
                self._scene.cast.counties[row.region_code].reviewer, row, trigger=trigger, reason=facts,
                new_due=clock.today() + timedelta(days=chance.choice((12, 20, 27))), authority=body,
            )  # fmt: skip
            self._bearers.redo(row, chance)

    def _late_request(self) -> None:
        """A request for more time that waits on Taishan's desk on the 20th."""
        if not (holding := self._scene.holdings.get(8)):
            return
        rows = Assignment.objects.unscoped(_WHY).filter(
            owing_mine=holding.mine, state__in=list(EDITABLE), due_at__lt=clock.now()
        )
        for row in rows.order_by("due_at", "pk"):
            try:
                ask_extension(
                    self._scene.cast.principals[holding.mine.code], row, until=date(2023, 8, 5),
                    reason="防治水治理工程受连日暴雨影响，施工队8月初才能进场。",
                )  # fmt: skip
                return
            except Refused:
                continue
