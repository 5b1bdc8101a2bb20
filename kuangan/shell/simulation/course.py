"""The course of the play: day by day from 20 March, what is due on each, in one transaction a day or a piece of it.

Everything that lies ahead is held by one object that can be pickled, so that a play can be laid aside between two
transactions and taken up by another process.
"""

import logging
import math
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from time import monotonic

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import translation

from kuangan.access.models import User
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused
from kuangan.plan.actions import load, publish
from kuangan.plan.models import Plan
from kuangan.registry.models import Mine
from kuangan.shell.actions.telling import gather_notices
from kuangan.shell.simulation.bearers import Bearers
from kuangan.shell.simulation.calendar import Calendar
from kuangan.shell.simulation.checking import Checks
from kuangan.shell.simulation.figures import Figures, figures
from kuangan.shell.simulation.hazards import Hazards
from kuangan.shell.simulation.helping import Help
from kuangan.shell.simulation.majors import Majors
from kuangan.shell.simulation.prologue import load_references, open_stage
from kuangan.shell.simulation.scene import Scene
from kuangan.shell.simulation.story import Script

logger = logging.getLogger(__name__)
FIRST, ISSUED = date(2023, 3, 20), date(2023, 3, 23)
QUICK = 8
"""So many mines are enough for tests and journeys."""
PACKAGE = settings.BASE_DIR / "content/plans/jiangmen-2023"
_JULY = {6: 17, 7: 18, 8: 19, 11: 18}
"""Mines of Taishan and the day of July on which they deliver their check, while the officer is away."""


def is_empty() -> bool:
    """Whether nothing has been entered yet; regions, authorities and checklists do not count."""
    return not (User.objects.exists() or Plan.objects.exists() or Mine.objects.unscoped("is there any at all").exists())


def play(seed: int, mines: int, until: datetime, say: Callable[[str], None] | None = None) -> Figures:
    """Play the campaign up to `until` (aware) and return its figures. The database must be empty (Refused)."""
    if not is_empty():
        raise Refused("The database already holds data. The play needs an empty one.")
    course = Course(seed, mines, until)
    while not course.is_over:
        day = course.day
        with transaction.atomic():
            course.go_on()
        if say and course.day.month != day.month:
            say(f"  {course.day:%Y-%m}")
    with clock.at(until), translation.override("zh-hans"):
        gather_notices(Actor.system("notices"))
        return figures(Scope.everywhere(), course.scene.version.plan)


class Course:
    """A play under way. `reached` is the moment up to which everything has happened, `day` the day it is at."""

    def __init__(self, seed: int, mines: int, until: datetime) -> None:
        self.scene = Scene(seed, until)
        self.day = FIRST
        self.reached = clock.moment(FIRST, time(9))
        self.is_over = False
        self._mines = mines
        self._bearers: Bearers | None = None
        self._has_dawned = False

    def go_on(
        self, *, seconds: float = math.inf, not_before: datetime | None = None, among_people: bool = False
    ) -> None:
        """Play the next day, or a piece of it that takes about so many seconds; the caller's transaction keeps it.

        `not_before`: no act is entered under an earlier moment, for people may have entered something up to then.
        `among_people`: what they have made impossible is left out instead of ending the play.
        """
        with translation.override("zh-hans"):
            if self._bearers is None:
                self._open()
            else:
                self._play_day(self._bearers, monotonic() + seconds, not_before or self.reached, among_people)

    def _open(self) -> None:
        """20 and 23 March: everybody is on the stage, the plan is published, everything known beforehand is entered."""
        with clock.at(clock.moment(FIRST, time(9))):
            load_references()
            contractors = open_stage(self.scene, self._mines)
            codes = {number: one.mine.code for number, one in self.scene.holdings.items()}
            july = {codes[number]: day for number, day in _JULY.items() if number in codes}
            bearers = Bearers(self.scene, Script(codes.get(1, ""), codes.get(8, ""), july))
            calendar = Calendar(self.scene, bearers, contractors)
        self.day, self.reached = ISSUED, clock.moment(ISSUED, time(8, 30))
        with clock.at(self.reached):
            self.scene.version = publish(self.scene.cast.city_leader, load(self.scene.cast.city, PACKAGE))
            calendar.enter()
            hazards = Hazards(self.scene)
            for ledger in (hazards, Majors(self.scene), Checks(self.scene, hazards), Help(self.scene)):
                ledger.enter()
        self._bearers = bearers

    def _play_day(self, bearers: Bearers, stop: float, earliest: datetime, among_people: bool) -> None:
        """The night's derivation where a period begins, then whatever the day brings."""
        end = min(clock.end_of_day(self.day), self.scene.end)
        if not self._has_dawned:
            self._has_dawned = True
            if self.day == ISSUED or self.day.day == 1 or self.day.weekday() == 3:
                dawn = clock.moment(self.day, time(8, 40) if self.day == ISSUED else time(0, 30))
                self._reach(dawn, earliest)
                with clock.at(self.reached):
                    self.scene.derive("nightly")
                    bearers.notice()
        for moment, act in self.scene.agenda.until(end):
            self._reach(moment, earliest)
            with clock.at(self.reached):
                _among_people(act) if among_people else act()
            if monotonic() > stop:
                return
        self._reach(end, earliest)
        self.is_over = end >= self.scene.end
        self.day, self._has_dawned = self.day + timedelta(days=1), False

    def _reach(self, moment: datetime, earliest: datetime) -> None:
        self.reached = max(self.reached, moment, earliest)


def _among_people(act: Callable[[], object]) -> None:
    """One act where people work too: what they did before stands, and the act is left out."""
    try:
        with transaction.atomic():
            act()
    except (Refused, Forbidden, OutOfScope, ObjectDoesNotExist):
        logger.info("an act of the play is left out: people were faster")
    except Exception:
        logger.exception("an act of the play failed and is left out")
