"""Contractors in mines (外包): engaged, agreed with, judged, cleared out; the fact has_contractors follows by date."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record, record_many
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import FIRST_DAY, check_claim
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.events import announce
from kuangan.registry import kinds
from kuangan.registry.actions import drafting, traces
from kuangan.registry.actions.bodies import register_contractor
from kuangan.registry.actions.facts import FactChange, state_facts
from kuangan.registry.actions.rights import lock
from kuangan.registry.models import Contractor, Engagement, Mine
from kuangan.registry.rules import FOLLOWS_ENGAGEMENTS, contracted_days, tidy_code

_VERB = "registry.engage"


@transaction.atomic
def engage_contractor(
    actor: Actor, mine: Mine, contractor: Contractor, *, work: str, started_on: date, is_warned: bool = False
) -> Engagement:
    """A contractor begins work in a mine. One that was cleared out elsewhere is refused until `is_warned` is true."""
    mine = lock(actor, _VERB, mine)
    if not work.strip():
        raise Refused(_("Enter what the contractor does in this mine."), "work")
    check_claim(
        started_on, "started_on", since=FIRST_DAY,
        future=_("An engagement is entered when it has begun, not before."),
    )  # fmt: skip
    if Engagement.rows.filter(mine=mine, contractor=contractor, ended_on__isnull=True).exists():
        raise Refused(_("This contractor already works in this mine."), "contractor")
    former = Engagement.rows.filter(contractor=contractor, cleared_out_on__isnull=False).order_by("-cleared_out_on")
    warning = former.first()
    if warning and not is_warned:
        words = {"day": warning.cleared_out_on, "reason": warning.cleared_out_reason}
        raise Refused(
            _("This contractor was cleared out of a mine on %(day)s: %(reason)s. Tick that you have checked this.")
            % words,
            "is_warned",
        )
    engagement = drafting.engagement(mine, contractor, work=work, started_on=started_on)
    engagement.save()
    record_many([traces.contractor_engaged(actor, engagement, cleared_out_before=bool(warning))])
    _follow_facts(actor, mine)
    announce("registry.contractor_engaged", mine_id=mine.pk, engagement_id=engagement.pk)
    return engagement


@transaction.atomic
def record_agreement(
    actor: Actor, engagement: Engagement, *, signed_on: date, number: str = "", file: StoredFile | None = None
) -> Engagement:
    """The safety agreement (安全生产管理协议) with a contractor was signed on this day."""
    engagement = lock(actor, _VERB, engagement)
    check_claim(signed_on, "signed_on", since=FIRST_DAY, future=_("The agreement cannot be signed in the future."))
    engagement.agreement_signed_on, engagement.agreement_no = signed_on, number.strip()
    engagement.agreement_file = file or engagement.agreement_file
    engagement.save(update_fields=["agreement_signed_on", "agreement_no", "agreement_file"])
    record(actor, kinds.AGREEMENT_RECORDED, engagement, happened_at=clock.start_of_day(signed_on), number=number)
    announce("registry.contractor_engaged", mine_id=engagement.mine_id, engagement_id=engagement.pk)
    return engagement


@transaction.atomic
def judge_qualification(actor: Actor, engagement: Engagement, *, is_qualified: bool, note: str) -> Engagement:
    """Record whether the contractor's conditions and qualification fit its work (plan 五(一)6(4)); `note` says why."""
    engagement = lock(actor, _VERB, engagement)
    if not is_qualified and not note.strip():
        raise Refused(_("Say what is missing in the contractor's qualification."), "note")
    engagement.is_qualified, engagement.qualification_note = is_qualified, note.strip()
    engagement.save(update_fields=["is_qualified", "qualification_note"])
    record(actor, kinds.QUALIFICATION_JUDGED, engagement, is_qualified=is_qualified, note=note)
    announce("registry.contractor_engaged", mine_id=engagement.mine_id, engagement_id=engagement.pk)
    return engagement


@transaction.atomic
def clear_out_contractor(actor: Actor, engagement: Engagement, *, on: date, reason: str) -> Engagement:
    """An unqualified contractor leaves the mine for good (清退) on this day, for a reason every county can read."""
    engagement = lock(actor, _VERB, engagement)
    if not reason.strip():
        raise Refused(_("Give the reason for clearing out: other counties will read it."), "reason")
    _check_end(engagement, on)
    engagement.ended_on = engagement.cleared_out_on = on
    engagement.cleared_out_reason = reason.strip()
    engagement.save(update_fields=["ended_on", "cleared_out_on", "cleared_out_reason"])
    record(actor, kinds.CONTRACTOR_CLEARED, engagement, happened_at=clock.start_of_day(on), reason=reason)
    _follow_facts(actor, engagement.mine)
    announce("registry.contractor_cleared", mine_id=engagement.mine_id, engagement_id=engagement.pk)
    return engagement


@transaction.atomic
def end_engagement(actor: Actor, engagement: Engagement, *, on: date) -> Engagement:
    """A contractor finished its work in a mine in the ordinary way."""
    engagement = lock(actor, _VERB, engagement)
    _check_end(engagement, on)
    engagement.ended_on = on
    engagement.save(update_fields=["ended_on"])
    record(actor, kinds.ENGAGEMENT_ENDED, engagement, happened_at=clock.start_of_day(on))
    _follow_facts(actor, engagement.mine)
    announce("registry.contractor_cleared", mine_id=engagement.mine_id, engagement_id=engagement.pk)
    return engagement


def _check_end(engagement: Engagement, on: date) -> None:
    if engagement.ended_on:
        raise Refused(_("This engagement has already ended."))
    if on < engagement.started_on or on > clock.today():
        raise Refused(_("The last day lies between the beginning of the engagement and today."), "on")


def _follow_facts(actor: Actor, mine: Mine) -> None:
    """State has_contractors for every day on which the engagements of the mine made it true or false."""
    spans = list(Engagement.rows.filter(mine=mine).values_list("started_on", "ended_on"))
    changes = [
        FactChange(mine, {"has_contractors": works}, day, FOLLOWS_ENGAGEMENTS.format(day=day))
        for day, works in contracted_days(spans)
    ]
    if state_facts(actor, changes):
        announce("registry.mine_facts_changed", mine_id=mine.pk)


@transaction.atomic
def engage_named(
    actor: Actor,
    mine: Mine,
    *,
    contractor: str,
    work: str,
    started_on: date,
    licence_no: str = "",
    licence_valid_to: date | None = None,
    is_warned: bool = False,
) -> Engagement:
    """Engage a contractor by its full name: one that is not yet known is registered in the same step."""
    row = Contractor.objects.filter(name=" ".join(contractor.split())).first()
    if row is None:
        row = register_contractor(
            actor,
            name=contractor,
            region_code=mine.region_code,
            licence_no=licence_no,
            licence_valid_to=licence_valid_to,
        )
    elif licence_no.strip() and row.licence_no != tidy_code(licence_no):
        before = {"licence_no": row.licence_no, "licence_valid_to": row.licence_valid_to}
        row.licence_no, row.licence_valid_to = tidy_code(licence_no), licence_valid_to or row.licence_valid_to
        row.save(update_fields=["licence_no", "licence_valid_to"])
        record(actor, kinds.CONTRACTOR_REGISTERED, row, before=before, after={"licence_no": row.licence_no})
    return engage_contractor(actor, mine, row, work=work, started_on=started_on, is_warned=is_warned)
