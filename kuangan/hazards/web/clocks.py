"""The three clocks of a hazard, kept apart: when the work is done, when the bureau knows, when somebody has seen it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.rules import day, due_day, listed, moment
from kuangan.foundation.ui.states import as_day, is_past
from kuangan.hazards.queries.record import Record
from kuangan.hazards.states import Grade, HazardState


@dataclass
class Dial:
    """One clock: `before number after` large, or `words` instead; a bar of done out of total days; two grey words."""

    title: Any
    note: Any = ""
    before: Any = ""
    number: int | None = None
    after: Any = ""
    words: Any = ""
    over: bool = False
    done: int = 0
    total: int = 0
    left: Any = ""
    right: Any = ""


def dials(record: Record) -> list[Dial]:
    """Rectifying, reporting, verifying."""
    return [_rectifying(record), _reporting(record), _verifying(record)]


def _days(number: int) -> str:
    return npgettext("clock", "day", "days", number)


def _span(start: datetime, end: datetime) -> int:
    return max((as_day(end) - as_day(start)).days, 0)


def _count(dial: Dial, due: datetime) -> Dial:
    """The days left or overdue until a term; hours on the last day of a term that ends within it."""
    left = (as_day(due) - clock.today()).days
    dial.over = is_past(due)
    if left == 0:
        dial.words = _("overdue since today") if dial.over else _("due today")
        return dial
    dial.before = pgettext("clock", "overdue") if dial.over else pgettext("clock", "left")
    dial.number, dial.after = abs(left), _days(abs(left))
    return dial


def _rectifying(record: Record) -> Dial:
    row = record.row
    dial = Dial(pgettext("clock", "Rectification"))
    start = row.begun_at or row.found_at
    if row.rectified_at is not None:
        spent = _span(start, row.proven_at or row.rectified_at)
        dial.note = _("stated as done on %(day)s") % {"day": day(row.rectified_at)}
        dial.before, dial.number, dial.after = pgettext("clock", "took"), spent, _days(spent)
        dial.done = dial.total = 1
        dial.right, dial.over = _in_time(record), row.is_overdue()
    elif row.state == HazardState.WITHDRAWN or row.deadline_at is None:
        dial.words = _("withdrawn") if row.state == HazardState.WITHDRAWN else _("no deadline yet")
        dial.right = "" if row.state == HazardState.WITHDRAWN else _("set with the five in place")
    else:
        dial.note = _("due %(day)s") % {"day": day(row.deadline_at)}
        _count(dial, row.deadline_at)
        dial.done, dial.total = _span(start, clock.now()), max(_span(start, row.deadline_at), 1)
        dial.right = _("%(used)d of %(total)d days used") % {"used": dial.done, "total": dial.total}
        dial.done = min(dial.done, dial.total)
    dial.left = _("since %(day)s") % {"day": day(start)}
    return dial


def _in_time(record: Record) -> str:
    """Whether it was in time, by what was reported or seen, never by the day that the mine states."""
    row = record.row
    if row.claims_in_time:
        return _("reported after the deadline; the day within it is only stated by the mine")
    return _("reported after the deadline") if row.was_late else _("within the deadline")


def _reporting(record: Record) -> Dial:
    row = record.row
    dial = Dial(pgettext("clock", "Report"))
    if row.grade == Grade.SUSPECTED:
        dial.words, dial.left = _("not started"), _("starts once it is determined to be major")
        return dial
    if not row.is_major:
        dial.words, dial.left = _("not owed"), _("A general hazard stays in the mine's ledger.")
        return dial
    if row.reported_at is None:
        return _first_report(record, dial)
    if record.listing is not None and row.is_open:
        return _returns(record, dial)
    dial.note = _("to the emergency bureau")
    dial.words, dial.done, dial.total = _("reported"), 1, 1
    dial.left = moment(row.reported_at)
    late = row.report_due_at is not None and row.reported_at > row.report_due_at
    dial.right = _("reported late") if late else ""
    return dial


def _first_report(record: Record, dial: Dial) -> Dial:
    row = record.row
    dial.note = _("within %(hours)s hours") % {"hours": record.settings["report_hours"]}
    dial.left = _("not reported to the bureau yet")
    if row.report_due_at is None:
        dial.words = _("to be reported")
        return dial
    dial.right = _("due %(day)s") % {"day": due_day(row.report_due_at)}
    minutes = (row.report_due_at - clock.now()).total_seconds() / 60
    dial.over, hours = minutes < 0, int(abs(minutes) // 60)
    if hours >= 48:
        return _count(dial, row.report_due_at)
    dial.before = pgettext("clock", "overdue") if dial.over else pgettext("clock", "left")
    dial.number, dial.after = hours, ngettext("hour", "hours", hours)
    dial.total = int(record.settings["report_hours"]) or 1
    dial.done = dial.total if dial.over else max(dial.total - hours, 0)
    return dial


def _returns(record: Record, dial: Dial) -> Dial:
    """Progress under a listed supervision: how many were owed so far, how many made, when the next is due."""
    listing, due = record.listing, record.return_due_at
    if listing is None or due is None:
        return dial
    made = len({one.due_at for one in listing.returns.all()})
    dial.note = ngettext(
        "progress every day", "progress every %(days)d days", listing.return_interval_days
    ) % {"days": listing.return_interval_days}  # fmt: skip
    _count(dial, due)
    owed = made + (1 + (clock.now() - due).days // listing.return_interval_days if dial.over else 0)
    dial.done, dial.total = made, max(owed, made + 1)
    dial.left = _("%(owed)d owed so far, %(made)d made") % {"owed": owed, "made": made}
    dial.right = (
        _("%(day)s not returned") % {"day": day(due)} if dial.over else _("next by %(day)s") % {"day": day(due)}
    )
    return dial


def _verifying(record: Record) -> Dial:
    row = record.row
    days = int(record.settings["verify_days"])
    dial = Dial(pgettext("clock", "Verification"))
    if row.verified_at is not None:
        dial.note = _("seen on %(day)s") % {"day": day(row.verified_at)}
        dial.words, dial.done, dial.total = pgettext("clock", "verified"), 1, 1
        dial.left = row.verified_by
        dial.right = _("passed in round %(round)d") % {"round": row.refusals + 1}
        if row.registrar_verified:
            dial.right = listed(dial.right, _("accepted by who registered it"))
        return dial
    if row.applied_at is not None and row.verify_due_at is not None:
        dial.note = _("due %(day)s") % {"day": day(row.verify_due_at)}
        _count(dial, row.verify_due_at)
        dial.total = max(_span(row.applied_at, row.verify_due_at), 1)
        dial.done = min(_span(row.applied_at, clock.now()), dial.total)
        dial.left = _("applied for on %(day)s") % {"day": day(row.applied_at)}
        dial.right = _("one of two has signed") if record.open_check else ""
        return dial
    dial.note = _("starts with the application")
    dial.before, dial.number = pgettext("clock", "term"), days
    dial.after, dial.total = _days(days), days
    dial.left = listed(
        _("not started"),
        ngettext("%(times)d time not passed", "%(times)d times not passed", row.refusals) % {"times": row.refusals}
        if row.refusals else "",
    )  # fmt: skip
    dial.right = _("never by who rectified it")
    return dial
