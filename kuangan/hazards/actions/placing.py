"""The five in place (五落实): put in place in versions, signed by the principal (plan 五(一)2)."""

import hashlib
import json
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.frozen import marks
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import kinds
from kuangan.hazards.actions.locking import check_shown, lock, tell
from kuangan.hazards.models import FivePoints, Hazard, Supervisor
from kuangan.hazards.queries.gates import before_rectifying, latest_five
from kuangan.hazards.queries.hazards import other_measures
from kuangan.hazards.queries.settings import number
from kuangan.hazards.rules.five import Points, flag_words, implausible, missing
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.hazards.states import HAZARD_CHART, Grade, HazardState
from kuangan.registry.models import Person

_OPEN_TO_CHANGE = frozenset({HazardState.REGISTERED, HazardState.RECTIFYING})


@transaction.atomic
def put_in_place(
    actor: Actor,
    hazard: Hazard,
    *,
    responsible: str,
    measures: str,
    deadline_at: datetime,
    responsible_post: str = "",
    responsible_person: Person | None = None,
    interim_measures: str = "",
    funds_yuan: Decimal | None = None,
    fund_source: str = "",
    emergency_plan: str = "",
    emergency_file: StoredFile | None = None,
    flags_answer: str = "",
    seen: int | None = None,
) -> FivePoints:
    """Put the five in place as a new version. A general hazard is under rectification with that; a major one once the
    principal has signed this version.

    Raises Refused for what is missing, and for what looks implausible until `flags_answer` says why it is right. Once
    rectification has begun the deadline only moves by an extension. `seen` is the version the person started from (0
    for none): when somebody else has changed the five since, it is Refused. The same five sent twice are one version.
    """
    row = lock(actor, "hazards.put_in_place", hazard)
    _check_state(row)
    former = latest_five(row)
    points = Points(
        tidy(responsible), tidy(measures), deadline_at, funds_yuan, fund_source, tidy(emergency_plan),
        emergency_file is not None, tidy(interim_measures),
    )  # fmt: skip
    lacking = missing(points, row.is_major, clock.now())
    if row.state == HazardState.RECTIFYING and deadline_at == row.deadline_at:
        lacking = [one for one in lacking if one[0] != "deadline"]  # it stands, even when it has passed
    if lacking:
        field, _sentence = lacking[0]
        raise Refused(" ".join(str(sentence) for _field, sentence in lacking), field)
    _check_deadline(row, deadline_at)
    flags = implausible(
        points,
        row.is_major,
        row.description,
        clock.now(),
        other_measures(row),
        number(row.region_code, "copy_likeness"),
    )
    if flags and says_nothing(flags_answer, 4):
        words = " ".join(flag_words(flag) for flag in flags)
        raise Refused(_("%(flags)s Change it, or say below why it is right.") % {"flags": words}, "flags_answer")
    five = FivePoints(
        hazard=row, version=former.version + 1 if former else 1, responsible=points.responsible[:60],
        responsible_post=tidy(responsible_post)[:60], responsible_person=responsible_person, measures=points.measures,
        interim_measures=points.interim_measures, funds_yuan=funds_yuan, fund_source=fund_source,
        deadline_at=deadline_at, emergency_plan=points.emergency_plan, emergency_file=emergency_file, flags=flags,
        flags_answer=tidy(flags_answer), set_by_id=actor.user_id, set_by=actor.name[:100],
    )  # fmt: skip
    five.content_hash = hash_of(five)
    if former is not None and _same(former, five) and not _still_to_begin(row):
        return former
    _check_seen(former, seen)
    five.save()
    row.responsible, row.deadline_at = five.responsible, five.deadline_at
    record(
        actor, kinds.PUT_IN_PLACE, row, version=five.version, responsible=five.responsible, measures=five.measures,
        deadline_at=deadline_at, funds_yuan=str(funds_yuan) if funds_yuan is not None else None,
        flags=[flag["code"] for flag in flags], content_hash=five.content_hash, frozen=marks(five),
    )  # fmt: skip
    if row.grade == Grade.GENERAL:
        _begin(actor, row, five)
    row.save()
    tell(row)
    return five


def _check_state(row: Hazard) -> None:
    if row.state not in _OPEN_TO_CHANGE:
        raise Refused(_("It has been reported as rectified; the five stay as they are."))
    if row.grade == Grade.SUSPECTED:
        raise Refused(_("It must first be determined whether this is a major hazard."))


def _check_seen(former: FivePoints | None, seen: int | None) -> None:
    if seen is not None and former is not None and seen != former.version:
        raise Refused(
            _("%(name)s has changed the five meanwhile. Compare with the version shown, then save again.")
            % {"name": former.set_by}
        )


def _still_to_begin(row: Hazard) -> bool:
    """A general hazard whose five were put in place while it counted as major: saving them begins the work."""
    return row.grade == Grade.GENERAL and row.state == HazardState.REGISTERED


def _same(former: FivePoints, five: FivePoints) -> bool:
    """Whether nothing was changed, whatever the number of the version."""
    five.version, kept = former.version, five.version
    same = hash_of(five) == former.content_hash
    five.version = kept
    return same


def _check_deadline(row: Hazard, deadline_at: datetime) -> None:
    if row.state == HazardState.RECTIFYING and row.deadline_at is not None and deadline_at != row.deadline_at:
        raise Refused(_("Rectification has begun: the deadline only moves by an extension."), "deadline")
    listing = row.listings.filter(state="listed").first() if row.is_listed else None
    if listing is not None and deadline_at > max(listing.deadline_at, row.deadline_at or listing.deadline_at):
        raise Refused(
            _("The listed supervision ends on %(day)s; the deadline cannot be later.")
            % {"day": clock.day_of(listing.deadline_at).isoformat()},
            "deadline",
        )


# house: no-actor — only arithmetic
# house: not-atomic — only arithmetic
def hash_of(five: FivePoints) -> str:
    """SHA-256 (hex) over what the principal signs: every word of the five, in canonical JSON."""
    names = (
        "hazard_id", "version", "responsible", "responsible_post", "measures", "interim_measures", "funds_yuan",
        "fund_source", "deadline_at", "emergency_plan", "emergency_file_id", "flags_answer",
    )  # fmt: skip
    told = {name: getattr(five, name) for name in names}
    told["funds_yuan"] = None if five.funds_yuan is None else format(five.funds_yuan.quantize(Decimal("0.01")), "f")
    told["deadline_at"] = clock.day_of(five.deadline_at).isoformat()
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def sign_five(
    actor: Actor, hazard: Hazard, *, proven: bool, content_hash: str = "", shown: str | None = None
) -> FivePoints:
    """The principal signs the five as they stand and thereby supervises in person; rectification begins.

    `proven`: the password has just been entered again. Only the supervising principal signs. `content_hash` is that of
    the words on the signer's screen: when they have been changed since, it is Refused.
    """
    row = lock(actor, "hazards.sign_five", hazard)
    _check_state(row)
    if not row.is_major:
        raise Refused(_("Only the five of a major hazard are signed."))
    if not proven:
        raise Refused(_("Enter your password again to sign."), "password")
    five = FivePoints.rows.select_for_update().filter(hazard=row).order_by("-version").first()
    if five is None:
        raise Refused(_("The five are not in place yet."))
    if content_hash and content_hash != five.content_hash:
        raise Refused(_("The five have been changed meanwhile. Read them again, then sign."))
    if five.signed_at is not None:
        return five
    check_shown(actor, row, shown)
    if five.deadline_at <= clock.now() and row.state == HazardState.REGISTERED:
        raise Refused(_("The deadline has passed while it waited for the signature. Put in place a new one."))
    _supervise(actor, row)
    five.signed_at, five.signed_by_id, five.signed_by = clock.now(), actor.user_id, actor.name[:100]
    five.save(update_fields=["signed_at", "signed_by_id", "signed_by"])
    record(actor, kinds.FIVE_SIGNED, row, version=five.version, content_hash=five.content_hash, frozen=marks(five))
    _begin(actor, row, five)
    row.save()
    tell(row)
    return five


def _supervise(actor: Actor, row: Hazard) -> None:
    """The signer is the supervising principal: takes the place when nobody has it, is refused when another has it."""
    held = row.supervisors.filter(until__isnull=True).select_for_update().first()
    if held is None:
        held = Supervisor.rows.create(hazard=row, name=actor.name[:60], account_id=actor.user_id, set_by=actor.name)
    elif held.account_id is None and held.name == actor.name:
        held.account_id = actor.user_id
        held.save(update_fields=["account_id"])
    elif held.account_id != actor.user_id:
        raise Refused(
            _("%(name)s supervises this hazard. Replace the supervising principal first, with the reason.")
            % {"name": held.name}
        )
    row.supervisor = held.name


def _begin(actor: Actor, row: Hazard, five: FivePoints) -> None:
    if row.state != HazardState.REGISTERED:
        return
    if lacking := before_rectifying(row, five):
        raise Refused(" ".join(str(one) for one in lacking))
    row.state = HAZARD_CHART.move(row.state, "begin")
    row.begun_at = clock.now()
    record(actor, kinds.BEGUN, row)
