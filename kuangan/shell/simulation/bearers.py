"""Bearers and bureaus in motion: every new assignment gets its deliveries, reviews, requests and reminders."""

from collections import Counter
from datetime import date, timedelta
from functools import partial
from random import Random

from kuangan.duties.actions.extend import ask_extension
from kuangan.duties.actions.supply import confirm_share
from kuangan.duties.actions.urging import urge
from kuangan.duties.models import Assignment, Extension
from kuangan.duties.states import EDITABLE, AssignmentState
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.shell.simulation import reviewing
from kuangan.shell.simulation.cast import CITY
from kuangan.shell.simulation.delivering import Delivery
from kuangan.shell.simulation.scene import Scene
from kuangan.shell.simulation.story import Script
from kuangan.shell.simulation.temperaments import at_work, delivery_day, review_day

_ASKED = (
    "连日暴雨停工，资料整理受影响。",
    "专家档期推迟，报告要到下月才能出具。",
    "安全科长外出培训，资料尚未汇总。",
    "设备租赁未到位，整改收尾推迟。",
)
_TRIES = 14
_SLOW = frozenset({"440783"})


class Bearers:
    """Follows every assignment from its birth; `script` has the last word over chance."""

    def __init__(self, scene: Scene, script: Script) -> None:
        self._scene, self._script = scene, script
        self._last = 0
        self._tries: Counter[int] = Counter()

    def notice(self) -> None:
        """Take up the assignments that have come into being since the last time."""
        for row in self._scene.rows().filter(pk__gt=self._last).order_by("pk"):
            self._last = row.pk
            self._take_up(row)

    def _take_up(self, row: Assignment) -> None:
        scene = self._scene
        if scene.hands(row) is None:
            return
        chance = scene.chance("deliver", scene.key(row))
        who = scene.temperament(row)
        due = clock.day_of(row.due_at) if row.due_at else None
        day = delivery_day(who, chance, max(clock.today(), row.period_start), due)
        scripted = self._script.delivery(row)
        if scripted is not None:
            day = scripted.day
        elif due and chance.random() < who.asks:
            asked = due + timedelta(days=chance.choice((-6, -4, -2, -1, 2, 4)))
            self._later(asked, chance, partial(self._ask, row.pk, chance))
        if day is not None:
            self._later(day, chance, partial(self._deliver, row.pk, chance), office=row.authority_id is not None)

    def _later(self, day: date, chance: Random, act: "object", *, office: bool = False) -> None:
        moment = at_work(max(day, clock.today()), chance, office=office)
        if moment <= clock.now():
            moment = clock.now() + timedelta(minutes=chance.randint(20, 200))
        self._scene.agenda.at(moment, act)  # type: ignore[arg-type]

    def _deliver(self, pk: int, chance: Random) -> None:
        row = self._scene.row(pk)
        hands = self._scene.hands(row)
        if row.state == AssignmentState.SUBMITTED:  # its ledger has delivered it already
            self._await_review(row, chance)
        if row.state not in EDITABLE or hands is None:
            return
        for share in row.co_bearers.filter(confirmed_at__isnull=True, authority__region_code=CITY):
            confirm_share(self._scene.cast.city, share)
        delivery = Delivery(hands, row, chance, self._scene.old_photos(row))
        try:
            submission = delivery.go(mend=row.state == AssignmentState.RETURNED)
        except Refused:
            # A fact is not on record yet, such as a contact person: look again in some days.
            self._tries[pk] += 1
            if self._tries[pk] < _TRIES:
                again = clock.today() + timedelta(days=chance.randint(1, 6))
                self._later(again, chance, partial(self._deliver, pk, chance), office=True)
            return
        self._await_review(submission.assignment, chance)

    def _await_review(self, row: Assignment, chance: Random) -> None:
        pk = row.pk
        if row.state != AssignmentState.SUBMITTED:
            return
        day = review_day(chance, clock.today(), row.region_code in _SLOW)
        day = self._script.review(row, day)
        self._later(day, chance, partial(self._review, pk, chance), office=True)

    def _review(self, pk: int, chance: Random) -> None:
        row = self._scene.row(pk)
        if row.state != AssignmentState.SUBMITTED:
            return
        back = self._script.returned(row)
        if back is not None:
            reviewing.send_back(self._scene.cast, row, chance, days=back)
            return
        accepted = reviewing.decide(self._scene.cast, row, chance, self._scene.temperament(row).returned)
        if accepted is not None:
            self._await_review(accepted, chance)
        elif chance.random() > self._scene.temperament(row).never:
            mended = clock.today() + timedelta(days=chance.randint(2, 12))
            self._later(mended, chance, partial(self._deliver, pk, chance), office=row.authority_id is not None)

    def _ask(self, pk: int, chance: Random) -> None:
        row = self._scene.row(pk)
        hands = self._scene.hands(row)
        if row.state not in EDITABLE or hands is None or row.due_at is None:
            return
        until = max(clock.day_of(row.due_at), clock.today()) + timedelta(days=chance.randint(7, 20))
        request = ask_extension(hands.principal, row, until=until, reason=chance.choice(_ASKED))
        self._later(
            clock.today() + timedelta(days=chance.randint(1, 4)), chance,
            partial(self._answer, request.pk, chance), office=True,
        )  # fmt: skip

    def _answer(self, pk: int, chance: Random) -> None:
        found = Extension.objects.unscoped("the play looks at every part")
        request = found.select_related("assignment__authority").get(pk=pk)
        if request.assignment.state not in EDITABLE:
            return
        reviewing.answer_request(self._scene.cast, request, chance)

    def urge_the_late(self) -> None:
        """Each county urges a few of its mines that are late; every other one then hurries."""
        rows = Assignment.objects.unscoped("the play looks at every part").filter(
            owing_mine__isnull=False, state__in=list(EDITABLE), due_at__lt=clock.now()
        )
        for code, bureau in self._scene.cast.counties.items():
            for row in (
                rows.filter(region_code=code)
                .select_related("owing_mine", "mine", "authority")
                .order_by("due_at", "pk")[:2]
            ):
                chance = self._scene.chance("urge", self._scene.key(row), clock.today())
                urge(bureau.reviewer, row, words=reviewing.urges(row, chance))
                self._hurry(row, chance)

    def _hurry(self, row: Assignment, chance: Random) -> None:
        if chance.random() < 0.5 and self._script.delivery(row) is None:
            pk = row.pk
            self._later(
                clock.today() + timedelta(days=chance.randint(1, 5)), chance, partial(self._deliver, pk, chance)
            )

    def redo(self, row: Assignment, chance: Random) -> None:
        """After an order to redo the work: half of them have done so by the end."""
        pk = row.pk
        if chance.random() < 0.5:
            self._later(
                clock.today() + timedelta(days=chance.randint(4, 12)), chance, partial(self._deliver, pk, chance)
            )
