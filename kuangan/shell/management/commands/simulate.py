"""`manage.py simulate`: fill an empty demo with a seeded campaign, played through the real verbs."""

from argparse import ArgumentParser
from datetime import date, time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kuangan.duties.states import AssignmentState
from kuangan.foundation.kernel import clock, demo_clock
from kuangan.shell.simulation.course import QUICK, is_empty, play
from kuangan.shell.simulation.figures import Figures
from kuangan.shell.simulation.sketches import MOST

NOT_A_DEMO = "this is not a demo: set KUANGAN_DEMO=1, or say --force-empty to fill an empty database all the same."
NOT_EMPTY = "the database already holds data, and nothing is ever played into it. Start over with `make demo-reset`."
UNTIL = date(2023, 7, 20)


class Command(BaseCommand):
    """Plays March to July 2023 and leaves the demo clock at its end, nine in the morning."""

    help = "Fill an empty demo with an invented campaign: seven counties, about 60 mines, March to July 2023."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=2023)
        parser.add_argument("--until", type=date.fromisoformat, default=UNTIL, help="last day, such as 2023-07-20")
        parser.add_argument("--mines", type=int, default=60, help=f"how many mines, {MOST} at most")
        parser.add_argument("--quick", action="store_true", help=f"{QUICK} mines, for tests and journeys")
        parser.add_argument("--force-empty", action="store_true", help="outside a demo too, if the database is empty")

    def handle(self, *args: Any, seed: int, until: date, mines: int, quick: bool, **options: Any) -> None:
        if not (settings.DEMO or options["force_empty"]):
            raise CommandError(NOT_A_DEMO)
        if not is_empty():
            raise CommandError(NOT_EMPTY)
        started = clock.real_now()
        end = clock.moment(until, time(9))
        found = play(seed, QUICK if quick else mines, end, self._say if options["verbosity"] > 1 else None)
        self._show(found)
        if settings.DEMO:
            _set_clock(end)
        self._say(f"played in {(clock.real_now() - started).total_seconds():.0f} s; the clock shows {until} 09:00")

    def _show(self, found: Figures) -> None:
        states = found.states
        self._say(f"mines {found.mines}, duties {found.assignments}")
        labels = {**{str(value): str(label) for value, label in AssignmentState.choices}}
        self._say("  " + ", ".join(f"{labels.get(name, name)} {count}" for name, count in states.items()))
        self._say(
            f"submissions {sum(found.submissions.values())}, reviews {sum(found.reviews.values())}, extensions "
            f"{sum(found.extensions.values())}, redo orders {found.redo_orders}, files {found.files}, "
            f"records {found.records}"
        )

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _set_clock(end: Any) -> None:
    demo_clock.load()
    if clock.now() < end:
        demo_clock.move_to(end)
