"""The course of the play: day by day from 20 March, what is due on each, in one transaction a day."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation

from kuangan.access.models import User
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
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
    with translation.override("zh-hans"):
        scene = Scene(seed, until)
        bearers, calendar = _begin(scene, mines)
        _publish(scene, bearers, calendar)
        day = ISSUED
        while day <= clock.day_of(until):
            _day(scene, bearers, day)
            if say and day.day == 1:
                say(f"  {day:%Y-%m}")
            day += timedelta(days=1)
        with clock.at(until):
            gather_notices(Actor.system("notices"))
            return figures(Scope.everywhere(), scene.version.plan)


@transaction.atomic
def _begin(scene: Scene, mines: int) -> tuple[Bearers, Calendar]:
    with clock.at(clock.moment(FIRST, time(9))):
        load_references()
        contractors = open_stage(scene, mines)
        codes = {number: one.mine.code for number, one in scene.holdings.items()}
        july = {codes[number]: day for number, day in _JULY.items() if number in codes}
        bearers = Bearers(scene, Script(codes.get(1, ""), codes.get(8, ""), july))
        return bearers, Calendar(scene, bearers, contractors)


@transaction.atomic
def _publish(scene: Scene, bearers: Bearers, calendar: Calendar) -> None:
    with clock.at(clock.moment(ISSUED, time(8, 30))):
        scene.version = publish(scene.cast.city_leader, load(scene.cast.city, PACKAGE))
        calendar.enter()
        hazards = Hazards(scene)
        for ledger in (hazards, Majors(scene), Checks(scene, hazards), Help(scene)):
            ledger.enter()


def _day(scene: Scene, bearers: Bearers, day: date) -> None:
    """One day: the night's derivation where a period begins, then whatever the day brings."""
    end = min(clock.end_of_day(day), scene.end)
    with clock.at(end), transaction.atomic():
        if day == ISSUED or day.day == 1 or day.weekday() == 3:
            with clock.at(clock.moment(day, time(8, 40) if day == ISSUED else time(0, 30))):
                scene.derive("nightly")
                bearers.notice()
        for moment, act in scene.agenda.until(end):
            with clock.at(moment):
                act()
