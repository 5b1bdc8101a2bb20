"""When a message may go out: digest hour, quiet hours, the next try. Plain values in, plain values out."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from kuangan.foundation.kernel.clock import SHANGHAI
from kuangan.foundation.notices.states import Pace

DIGEST_AT, QUIET_FROM, QUIET_TO = time(8), time(22), time(7)
"""For whoever has not said otherwise."""
STALE_AFTER = timedelta(hours=24)
"""What happened longer ago is no longer news: it goes with the digest, so that a long pause floods nobody."""
TRIES = 10
"""A message that could not be delivered so often is given up: after about nine hours."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Hours:
    """A person's hours, Shanghai time. Equal ends of the quiet hours mean that there are none."""

    digest_at: time = DIGEST_AT
    quiet_from: time = QUIET_FROM
    quiet_to: time = QUIET_TO


def is_quiet(moment: datetime, hours: Hours) -> bool:
    """Whether the person wants no message at this moment; the hours may pass midnight."""
    local = moment.astimezone(SHANGHAI).time()
    if hours.quiet_from <= hours.quiet_to:
        return hours.quiet_from <= local < hours.quiet_to
    return local >= hours.quiet_from or local < hours.quiet_to


def goes_at_once(pace: str, happened_at: datetime, moment: datetime) -> bool:
    """Whether a notice does not wait for the digest. Danger is told however late."""
    return pace == Pace.DANGER or (pace == Pace.AT_ONCE and moment - happened_at <= STALE_AFTER)


def is_digest_time(moment: datetime, hours: Hours) -> bool:
    """Whether the digest hour of this day has come and the person may be written to."""
    return moment.astimezone(SHANGHAI).time() >= hours.digest_at and not is_quiet(moment, hours)


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts: doubled each time; None when it is time to give up."""
    if attempts >= TRIES:
        return None
    return min(FIRST_PAUSE * 2 ** max(attempts - 1, 0), LONGEST_PAUSE)
