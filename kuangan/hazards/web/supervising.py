"""The ledger of listed supervisions line by line: three clocks apart, what was returned, what comes next."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.rules import day, listed
from kuangan.foundation.ui.states import is_past
from kuangan.hazards.models import Extension, Hazard, ListedSupervision
from kuangan.hazards.rules.supervision import missed
from kuangan.hazards.states import ExtensionState, HazardState
from kuangan.hazards.web.wording import address_of

DONE, LATE, OVER, WAITS, NONE = "done", "late", "over", "waits", "none"


@dataclass(frozen=True, slots=True)
class Dial:
    """One clock in a cell: what it counts, its tone, the words, and the term that runs, if one does."""

    tone: str
    words: Any = ""
    due: datetime | None = None


@dataclass(slots=True)
class Line:
    """One listed supervision as the ledger shows it."""

    listing: ListedSupervision
    row: Hazard
    url: str
    mine: str
    county: str
    rectified: Dial
    reported: Dial
    verified: Dial
    returned: Dial
    made: int
    verb: Any
    act_url: str
    notice_url: str
    extensions: list[Extension] = field(default_factory=list)

    @property
    def late_returns(self) -> int:
        """Returns that came after their day."""
        return sum(one.entered_at > one.due_at for one in self.listing.returns.all())


def supervision_line(actor: Actor, listing: ListedSupervision, names: dict[str, str]) -> Line:
    """The line of one listing for one reader; asks the database nothing beyond what was read with the listing."""
    row = listing.hazard
    verb, act_url = _next(actor, listing)
    return Line(
        listing, row, address_of(row), row.mine.short_name or row.mine.name, names.get(row.region_code, ""),
        rectified(row), reported(row), verified(row), returned(listing),
        len({one.due_at for one in listing.returns.all()}), verb, act_url,
        f"{reverse('hazards:notice', args=[row.pk])}?listing={listing.pk}",
        [one for one in row.extensions.all() if _belongs(one, listing)],
    )  # fmt: skip


def _belongs(asked: Extension, listing: ListedSupervision) -> bool:
    """Whether a request, waiting or granted, was made under this listing."""
    end = listing.delisted_at
    return asked.asked_at >= listing.happened_at and (end is None or asked.asked_at <= end)


def rectified(row: Hazard) -> Dial:
    """The work itself (整改)."""
    if row.rectified_at is not None:
        words = _("stated as done on %(day)s") % {"day": day(row.rectified_at)}
        return Dial(LATE if row.was_late else DONE, listed(words, _("reported late") if row.was_late else ""))
    if row.state == HazardState.WITHDRAWN or row.deadline_at is None:
        return Dial(NONE, _("withdrawn") if row.state == HazardState.WITHDRAWN else _("no deadline yet"))
    return Dial(OVER if is_past(row.deadline_at) else WAITS, "", row.deadline_at)


def reported(row: Hazard) -> Dial:
    """The report of the major hazard to the bureau (上报)."""
    if row.reported_at is not None:
        late = row.report_due_at is not None and row.reported_at > row.report_due_at
        words = _("reported %(day)s") % {"day": day(row.reported_at)}
        return Dial(LATE if late else DONE, listed(words, pgettext("report", "late") if late else ""))
    over = row.report_due_at is not None and is_past(row.report_due_at)
    return Dial(OVER if over else WAITS, "" if row.report_due_at else _("not reported"), row.report_due_at)


def verified(row: Hazard) -> Dial:
    """The look of somebody else at the result (核查)."""
    if row.verified_at is not None:
        return Dial(DONE, _("verified %(day)s") % {"day": day(row.verified_at)})
    times = ngettext("%(times)d time not passed", "%(times)d times not passed", row.refusals) % {"times": row.refusals}
    if row.applied_at is not None and row.verify_due_at is not None:
        words = times if row.refusals else ""
        return Dial(OVER if is_past(row.verify_due_at) else WAITS, words, row.verify_due_at)
    return Dial(NONE, listed(pgettext("clock", "not applied for"), times if row.refusals else ""))


def returned(listing: ListedSupervision) -> Dial:
    """The county's progress returns under the listing (督办进展)."""
    due = listing.return_due_at
    if due is None:
        return Dial(NONE)
    owed = missed(due, listing.return_interval_days, clock.now())
    if owed:
        words = ngettext("%(owed)d return owed", "%(owed)d returns owed", owed) % {"owed": owed}
        return Dial(OVER, words, due)
    return Dial(WAITS, "", due)


def _next(actor: Actor, listing: ListedSupervision) -> tuple[Any, str]:
    """The act that this reader's role has next, by what the line tells; the page of the act decides."""
    row, numbers = listing.hazard, (listing.hazard_id, listing.pk)
    if listing.in_force and may(actor, "hazards.list", row):
        asked = next((one for one in row.extensions.all() if one.state == ExtensionState.PENDING), None)
        if asked is not None:
            return _("Decide on more time"), reverse("hazards:decide_extension", args=[row.pk, asked.pk])
        if row.state == HazardState.VERIFIED:
            return pgettext("verb in a row", "Close out"), reverse("hazards:close", args=[row.pk])
        if not listing.document_number:
            return _("Enter the number"), reverse("hazards:number_listing", args=[*numbers])
    due = listing.return_due_at
    soon = due is not None and due <= clock.end_of_day(clock.today())
    if listing.in_force and soon and row.is_open and may(actor, "hazards.return_progress", row):
        return _("Return progress"), reverse("hazards:return_progress", args=[*numbers])
    return _("View"), address_of(row)


def waiting_words(row: Hazard) -> str:
    """How long a major hazard has been determined and not listed."""
    days = (clock.today() - clock.day_of(row.determined_at or row.found_at)).days
    if days == 0:
        return _("determined today")
    return ngettext("determined %(days)d day ago", "determined %(days)d days ago", days) % {"days": days}
