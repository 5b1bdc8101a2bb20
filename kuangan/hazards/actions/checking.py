"""The on-site check (现场核查) of a major hazard: two people sign the same words, each with their own account."""

import hashlib
import json
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.access.queries.persons import why_not_two_people
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import CITY_ROLES
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.frozen import marks
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import kinds
from kuangan.hazards.actions.locking import check_shown, lock, tell
from kuangan.hazards.actions.verifying import back_to_rectifying, seen_at, settle
from kuangan.hazards.models import Hazard, SiteCheck
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.hazards.states import (
    CHECK_CHART,
    HAZARD_CHART,
    ApplicationState,
    CheckResult,
    CheckState,
    HazardState,
)


@transaction.atomic
def open_check(
    actor: Actor,
    hazard: Hazard,
    *,
    result: str,
    opinion: str,
    happened_at: datetime,
    proven: bool,
    experts: str = "",
    shown: str | None = None,
) -> SiteCheck:
    """Enter the on-site check of a major hazard and sign it first. It counts once a second person has signed it.

    `proven`: the password has just been entered again. `experts` names the experts or agency present, if any. The same
    check sent twice is one.
    """
    row = lock(actor, "hazards.check_on_site", hazard)
    if row.state != HazardState.APPLIED:
        raise Refused(_("The mine has not applied for acceptance, or it has been decided already."))
    signer = _signer(actor, proven)
    if result not in CheckResult.values:
        raise Refused(_("Say whether it has passed."), "result")
    if says_nothing(opinion, 6):
        raise Refused(_("Write the opinion: what was looked at, measured and found."), "opinion")
    moment = seen_at(row, happened_at)
    made = row.applications.select_for_update().get(state=ApplicationState.PENDING)
    check = SiteCheck(
        application=made, result=result, happened_at=moment, opinion=tidy(opinion), applicant_id=made.by_id,
        experts=tidy(experts)[:200], first_by_id=signer, first_by=actor.name[:100],
        first_organisation=actor.organisation[:200],
    )  # fmt: skip
    check.content_hash = hash_of(check)
    if known := _waiting(actor, check):
        return known
    check_shown(actor, row, shown)
    check.save()
    record(
        actor, kinds.CHECK_OPENED, row, happened_at=moment, result=result, opinion=check.opinion, round=made.round,
        content_hash=check.content_hash, frozen=marks(check),
    )  # fmt: skip
    return check


def _signer(actor: Actor, proven: bool) -> int:
    """The account that signs, with its password just entered again."""
    if actor.user_id is None:
        raise Refused(_("An on-site check is signed by people with accounts."))
    if not proven:
        raise Refused(_("Enter your password again to sign."), "password")
    return actor.user_id


def _waiting(actor: Actor, check: SiteCheck) -> SiteCheck | None:
    """The check of this round that waits already when it is this very one; Refused when it is another."""
    held: SiteCheck | None = check.application.checks.filter(state=CheckState.OPEN).first()
    if held is None:
        return None
    if held.first_by_id == actor.user_id and held.content_hash == check.content_hash:
        return held
    raise Refused(
        _("%(name)s has entered the check of this round already. Read it and sign it, or have it dropped first.")
        % {"name": held.first_by}
    )


# house: no-actor — only arithmetic
# house: not-atomic — only arithmetic
def hash_of(check: SiteCheck) -> str:
    """SHA-256 (hex) over what both checkers sign; the moment in UTC, whatever zone it was entered in."""
    told = {
        "application": check.application_id, "result": check.result, "opinion": check.opinion, "experts": check.experts,
        "happened_at": check.happened_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }  # fmt: skip
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def sign_check(
    actor: Actor, check: SiteCheck, *, proven: bool, opinion: str = "", content_hash: str = "", shown: str | None = None
) -> SiteCheck:
    """The second person signs the same check with their own account; the hazard is verified, or goes back.

    Both work for a bureau by the verb, both were on site, and neither rectified it. `content_hash` is that of the words
    on the signer's screen; `proven`: the password has just been entered again.
    """
    row = lock(actor, "hazards.check_on_site", check.application.hazard)
    signed: SiteCheck = SiteCheck.rows.select_for_update().select_related("application").get(pk=check.pk)
    if signed.state == CheckState.SIGNED and signed.second_by_id == actor.user_id:
        return signed
    _check_second(actor, signed, content_hash)
    check_shown(actor, row, shown)
    signed.second_by_id, signed.second_by, signed.second_at = _signer(actor, proven), actor.name[:100], clock.now()
    signed.state = CHECK_CHART.move(signed.state, "sign")
    signed.second_organisation, signed.second_opinion = actor.organisation[:200], tidy(opinion)
    signed.save()
    passed = signed.result == CheckResult.PASSED
    state = HAZARD_CHART.move(row.state, "verify" if passed else "refuse")
    made = settle(actor, row, "pass" if passed else "refuse", signed.opinion, also=signed.first_by)
    if passed:
        row.state, row.verified_at, row.passed_check = state, signed.happened_at, signed
        row.verified_by_id, row.verified_by = signed.first_by_id, f"{signed.first_by}、{signed.second_by}"[:200]
        row.save()
    else:
        back_to_rectifying(row, state)
    record(
        actor, kinds.CHECK_SIGNED, row, happened_at=signed.happened_at, result=signed.result, round=made.round,
        opinion=signed.second_opinion, content_hash=signed.content_hash, frozen=marks(signed),
    )  # fmt: skip
    tell(row)
    return signed


def _check_second(actor: Actor, check: SiteCheck, content_hash: str) -> None:
    if check.state != CheckState.OPEN:
        raise Refused(_("This check has been settled already."))
    if reason := why_not_two_people(actor, check.first_by_id, check.first_by):
        raise Refused(reason)
    if content_hash and content_hash != check.content_hash:
        raise Refused(_("This is not the check that you have read. Read it again, then sign."))
    if hash_of(check) != check.content_hash:
        raise Refused(_("The check is no longer what the first person signed. Have it dropped and enter it again."))


@transaction.atomic
def drop_check(actor: Actor, check: SiteCheck, *, reason: str = "") -> SiteCheck:
    """Drop a check before the second signature: by who entered it, or by the city. It stays readable."""
    row = lock(actor, "hazards.check_on_site", check.application.hazard)
    dropped: SiteCheck = SiteCheck.rows.select_for_update().get(pk=check.pk)
    if actor.user_id != dropped.first_by_id and not actor.holds(CITY_ROLES, row):
        raise Refused(_("Only %(name)s, who entered it, or the city bureau drops it.") % {"name": dropped.first_by})
    if dropped.state == CheckState.DROPPED:
        return dropped
    dropped.state = CHECK_CHART.move(dropped.state, "drop")
    dropped.save(update_fields=["state"])
    record(actor, kinds.CHECK_DROPPED, row, result=dropped.result, reason=tidy(reason), frozen=marks(dropped))
    tell(row)
    return dropped
