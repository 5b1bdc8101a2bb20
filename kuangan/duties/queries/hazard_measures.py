"""Measures that the hazard ledger answers: figures of a period, and the state of the one hazard a duty is about."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuangan.duties.models import Assignment
from kuangan.duties.queries.hazard_events import hazard_of
from kuangan.duties.queries.measures import Measure, Measured, cover_of
from kuangan.duties.rules.figures import REF
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.rules import day, listed, moment, money
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries import facts, lists
from kuangan.hazards.queries.counting import Counting, counted
from kuangan.hazards.queries.gates import before_rectifying
from kuangan.hazards.queries.listing import ALL, OVERDUE, Narrowing
from kuangan.hazards.states import OPEN_STATES, EvacuationState, Grade

_SYSTEM = Scope.everywhere()


# ── figures of a period ─────────────────────────────────────────────────────


def _counting(assignment: Assignment, arguments: Mapping[str, Any], figure: str, grade: str = "") -> Counting:
    """What is counted: the mine's own hazards, or those of the authority's region, in the days that are covered."""
    of_mine, cover = assignment.mine_id is not None, cover_of(assignment, arguments)
    return Counting(
        figure=figure, clock="closed" if figure == "closed" else "entered", start=cover.start, end=cover.end,
        county="" if of_mine else assignment.region_code, grade=grade, mine_id=assignment.mine_id,
    )  # fmt: skip


def _list_of(assignment: Assignment, **narrowed: Any) -> str:
    """The page of the ledger with these hazards."""
    place: dict[str, Any] = (
        {"mine_id": assignment.mine_id} if assignment.mine_id is not None else {"county": assignment.region_code}
    )
    return f"{reverse('hazards:list')}?{urlencode(Narrowing(**place, **narrowed).address())}"


def _figure(figure: str, grade: str = "", *, own: bool = False) -> Measure:
    """A measure that counts; `own` leaves out what the bureau found."""

    def measure(assignment: Assignment, arguments: Mapping[str, Any]) -> Measured:
        told = _counting(assignment, arguments, figure, grade)
        rows = facts.own_findings(_SYSTEM, told) if own else counted(_SYSTEM, told)
        found = rows.order_by().count()
        words = ngettext("%(count)d in the ledger", "%(count)d in the ledger", found) % {"count": found}
        return Measured(float(found), words, f"{reverse('hazards:behind')}?{urlencode(told.address())}")

    return measure


def own_closed(assignment: Assignment, arguments: Mapping[str, Any]) -> Measured:
    """How many of the hazards that the mine found itself in the days covered are closed out by now."""
    found = (
        facts.own_findings(_SYSTEM, _counting(assignment, arguments, "found")).filter(state="closed").order_by().count()
    )
    words = ngettext("%(count)d closed out", "%(count)d closed out", found) % {"count": found}
    return Measured(float(found), words, _list_of(assignment, state="closed"))


def due_closed(assignment: Assignment, arguments: Mapping[str, Any]) -> Measured:
    """Per cent of the hazards due by now that are closed out (七(三)); 100 when nothing was due."""
    cover = cover_of(assignment, arguments)
    until = min(clock.now(), clock.end_of_day(cover.end or clock.today()))
    found = facts.due_closed(_SYSTEM, assignment.region_code, cover.start, until)
    words = _("%(closed)d of %(due)d that were due are closed out (%(share)d%%)") % {
        "closed": found.closed, "due": found.due, "share": found.share,
    }  # fmt: skip
    if not found.due:
        words = _("Nothing was due yet")
    undated = ""
    if found.undated:
        undated = _("%(count)d open ones have no deadline yet") % {"count": found.undated}
    return Measured(float(found.share), listed(words, undated), _list_of(assignment, state=OVERDUE))


def major_closed_share(assignment: Assignment, arguments: Mapping[str, Any]) -> Measured:
    """Per cent of the major hazards found in the days covered that are closed out (销号率)."""
    cover = cover_of(assignment, arguments)
    closed, found = facts.major_closed_share(_SYSTEM, assignment.region_code, cover.start, cover.end)
    words = _("%(closed)d of %(found)d closed out") % {"closed": closed, "found": found}
    share = 100 * closed // found if found else 100
    return Measured(float(share), words, _list_of(assignment, state=ALL, grade=Grade.MAJOR))


# ── lists ───────────────────────────────────────────────────────────────────


def _lines(rows: Iterable[Any], ref: str) -> tuple[Mapping[str, Any], ...]:
    """The lines of a list by the plan's keys, each with the number of its record."""
    return tuple({**one, REF: one[ref]} for one in lists.printed(rows))


def problem_list(assignment: Assignment, arguments: Mapping[str, Any]) -> Measured:
    """Whether the problem list (问题隐患清单) can be drawn up: no open hazard lacks its person or its deadline."""
    if assignment.mine is None:
        return Measured(0)
    cover = cover_of(assignment, arguments)
    rows = lists.problems_list(_SYSTEM, assignment.mine, cover.start, cover.end)
    words = ngettext("%(count)d in the ledger", "%(count)d in the ledger", len(rows)) % {"count": len(rows)}
    if not rows:
        words = _("No hazard in the ledger: the list is empty")
    lacking = [row for row in rows if row.state in OPEN_STATES and not (row.person and row.deadline)]
    gap = ""
    if lacking:
        gap = _("%(count)d still lack a responsible person or a deadline") % {"count": len(lacking)}
    url = _list_of(assignment, state=ALL)
    return Measured(float(not lacking), listed(words, gap), url, rows=_lines(rows, "hazard_id"))


def risk_list(assignment: Assignment, _arguments: Mapping[str, Any]) -> Measured:
    """Whether the risk control list (风险管控清单) has entries; no mine is without risks."""
    if assignment.mine is None:
        return Measured(0)
    rows = lists.risk_list(_SYSTEM, assignment.mine)
    words = ngettext("%(count)d risk on the list", "%(count)d risks on the list", len(rows)) % {"count": len(rows)}
    url = f"{reverse('hazards:risks')}?{urlencode({'mine': assignment.mine_id})}"
    words = words if rows else _("No risk on the list yet")
    return Measured(float(bool(rows)), words, url, rows=_lines(rows, "risk_id"))


def close_out_list(assignment: Assignment, arguments: Mapping[str, Any]) -> Measured:
    """The close-out list (销号清单) is drawn from the ledger: what was closed out in the days covered, and what is
    still open."""
    cover = cover_of(assignment, arguments)
    rows = lists.closed_list(_SYSTEM, assignment.region_code, cover.start, cover.end, with_open=True)
    words = _("No major hazard was found: the list is empty")
    if rows:
        words = _("%(found)d major hazards, %(closed)d closed out") % {
            "found": len(rows), "closed": sum(1 for row in rows if row.closed_on),
        }  # fmt: skip
    url = _list_of(assignment, state=ALL, grade=Grade.MAJOR)
    return Measured(1, words, url, rows=_lines(rows, "hazard_id"))


# ── about one hazard ────────────────────────────────────────────────────────


def _about(tell: Callable[[Hazard], tuple[bool, str]]) -> Measure:
    """A measure of exactly the hazard that opened the duty."""

    def measure(assignment: Assignment, _arguments: Mapping[str, Any]) -> Measured:
        pk = hazard_of(assignment)
        row = facts.followed(_SYSTEM, pk) if pk is not None else None
        if row is None:
            return Measured(0, _("The hazard is not in the ledger any more"))
        held, words = tell(row)
        return Measured(float(held), words, reverse("hazards:hazard", args=[row.pk]))

    return measure


def _five(row: Hazard) -> tuple[bool, str]:
    five = max(row.five_points.all(), key=lambda one: one.version, default=None)
    lacking = before_rectifying(row, five)
    if five is None or lacking:
        return False, " ".join(str(one) for one in lacking)
    words = listed(
        _("%(name)s is responsible") % {"name": five.responsible},
        money(five.funds_yuan),
        _("deadline %(day)s") % {"day": day(five.deadline_at)},
    )
    signed = _("%(name)s signed on %(day)s and supervises") % {"name": five.signed_by, "day": day(five.signed_at)}
    return True, listed(words, signed if five.signed_at else "")


def _listing(row: Hazard) -> tuple[bool, str]:
    made = min(row.listings.all(), key=lambda one: one.pk, default=None)
    if made is not None:
        words = _("Listed on %(day)s, to be rectified until %(until)s") % {
            "day": day(made.happened_at), "until": day(made.deadline_at),
        }  # fmt: skip
        return True, listed(words, made.document_number)
    if row.closed_at is not None:
        words = _("Closed out on %(day)s without having been listed; its history says why")
        return True, words % {"day": day(row.closed_at)}
    return False, _("Not listed for supervision yet")


def _cause(row: Hazard) -> tuple[bool, str]:
    cause = getattr(row, "root_cause", None)
    if cause is None:
        return False, _("Root cause and lasting measure are not recorded yet")
    words = _("%(measure)s, %(name)s, until %(day)s") % {
        "measure": cause.measure[:60], "name": cause.owner, "day": day(cause.due_on),
    }  # fmt: skip
    return True, listed(words, _("done on %(day)s") % {"day": day(cause.done_on)} if cause.done_on else "")


def _evacuation(row: Hazard) -> tuple[bool, str]:
    made = min(row.evacuations.all(), key=lambda one: one.ordered_at, default=None)
    if made is None:
        return False, _("Nobody has been ordered out")
    words = _("Ordered out at %(moment)s: %(out)d of %(inside)d people") % {
        "moment": moment(made.ordered_at), "out": made.people_out, "inside": made.people_inside,
    }  # fmt: skip
    lifted = _("lifted on %(day)s") % {"day": day(made.lifted_at)} if made.state == EvacuationState.LIFTED else ""
    return made.completed_at is not None, listed(words, lifted)


MEASURES: dict[str, Measure] = {
    "hazards.major_registered": _figure("found", Grade.MAJOR),
    "hazards.major_found": _figure("found", Grade.MAJOR),
    "hazards.major_closed": _figure("closed", Grade.MAJOR),
    "hazards.general_found": _figure("found", Grade.GENERAL),
    "hazards.general_closed": _figure("closed", Grade.GENERAL),
    "hazards.self_found": _figure("found", own=True),
    "hazards.self_found_closed": own_closed,
    "hazards.due_closed": due_closed,
    "hazards.major_closed_share": major_closed_share,
    "hazards.five_in_place": _about(_five),
    "hazards.listed": _about(_listing),
    "hazards.root_cause": _about(_cause),
    "hazards.evacuated": _about(_evacuation),
    "list.hazards.problems": problem_list,
    "list.hazards.risks": risk_list,
    "list.hazards.major_closed": close_out_list,
}
"""By the name that plans use."""
