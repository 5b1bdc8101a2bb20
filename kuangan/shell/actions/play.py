"""The demo's play, laid aside between two transactions: begun once, gone on with until its last day.

What lies ahead of it is kept as a pickle in the row that is written with the acts themselves, so that whoever takes it
up again, after a Ctrl-C or a kill, finds exactly what has happened. A seal keeps foreign pickles from being opened.
"""

import logging
import pickle  # nosec B403 - see _taken_up
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.kernel import clock, demo_clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.shell.models import Play
from kuangan.shell.simulation.course import Course, is_empty

logger = logging.getLogger(__name__)


@transaction.atomic
def begin_play(actor: Actor, *, seed: int, mines: int, until: datetime) -> Play:
    """Begin the play of a demo that holds nothing yet; the demo's clock shows its first day. Refused otherwise."""
    require(actor, "shell.run_system")
    if not settings.DEMO or not is_empty():
        raise Refused("Only an empty demo is played into.")
    course = Course(seed, mines, until)
    demo_clock.start_at(course.reached)
    return _laid_aside(Play(pk=1, began_at=course.reached, ends_at=until), course)


@transaction.atomic
def go_on_playing(actor: Actor, *, seconds: float) -> Play | None:
    """Play for about so many seconds, a day at most, and let the demo's clock follow; None when there is no play.

    People may be at work in the demo: nothing is entered under a moment that has been shown to them already.
    """
    require(actor, "shell.run_system")
    row = Play.objects.select_for_update().filter(finished_at=None).first()
    if row is None:
        return None
    demo_clock.load()
    course = _taken_up(row)
    if course is None:  # made by another version: the campaign stays as far as it has come
        row.finished_at, row.state = clock.real_now(), b""
        row.save()
        return row
    shown = clock.now()
    course.go_on(seconds=seconds, not_before=shown, among_people=True)
    if course.reached > shown:
        demo_clock.move_to(course.reached)
    return _laid_aside(row, course)


def _laid_aside(row: Play, course: Course) -> Play:
    row.reached, row.day = course.reached, course.day
    row.finished_at = clock.real_now() if course.is_over else None
    row.state = b"" if course.is_over else pickle.dumps(course)
    row.seal = _seal(row.state)
    row.save()
    return row


def _taken_up(row: Play) -> Course | None:
    state = bytes(row.state)
    if not constant_time_compare(row.seal, _seal(state)):
        return None
    try:
        course = pickle.loads(state)  # noqa: S301 -- sealed by ourselves, in a demo  # nosec B301
    except Exception:
        logger.exception("the play of another version cannot be taken up")
        return None
    return course if isinstance(course, Course) else None


def _seal(state: bytes) -> str:
    return salted_hmac("shell.play", state, algorithm="sha256").hexdigest()
