"""Asking for help: by the mine, or by its county for it (开小灶); taken back; asked again."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity import entries
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import check_claim
from kuangan.foundation.kernel.errors import Refused
from kuangan.governance import kinds
from kuangan.governance.actions.filing import Paper, add_papers, attach
from kuangan.governance.actions.locking import lock, tell
from kuangan.governance.models import HelpRequest
from kuangan.governance.policy import is_answerer
from kuangan.governance.states import HELP_CHART, OPEN_STATES, HelpKind, HelpState, Topic
from kuangan.hazards.models import Hazard
from kuangan.hazards.rules.words import bare, says_nothing, tidy
from kuangan.registry.models import Mine

MOST_TECHNICIANS = 9_999
_NOT_WORDS = frozenset({"papers", "entry_key", "is_another"})


@dataclass(frozen=True)
class Asking:
    """What is asked for. `requested_at` None means now; `entry_key` is made by the form (once per form); `is_another`
    answers that an open request with the same words is not this one."""

    kind: str
    topic: str
    words: str
    hazard: Hazard | None = None
    requested_at: datetime | None = None
    own_technicians: int | None = None
    own_strength: str = ""
    hired_expert: str = ""
    hired_from: str = ""
    papers: Sequence[Paper] = ()
    entry_key: UUID | None = None
    reopens: HelpRequest | None = None
    is_another: bool = False


@transaction.atomic
def ask(actor: Actor, mine: Mine, asking: Asking) -> HelpRequest:
    """Ask for help for a mine (plan 七(五)). The same entry sent again (same `entry_key`) answers with what it made.

    Raises Refused, with the field, for what is missing, a day in the future, a hazard of another mine or one that is
    settled, and a hazard for which help is being given already.
    """
    require(actor, "governance.ask", mine)
    if known := _known(actor, mine, asking.entry_key):
        return _again(actor, known, asking)
    _check(mine, asking)
    if not asking.is_another:
        _ask_about_twin(mine, asking)
    row = HelpRequest(
        mine=mine, region_code=mine.region_code, entry_key=asking.entry_key, kind=asking.kind, topic=asking.topic,
        words=tidy(asking.words), hazard=asking.hazard, own_technicians=asking.own_technicians,
        own_strength=tidy(asking.own_strength), hired_expert=tidy(asking.hired_expert)[:100],
        hired_from=tidy(asking.hired_from)[:200], by_bureau=not actor.is_system and is_answerer(actor, mine),
        by_id=actor.user_id, by=actor.name[:100], reopens=asking.reopens, is_demo=mine.is_demo,
    )  # fmt: skip
    row.entered_at = clock.now()
    row.requested_at = asking.requested_at or row.entered_at
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same entry, or a second one for the same hazard, arrived at one instant
        known = _known(actor, mine, asking.entry_key)
        if known is None:
            raise Refused(_("Somebody has asked for help with this at the same moment. Look at the list.")) from None
        return _again(actor, known, asking)
    names = attach(actor, row, asking.papers)
    record(
        actor, kinds.ASKED, row, happened_at=row.requested_at, topic=row.get_topic_display(),
        words=row.words[:200], other=asking.hazard.number if asking.hazard else "", file="、".join(names),
        **entries.mark(asking.entry_key, _sent(asking)),
    )  # fmt: skip
    tell(row)
    return row


def _again(actor: Actor, known: HelpRequest, asking: Asking) -> HelpRequest:
    """The request that the same entry made, with the papers it did not bring then. SentBefore for other words."""
    entries.refuse_other(asking.entry_key, known, kinds.ASKED, _sent(asking))
    add_papers(actor, known, known, asking.papers)
    return known


def _sent(asking: Asking) -> dict[str, Any]:
    return {one.name: getattr(asking, one.name) for one in fields(asking) if one.name not in _NOT_WORDS}


def _known(actor: Actor, mine: Mine, key: UUID | None) -> HelpRequest | None:
    if key is None:
        return None
    known: HelpRequest | None = HelpRequest.rows.filter(entry_key=key).first()
    if known is not None and (known.mine_id != mine.pk or known.by_id != actor.user_id):
        raise Refused(_("This form was already used for another request. Open a new form."))
    return known


def _check(mine: Mine, asking: Asking) -> None:
    if asking.kind not in HelpKind.values:
        raise Refused(_("Say why the mine cannot do it alone."), "kind")
    if asking.topic not in Topic.values:
        raise Refused(_("Say what help is needed with."), "topic")
    if says_nothing(asking.words, 6):
        raise Refused(_("Say what has been tried, and what the mine cannot do alone."), "words")
    check_claim(
        asking.requested_at, "requested_on", since=clock.day_of(asking.hazard.found_at) if asking.hazard else None,
        early=_("Help with a hazard is asked for after it was found. Correct the day.") if asking.hazard else "",
        future=_("The day on which help was asked for lies in the future."),
    )  # fmt: skip
    count = asking.own_technicians
    if count is not None and not 0 <= count <= MOST_TECHNICIANS:
        raise Refused(_("Write the number of technicians, 0 when there are none."), "own_technicians")
    if says_nothing(asking.hired_expert) and asking.hired_from.strip():
        raise Refused(_("Name the experts that were hired."), "hired_expert")
    if asking.hazard is not None:
        _check_hazard(mine, asking.hazard)


def _ask_about_twin(mine: Mine, asking: Asking) -> None:
    """Open requests of one mine are few; the same words on the same topic are most likely the same request."""
    rows = HelpRequest.rows.filter(mine=mine, topic=asking.topic, hazard=asking.hazard, state__in=sorted(OPEN_STATES))
    twin = next((one for one in rows.order_by("pk") if bare(one.words) == bare(asking.words)), None)
    if twin is not None:
        raise Refused(
            _("Help with the same words is asked for already as %(number)s. If this is another matter, say so below.")
            % {"number": twin.number}, "is_another",
        )  # fmt: skip


def _check_hazard(mine: Mine, hazard: Hazard) -> None:
    if hazard.mine_id != mine.pk:
        raise Refused(_("Choose a hazard of this mine."), "hazard")
    if not hazard.is_open:
        raise Refused(_("This hazard is settled; help is asked for with open ones."), "hazard")
    other = HelpRequest.rows.filter(hazard=hazard, state__in=sorted(OPEN_STATES)).first()
    if other is not None:
        told = {"number": other.number}
        raise Refused(_("Help with this hazard has been asked for already as %(number)s.") % told, "hazard")


@transaction.atomic
def take_back(actor: Actor, request: HelpRequest, *, reason: str) -> HelpRequest:
    """Take a request back before the report is in, by the side that raised it; it stays readable with the reason."""
    row = lock(actor, "governance.take_back", request)
    state = HELP_CHART.move(row.state, "take_back")
    if says_nothing(reason, 4):
        raise Refused(_("Say why help is no longer needed."), "reason")
    row.state, row.taken_back_at, row.taken_back_by = state, clock.now(), actor.name[:100]
    row.taken_back_reason = tidy(reason)
    row.save(update_fields=["state", "taken_back_at", "taken_back_by", "taken_back_reason"])
    record(actor, kinds.TAKEN_BACK, row, reason=row.taken_back_reason)
    tell(row)
    return row


@transaction.atomic
def reopen(actor: Actor, request: HelpRequest, asking: Asking) -> HelpRequest:
    """Ask again after help was closed or declined: a new request that points to the old one, which stays as it is."""
    old = lock(actor, "governance.ask", request)
    if old.state not in (HelpState.CLOSED, HelpState.DECLINED):
        raise Refused(_("Only a request that was closed or declined can be followed by a new one."))
    again = old.followed_by.filter(state__in=sorted(OPEN_STATES)).first()
    if again is not None and (asking.entry_key is None or again.entry_key != asking.entry_key):
        raise Refused(_("Help has been asked for again already as %(number)s.") % {"number": again.number})
    return ask(actor, old.mine, replace(asking, reopens=old))
