"""Acceptance: a general hazard in one act, a major one on site by two people (验收、现场核查)."""

import hashlib
import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import COUNTY_ROLES
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import kinds
from kuangan.hazards.actions.locking import lock, tell
from kuangan.hazards.actions.rectifying import clear_clocks
from kuangan.hazards.models import Application, Hazard, SiteCheck
from kuangan.hazards.policy import is_officer
from kuangan.hazards.queries.settings import values
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.hazards.states import (
    APPLICATION_CHART,
    CHECK_CHART,
    HAZARD_CHART,
    ApplicationState,
    CheckResult,
    CheckState,
    Closer,
    HazardState,
)


@transaction.atomic
def accept(actor: Actor, hazard: Hazard, *, opinion: str, happened_at: datetime | None = None) -> Hazard:
    """Accept a general hazard and close it out: by the mine's safety officer or the county bureau, as the setting says,
    and never by whoever rectified it. `happened_at` is when it was looked at."""
    row = lock(actor, "hazards.accept", hazard)
    state = HAZARD_CHART.move(row.state, "accept")
    _check_closer(actor, row)
    moment = _seen_at(row, happened_at)
    if says_nothing(opinion):
        raise Refused(_("Say what you saw."), "opinion")
    made = _decide(actor, row, "pass", opinion)
    row.state, row.verified_at, row.closed_at = state, moment, clock.now()
    row.verified_by_id, row.verified_by, row.closed_by = actor.user_id, actor.name[:200], actor.name[:100]
    row.save()
    record(actor, kinds.ACCEPTED, row, happened_at=moment, opinion=made.opinion, round=made.round)
    tell(row)
    return row


def _check_closer(actor: Actor, row: Hazard) -> None:
    closer = values(row.region_code)["general_closer"]
    if closer == Closer.COUNTY and not is_officer(actor):
        raise Refused(_("In this county general hazards are accepted by the county bureau."))


@transaction.atomic
def refuse(actor: Actor, hazard: Hazard, *, opinion: str) -> Hazard:
    """Do not accept a general hazard as rectified: back to rectification, with the reason."""
    row = lock(actor, "hazards.accept", hazard)
    state = HAZARD_CHART.move(row.state, "refuse")
    if says_nothing(opinion, 4):
        raise Refused(_("Say what is still to be done; the mine reads it."), "opinion")
    made = _decide(actor, row, "refuse", opinion)
    _back_to_rectifying(row, state)
    record(actor, kinds.REFUSED, row, opinion=made.opinion, round=made.round)
    tell(row)
    return row


@transaction.atomic
def open_check(
    actor: Actor, hazard: Hazard, *, result: str, opinion: str, happened_at: datetime, experts: str = ""
) -> SiteCheck:
    """Enter the on-site check of a major hazard and sign it first. It counts once a second person has signed it."""
    row = lock(actor, "hazards.check_on_site", hazard)
    if row.state != HazardState.APPLIED:
        raise Refused(_("The mine has not applied for acceptance, or it has been decided already."))
    if actor.user_id is None:
        raise Refused(_("An on-site check is signed by people with accounts."))
    if result not in CheckResult.values:
        raise Refused(_("Say whether it has passed."), "result")
    if says_nothing(opinion, 6):
        raise Refused(_("Write the opinion: what was looked at, measured and found."), "opinion")
    moment = _seen_at(row, happened_at)
    made = row.applications.select_for_update().get(state=ApplicationState.PENDING)
    if made.checks.filter(state=CheckState.OPEN).exists():
        raise Refused(_("A check of this round already waits for its second signature."))
    check = SiteCheck(
        application=made, result=result, happened_at=moment, opinion=tidy(opinion), applicant_id=made.by_id,
        experts=experts.strip()[:200], first_by_id=actor.user_id, first_by=actor.name[:100],
        first_organisation=actor.organisation[:200],
    )  # fmt: skip
    check.content_hash = hash_of(check)
    check.save()
    record(
        actor, kinds.CHECK_OPENED, row, happened_at=moment, result=result, opinion=check.opinion, round=made.round,
        content_hash=check.content_hash,
    )  # fmt: skip
    return check


# house: no-actor — only arithmetic
# house: not-atomic — only arithmetic
def hash_of(check: SiteCheck) -> str:
    """SHA-256 (hex) over what both checkers sign."""
    told = {
        "application": check.application_id, "result": check.result, "happened_at": check.happened_at.isoformat(),
        "opinion": check.opinion, "experts": check.experts,
    }  # fmt: skip
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def sign_check(actor: Actor, check: SiteCheck, *, opinion: str = "") -> SiteCheck:
    """The second person signs the same check with their own account; the hazard is verified, or goes back.

    At least one of the two is of the county bureau or above by the verb; both were on site and neither rectified it.
    """
    row = lock(actor, "hazards.check_on_site", check.application.hazard)
    signed: SiteCheck = SiteCheck.rows.select_for_update().get(pk=check.pk)
    if signed.state != CheckState.OPEN:
        raise Refused(_("This check has been settled already."))
    if actor.user_id is None or actor.user_id == signed.first_by_id:
        raise Refused(_("The second signature is given by a second person with an account of their own."))
    signed.state = CHECK_CHART.move(signed.state, "sign")
    signed.second_by_id, signed.second_by, signed.second_at = actor.user_id, actor.name[:100], clock.now()
    signed.second_organisation, signed.second_opinion = actor.organisation[:200], tidy(opinion)
    signed.save()
    passed = signed.result == CheckResult.PASSED
    state = HAZARD_CHART.move(row.state, "verify" if passed else "refuse")
    made = _decide(actor, row, "pass" if passed else "refuse", signed.opinion, also=signed.first_by)
    if passed:
        row.state, row.verified_at, row.passed_check = state, signed.happened_at, signed
        row.verified_by_id, row.verified_by = signed.first_by_id, f"{signed.first_by}、{signed.second_by}"[:200]
        row.save()
    else:
        _back_to_rectifying(row, state)
    record(
        actor, kinds.CHECK_SIGNED, row, happened_at=signed.happened_at, result=signed.result, round=made.round,
        content_hash=signed.content_hash,
    )  # fmt: skip
    tell(row)
    return signed


@transaction.atomic
def drop_check(actor: Actor, check: SiteCheck) -> SiteCheck:
    """Drop a check that was entered wrongly, before the second signature; it stays readable."""
    row = lock(actor, "hazards.check_on_site", check.application.hazard)
    dropped: SiteCheck = SiteCheck.rows.select_for_update().get(pk=check.pk)
    if actor.user_id != dropped.first_by_id and not (actor.roles - COUNTY_ROLES) and not actor.is_system:
        raise Refused(_("Only %(name)s, who entered it, or the city bureau drops it.") % {"name": dropped.first_by})
    dropped.state = CHECK_CHART.move(dropped.state, "drop")
    dropped.save(update_fields=["state"])
    record(actor, kinds.CHECK_DROPPED, row, result=dropped.result)
    return dropped


@transaction.atomic
def send_back(actor: Actor, hazard: Hazard, *, opinion: str) -> Hazard:
    """The city does not close an accepted hazard: back to rectification, with the reason."""
    row = lock(actor, "hazards.close", hazard)
    state = HAZARD_CHART.move(row.state, "send_back")
    if says_nothing(opinion, 4):
        raise Refused(_("Say what is still to be done; the mine and the county read it."), "opinion")
    made = row.applications.select_for_update().get(state=ApplicationState.PASSED)
    made.state, made.opinion = APPLICATION_CHART.move(made.state, "refuse"), tidy(opinion)
    made.save(update_fields=["state", "opinion"])
    _back_to_rectifying(row, state)
    record(actor, kinds.SENT_BACK, row, opinion=made.opinion, round=made.round)
    tell(row)
    return row


def _seen_at(row: Hazard, happened_at: datetime | None) -> datetime:
    moment = happened_at or clock.now()
    if row.rectified_at is None or not row.rectified_at <= moment <= clock.now():
        raise Refused(
            _("It is looked at after it was rectified and not in the future; correct the time."), "happened_at"
        )
    return moment


def _decide(actor: Actor, row: Hazard, verb: str, opinion: str, also: str = "") -> Application:
    made = row.applications.select_for_update().get(state=ApplicationState.PENDING)
    made.state = APPLICATION_CHART.move(made.state, verb)
    made.decided_at, made.opinion = clock.now(), tidy(opinion)
    made.decided_by_id, made.decided_by = actor.user_id, "、".join(filter(None, [also, actor.name]))[:200]
    made.save()
    return made


def _back_to_rectifying(row: Hazard, state: str) -> None:
    row.state = state
    row.refusals += 1
    clear_clocks(row)
    row.save()
