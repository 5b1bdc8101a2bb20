"""The five in place (五落实) and the principal who supervises (plan 五(一)2)."""

import hashlib
import json
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import kinds
from kuangan.hazards.actions.locking import lock, tell
from kuangan.hazards.models import FivePoints, Hazard, Supervisor
from kuangan.hazards.queries.gates import before_rectifying, latest_five
from kuangan.hazards.queries.hazards import other_measures
from kuangan.hazards.queries.settings import number
from kuangan.hazards.rules.five import Points, flag_words, implausible, missing
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.hazards.states import HAZARD_CHART, Grade, HazardState
from kuangan.registry.models import Appointment, Person
from kuangan.registry.states import Post

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
) -> FivePoints:
    """Put the five in place as a new version. A general hazard is under rectification with that; a major one once the
    principal has signed this version.

    Raises Refused for what is missing, and for what looks implausible until `flags_answer` says why it is right. Once
    rectification has begun the deadline only moves by an extension.
    """
    row = lock(actor, "hazards.put_in_place", hazard)
    _check_state(row)
    points = Points(
        tidy(responsible), tidy(measures), deadline_at, funds_yuan, fund_source, tidy(emergency_plan),
        emergency_file is not None, tidy(interim_measures),
    )  # fmt: skip
    if lacking := missing(points, row.is_major, clock.now()):
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
    former = latest_five(row)
    five = FivePoints(
        hazard=row, version=former.version + 1 if former else 1, responsible=points.responsible[:60],
        responsible_post=tidy(responsible_post)[:60], responsible_person=responsible_person, measures=points.measures,
        interim_measures=points.interim_measures, funds_yuan=funds_yuan, fund_source=fund_source,
        deadline_at=deadline_at, emergency_plan=points.emergency_plan, emergency_file=emergency_file, flags=flags,
        flags_answer=tidy(flags_answer), set_by_id=actor.user_id, set_by=actor.name[:100],
    )  # fmt: skip
    five.content_hash = hash_of(five)
    five.save()
    row.responsible, row.deadline_at = five.responsible, five.deadline_at
    record(
        actor, kinds.PUT_IN_PLACE, row, version=five.version, responsible=five.responsible, measures=five.measures,
        deadline_at=deadline_at, funds_yuan=str(funds_yuan) if funds_yuan is not None else None,
        flags=[flag["code"] for flag in flags], content_hash=five.content_hash,
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
def sign_five(actor: Actor, hazard: Hazard, *, proven: bool) -> FivePoints:
    """The principal signs the five as they stand and thereby supervises in person; rectification begins.

    `proven`: the password has just been entered again. Only the supervising principal signs.
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
    if five.signed_at is not None:
        return five
    if five.deadline_at <= clock.now() and row.state == HazardState.REGISTERED:
        raise Refused(_("The deadline has passed while it waited for the signature. Put in place a new one."))
    _supervise(actor, row)
    five.signed_at, five.signed_by_id, five.signed_by = clock.now(), actor.user_id, actor.name[:100]
    five.save(update_fields=["signed_at", "signed_by_id", "signed_by"])
    record(actor, kinds.FIVE_SIGNED, row, version=five.version, content_hash=five.content_hash)
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


# house: not-atomic — a step of determine
def appoint_supervisor(actor: Actor, row: Hazard) -> None:
    """The principal on record supervises a major hazard from its determination on; who it is stays on the row."""
    held = row.supervisors.filter(until__isnull=True).first()
    if held is None:
        place = Q(mine=row.mine_id) | Q(enterprise=row.mine.enterprise_id)
        post = (
            Appointment.rows.filter(place, post=Post.PRINCIPAL, ended_on__isnull=True)
            .select_related("person").order_by("mine_id").first()
        )  # fmt: skip
        if post is None:
            return
        held = Supervisor.rows.create(hazard=row, person=post.person, name=post.person.name, set_by=actor.name[:100])
    row.supervisor = held.name


@transaction.atomic
def replace_supervisor(
    actor: Actor, hazard: Hazard, *, name: str, reason: str, person: Person | None = None, account_id: int | None = None
) -> Supervisor:
    """Another principal takes over the supervision of a major hazard, with a reason; the five must be signed again."""
    row = lock(actor, "hazards.replace_supervisor", hazard)
    if not row.is_major or not row.is_open:
        raise Refused(_("Only an open major hazard has a supervising principal."))
    if says_nothing(name):
        raise Refused(_("Name the principal who takes over."), "name")
    if says_nothing(reason, 4):
        raise Refused(_("Say why the supervising principal changes."), "reason")
    held = row.supervisors.filter(until__isnull=True).select_for_update().first()
    if held is not None and held.name == name.strip():
        raise Refused(_("%(name)s supervises it already.") % {"name": held.name}, "name")
    if held is not None:
        held.until = clock.now()
        held.save(update_fields=["until"])
    new = Supervisor.rows.create(
        hazard=row, name=name.strip()[:60], person=person, account_id=account_id, reason=tidy(reason), set_by=actor.name
    )
    FivePoints.rows.filter(hazard=row, version=_latest_version(row)).update(
        signed_at=None, signed_by_id=None, signed_by=""
    )
    row.supervisor = new.name
    row.save(update_fields=["supervisor"])
    record(
        actor, kinds.SUPERVISOR_REPLACED, row, before={"supervisor": held.name if held else ""},
        after={"supervisor": new.name}, reason=new.reason,
    )  # fmt: skip
    return new


def _latest_version(row: Hazard) -> int:
    five = latest_five(row)
    return five.version if five else 0
