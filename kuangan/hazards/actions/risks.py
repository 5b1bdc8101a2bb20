"""Risks of a mine: put on the control list, assessed anew, taken off, brought back, tied to the hazards they led to."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
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
from kuangan.foundation.kernel.errors import OutOfScope, Refused
from kuangan.foundation.kernel.events import announce
from kuangan.hazards import kinds
from kuangan.hazards.models import Hazard, Risk, RiskHazard
from kuangan.hazards.rules.risks import assessed
from kuangan.hazards.rules.words import bare, says_nothing, tidy
from kuangan.hazards.states import RISK_CHART, Disaster, RiskState
from kuangan.registry.models import Mine

_NOT_WORDS = frozenset({"entry_key", "is_another"})


@dataclass(frozen=True)
class RiskEntry:
    """A risk as it is entered. `review_on` lies after `assessed_on` (None: today); `exposure` belongs to LEC only."""

    place: str
    description: str
    method: str
    likelihood: Decimal
    consequence: Decimal
    controls: str
    responsible: str
    review_on: date
    exposure: Decimal | None = None
    disaster: str = ""
    responsible_post: str = ""
    assessed_on: date | None = None
    entry_key: UUID | None = None
    is_another: bool = False
    """Answers that a risk with the same words is not this one."""


@transaction.atomic
def register_risk(actor: Actor, mine: Mine, entry: RiskEntry) -> Risk:
    """Put a risk on the mine's control list. The same entry sent again (same `entry_key`) answers with what it made.

    Raises Refused for what is missing, a figure off the scale, or a review that is not after the assessment.
    """
    require(actor, "hazards.assess_risk", mine)
    if known := _known(actor, mine, entry):
        return known
    if not entry.is_another:
        _ask_about_twin(mine, entry)
    row = Risk(
        mine=mine, region_code=mine.region_code, entered_by=actor.name[:100], entry_key=entry.entry_key,
        is_demo=mine.is_demo, **_fields(entry),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same entry arrived twice at one instant
        known = _known(actor, mine, entry)
        if known is None:
            raise
        return known
    record(
        actor, kinds.RISK_REGISTERED, row, happened_at=clock.start_of_day(row.assessed_on), level=row.level,
        score=str(row.score), place=row.place, **entries.mark(entry.entry_key, _sent(entry)),
    )  # fmt: skip
    _tell(row)
    return row


@transaction.atomic
def assess_risk(actor: Actor, risk: Risk, entry: RiskEntry) -> Risk:
    """Assess a risk anew, as a review or after a change; what stood there before stays in the trail."""
    row = _locked(actor, "hazards.assess_risk", risk)
    if row.state != RiskState.CONTROLLED:
        raise Refused(_("It was taken off the list. Bring it back first."))
    fields = _fields(entry)
    if fields["assessed_on"] < row.assessed_on:
        raise Refused(_("It was assessed later than that already; correct the day."), "assessed_on")
    before = {name: getattr(row, name) for name, value in fields.items() if getattr(row, name) != value}
    if not before:
        return row
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    record(
        actor, kinds.RISK_ASSESSED, row, happened_at=clock.start_of_day(row.assessed_on),
        before={name: _plain(value) for name, value in before.items()},
        after={name: _plain(fields[name]) for name in before},
    )  # fmt: skip
    _tell(row)
    return row


@transaction.atomic
def retire_risk(actor: Actor, risk: Risk, *, reason: str) -> Risk:
    """Take a risk off the list because it is no longer there; it can be brought back."""
    row = _locked(actor, "hazards.assess_risk", risk)
    state = RISK_CHART.move(row.state, "retire")
    if says_nothing(reason, 4):
        raise Refused(_("Say why the risk is no longer there."), "reason")
    row.state, row.retired_at, row.retirement_reason = state, clock.now(), tidy(reason)
    row.save(update_fields=["state", "retired_at", "retirement_reason"])
    record(actor, kinds.RISK_RETIRED, row, reason=row.retirement_reason)
    _tell(row)
    return row


@transaction.atomic
def revive_risk(actor: Actor, risk: Risk, *, reason: str) -> Risk:
    """Bring a risk back onto the list; the reason of its former leaving stays in the trail."""
    row = _locked(actor, "hazards.assess_risk", risk)
    state = RISK_CHART.move(row.state, "revive")
    if says_nothing(reason, 4):
        raise Refused(_("Say why the risk is there again."), "reason")
    before = {"retirement_reason": row.retirement_reason}
    row.state, row.retired_at, row.retirement_reason = state, None, ""
    row.save(update_fields=["state", "retired_at", "retirement_reason"])
    record(actor, kinds.RISK_REVIVED, row, before=before, reason=tidy(reason))
    _tell(row)
    return row


@transaction.atomic
def link_risk(actor: Actor, risk: Risk, hazard: Hazard) -> RiskHazard:
    """Say that a hazard shows where the control of a risk has failed. The same link twice is one."""
    require(actor, "hazards.link", hazard)
    row = _locked(actor, "hazards.link", risk)
    if row.mine_id != hazard.mine_id:
        raise Refused(_("Risk and hazard belong to different mines."), "risk")
    made, is_new = RiskHazard.rows.get_or_create(risk=row, hazard=hazard, defaults={"by": actor.name[:100]})
    if is_new:
        record(actor, kinds.RISK_LINKED, row, other=hazard.number)
        _tell(row)
    return made


def _fields(entry: RiskEntry) -> dict[str, Any]:
    """The entry as columns. Raises Refused, with the field, for what is missing."""
    found = assessed(entry.method, entry.likelihood, entry.consequence, entry.exposure)
    needed = (
        ("place", entry.place, 1, _("Say where the risk is.")),
        ("description", entry.description, 4, _("Say what might happen, in a few words at least.")),
        ("controls", entry.controls, 4, _("Write what holds the risk in check.")),
        ("responsible", entry.responsible, 2, _("Name the person who is responsible, not a department.")),
    )
    for name, text, least, words in needed:
        if says_nothing(text, least) if least > 1 else not tidy(text):
            raise Refused(words, name)
    if entry.disaster and entry.disaster not in Disaster.values:
        raise Refused(_("Choose one of the values offered."), "disaster")
    day = entry.assessed_on or clock.today()
    check_claim(day, "assessed_on", future=_("The day of the assessment lies in the future."))
    if entry.review_on <= day or entry.review_on <= clock.today():
        raise Refused(_("The next review lies in the future; choose a later day."), "review_on")
    return {
        "place": tidy(entry.place)[:120], "description": tidy(entry.description), "disaster": entry.disaster,
        "method": entry.method, "likelihood": entry.likelihood, "consequence": entry.consequence,
        "exposure": entry.exposure if entry.method == "lec" else None, "score": found.score, "level": found.level,
        "controls": tidy(entry.controls), "responsible": tidy(entry.responsible)[:60],
        "responsible_post": tidy(entry.responsible_post)[:60], "assessed_on": day, "review_on": entry.review_on,
    }  # fmt: skip


def _locked(actor: Actor, verb: str, risk: Risk) -> Risk:
    rows = Risk.objects.within(actor.scope).select_for_update(of=("self",)).select_related("mine")
    row = rows.filter(pk=risk.pk).order_by().first()
    if row is None:
        raise OutOfScope
    require(actor, verb, row)
    return row


def _ask_about_twin(mine: Mine, entry: RiskEntry) -> None:
    """Risks of one mine are few; the same words about the same place are most likely the same risk."""
    wanted = bare(entry.place), bare(entry.description)
    rows = Risk.rows.filter(mine=mine, state=RiskState.CONTROLLED).order_by("pk")
    if any((bare(one.place), bare(one.description)) == wanted for one in rows):
        raise Refused(
            _("A risk with the same words is on the list already. If this is another one, say so below."), "is_another"
        )


def _known(actor: Actor, mine: Mine, entry: RiskEntry) -> Risk | None:
    if entry.entry_key is None:
        return None
    known: Risk | None = Risk.rows.filter(entry_key=entry.entry_key).select_related("mine").first()
    if known is None:
        return None
    if known.mine_id != mine.pk or known.entered_by != actor.name[:100]:
        raise Refused(_("This form was already used for another risk. Open a new form."))
    entries.refuse_other(entry.entry_key, known, kinds.RISK_REGISTERED, _sent(entry))
    return known


def _sent(entry: RiskEntry) -> dict[str, Any]:
    return {one.name: getattr(entry, one.name) for one in fields(entry) if one.name not in _NOT_WORDS}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _tell(row: Risk) -> None:
    announce("hazards.risk_changed", risk_id=row.pk, mine_id=row.mine_id)
