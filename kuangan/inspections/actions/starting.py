"""Beginning a check, and its first part: when it happened and who took part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
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
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.inspections import kinds
from kuangan.inspections.actions.copying import copy_parts
from kuangan.inspections.actions.locking import check_seen, draft, lock
from kuangan.inspections.models import MonthlyCheck, Participant
from kuangan.inspections.queries.checks import first_day
from kuangan.inspections.states import CheckState
from kuangan.registry.models import Mine

MOST_PEOPLE = 30


@dataclass(frozen=True)
class Basics:
    """When it happened and who took part. `people` are (name, post), the leader among them; `leader` is named when
    somebody else than the principal led."""

    checked_on: date
    began: time | None = None
    ended: time | None = None
    led_by_principal: bool = True
    leader: str = ""
    people: Sequence[tuple[str, str]] = ()
    alone_reason: str = ""


@transaction.atomic
def start(
    actor: Actor, mine: Mine, *, checked_on: date, month: date | None = None, entry_key: UUID | None = None,
    replaces: MonthlyCheck | None = None, reason: str = "",
) -> MonthlyCheck:  # fmt: skip
    """Begin a check of a mine. Its month is that of the day on which it happened; entered later, that is visible.

    `month` is the month the person believes it to be (its first day): another one is Refused, as is a day in the
    future. The same form sent twice (`entry_key`) begins one. `replaces` is a signed check of the same mine and month
    that this one corrects, with the `reason`: its parts are taken over and the old one is withdrawn with the signature.
    """
    require(actor, "inspections.check", mine)
    sent = {"checked_on": checked_on, "replaces": replaces, "replacement_reason": reason}
    if known := _known(actor, mine, entry_key):
        entries.refuse_other(entry_key, known, kinds.STARTED, sent)
        return known
    _check_day(checked_on, month)
    row = MonthlyCheck(
        mine=mine, region_code=mine.region_code, entry_key=entry_key, month=first_day(checked_on),
        checked_on=checked_on, entered_by_id=actor.user_id, entered_by=actor.name[:100], is_demo=mine.is_demo,
    )  # fmt: skip
    if replaces is not None:
        _correct(actor, row, replaces, reason)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same form arrived twice at one instant
        known = _known(actor, mine, entry_key)
        if known is None:
            raise
        entries.refuse_other(entry_key, known, kinds.STARTED, sent)
        return known
    if replaces is not None:
        copy_parts(actor, replaces, row)
    record(
        actor, kinds.STARTED, row, happened_at=clock.start_of_day(checked_on), checked_on=checked_on.isoformat(),
        replaces=replaces.number if replaces else "", reason=row.replacement_reason,
        **entries.mark(entry_key, sent),
    )  # fmt: skip
    return row


def _known(actor: Actor, mine: Mine, key: UUID | None) -> MonthlyCheck | None:
    if key is None:
        return None
    known: MonthlyCheck | None = MonthlyCheck.rows.filter(entry_key=key).select_related("mine").first()
    if known is not None and (known.mine_id != mine.pk or known.entered_by_id != actor.user_id):
        raise Refused(_("This form was already used for another check. Open a new form."))
    return known


def _check_day(checked_on: date, month: date | None) -> None:
    check_claim(checked_on, "checked_on", future=_("The day of the check lies in the future."))
    if month is not None and first_day(checked_on) != first_day(month):
        raise Refused(
            _("The day does not lie in %(month)s. A check belongs to the month in which it happened.")
            % {"month": f"{month:%Y-%m}"},
            "checked_on",
        )


def _correct(actor: Actor, row: MonthlyCheck, replaces: MonthlyCheck, reason: str) -> None:
    """Make a new check the correction of an old one."""
    old = lock(actor, "inspections.check", replaces)
    if old.mine_id != row.mine_id:
        raise OutOfScope
    if old.state != CheckState.SIGNED:
        raise Refused(_("Only a signed check is corrected by a new one. Continue this one instead."))
    if old.month != row.month:
        raise Refused(_("A correction stays in the month of the check that it replaces."), "checked_on")
    if says_nothing(reason, 4):
        raise Refused(_("Say what was wrong and is corrected."), "reason")
    if old.replaced_by.exclude(state=CheckState.WITHDRAWN).exists():
        raise Refused(_("A correction of this check is already being filled in. Continue that one."))
    row.replaces, row.replacement_reason = old, tidy(reason)[:300]
    for name in ("began", "ended", "led_by_principal", "alone_reason"):
        setattr(row, name, getattr(old, name))
    row.leader = "" if old.led_by_principal else old.leader


@transaction.atomic
def save_basics(actor: Actor, check: MonthlyCheck, told: Basics, *, seen: str = "") -> MonthlyCheck:
    """Save when it happened and who took part; what is still missing may come later.

    Raises Refused for a day in the future or in another month, an end before the beginning, a person without name or
    post, and when the part was changed elsewhere since `seen`.
    """
    row = draft(actor, check)
    _check_day(told.checked_on, row.month)
    if told.began and told.ended and told.ended <= told.began:
        raise Refused(_("The check cannot end before it begins."), "ended")
    if told.led_by_principal is False and not tidy(told.leader):
        raise Refused(_("Say who led the check."), "leader")
    people = _people(told.people)
    fields: dict[str, Any] = {
        "checked_on": told.checked_on, "began": told.began, "ended": told.ended,
        "led_by_principal": told.led_by_principal,
        "leader": "" if told.led_by_principal else tidy(told.leader)[:60],
        "alone_reason": tidy(told.alone_reason)[:300],
    }  # fmt: skip
    if not check_seen(seen, basics_told(row), [*fields.values(), people]):
        return row
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    Participant.rows.filter(monthly_check=row).delete()
    Participant.rows.bulk_create(
        Participant(monthly_check=row, position=number, name=name, post=post)
        for number, (name, post) in enumerate(people, start=1)
    )
    record(
        actor, kinds.BASICS_SAVED, row, checked_on=told.checked_on.isoformat(), leader=row.leader,
        people="、".join(f"{name}（{post}）" for name, post in people),
    )  # fmt: skip
    return row


# house: no-actor — only reads what stands there
# house: not-atomic — writes nothing
def basics_told(row: MonthlyCheck) -> list[Any]:
    """What stands in this part, for comparing."""
    fields = (row.checked_on, row.began, row.ended, row.led_by_principal,
              "" if row.led_by_principal else row.leader, row.alone_reason)  # fmt: skip
    return [*fields, [[one.name, one.post] for one in row.people.all()]]


def _people(told: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Names and posts, each person once, empty lines left out."""
    found: list[list[str]] = []
    for name, post in ((tidy(name)[:60], tidy(post)[:60]) for name, post in told):
        if not name and not post:
            continue
        if not name or not post:
            raise Refused(_("Give name and post of everybody: %(who)s.") % {"who": name or post}, "people")
        if [name, post] not in found:
            found.append([name, post])
    if len(found) > MOST_PEOPLE:
        raise Refused(_("At most %(count)d people can be named.") % {"count": MOST_PEOPLE}, "people")
    return found
