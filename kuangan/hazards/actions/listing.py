"""Listed supervision by the city, and the close-out of major hazards (挂牌督办、销号)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.frozen import marks
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import kinds
from kuangan.hazards.actions.locking import check_shown, lock, tell
from kuangan.hazards.models import Hazard, ListedSupervision
from kuangan.hazards.queries.gates import before_closing
from kuangan.hazards.queries.settings import number
from kuangan.hazards.rules.supervision import first_due
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.hazards.states import (
    HAZARD_CHART,
    LISTING_CHART,
    OPEN_STATES,
    UNRECTIFIED_STATES,
    HazardState,
    ListingState,
)


@transaction.atomic
def list_for_supervision(
    actor: Actor,
    hazard: Hazard,
    *,
    requirements: str,
    deadline: date,
    document_number: str = "",
    happened_at: datetime | None = None,
    is_public: bool = False,
    public_words: str = "",
    shown: str | None = None,
) -> ListedSupervision:
    """The city lists a major hazard: requirements, a deadline, and whether it is made public (plan 七(三)).

    The hazard's own deadline is drawn forward to that of the listing when it was later or not set. The public words
    name no person. The same notice sent twice is one listing.
    """
    row = lock(actor, "hazards.list", hazard)
    if not row.is_major:
        raise Refused(_("Only a major hazard is listed. Have it determined first."))
    if row.state not in OPEN_STATES:
        raise Refused(_("The hazard is settled."))
    if (held := row.listings.filter(state=ListingState.LISTED).first()) is not None:
        if (held.requirements, held.listed_by_id) == (tidy(requirements), actor.user_id):
            return held
        raise Refused(_("The hazard is listed already."))
    if says_nothing(requirements, 6):
        raise Refused(_("Write what the mine and the county are to do."), "requirements")
    code = check_shown(actor, row, shown)
    moment = _listed_at(row, happened_at)
    deadline_at = clock.end_of_day(deadline)
    if deadline_at <= clock.now():
        raise Refused(_("The deadline lies in the past. Choose today or a later day."), "deadline")
    if is_public:
        _check_public(row, public_words)
    interval = number(row.region_code, "return_interval_days")
    made = ListedSupervision.rows.create(
        hazard=row, document_number=document_number.strip()[:60], requirements=tidy(requirements), happened_at=moment,
        deadline_at=deadline_at, return_interval_days=interval, return_due_at=first_due(moment, interval),
        listed_by_id=actor.user_id, listed_by=actor.name[:100], is_public=is_public,
        public_words=tidy(public_words) if is_public else "",
    )  # fmt: skip
    row.listed_at = moment
    if row.state in UNRECTIFIED_STATES and (row.deadline_at is None or row.deadline_at > deadline_at):
        row.deadline_at = deadline_at
    row.save(update_fields=["listed_at", "deadline_at"])
    record(
        actor, kinds.LISTED, row, happened_at=moment, document=made.document_number, deadline_at=deadline_at,
        is_public=is_public, content_hash=code,
    )  # fmt: skip
    tell(row)
    return made


def _listed_at(row: Hazard, happened_at: datetime | None) -> datetime:
    moment = happened_at or clock.now()
    if not row.determined_at or not clock.start_of_day(clock.day_of(row.determined_at)) <= moment <= clock.now():
        raise Refused(_("It is listed after it was determined and not in the future."), "happened_at")
    return moment


def _check_public(row: Hazard, words: str) -> None:
    """What everybody may read says what is wrong and names nobody."""
    if says_nothing(words, 6):
        raise Refused(_("Write the words of the public notice."), "public_words")
    named = next((name for name in (row.responsible, row.supervisor) if len(name) > 1 and name in words), "")
    if named:
        raise Refused(
            _("The public notice names %(name)s. Leave the names of people out.") % {"name": named}, "public_words"
        )


@transaction.atomic
def number_listing(
    actor: Actor, listing: ListedSupervision, *, document_number: str, delisting_number: str = ""
) -> ListedSupervision:
    """Enter the number of the notice once it has been issued, and that of the delisting notice; both stay on record."""
    row = lock(actor, "hazards.list", listing.hazard)
    held = _held(listing)
    told = {"document_number": document_number.strip()[:60], "delisting_number": delisting_number.strip()[:60]}
    if says_nothing(told["document_number"], 3):
        raise Refused(_("Write the number as it stands on the notice."), "document_number")
    if told["delisting_number"] and held.in_force:
        raise Refused(_("The hazard has not been delisted yet."), "delisting_number")
    before = {name: getattr(held, name) for name in told}
    after = {name: words or before[name] for name, words in told.items()}
    if after == before:
        return held
    held.document_number, held.delisting_number = after["document_number"], after["delisting_number"]
    held.save(update_fields=["document_number", "delisting_number"])
    record(actor, kinds.LISTING_NUMBERED, row, before=before, after=after)
    tell(row)
    return held


@transaction.atomic
def delist(
    actor: Actor, listing: ListedSupervision, *, reason: str, document_number: str = "", shown: str | None = None
) -> ListedSupervision:
    """Take a hazard off the list without closing it, when it turns out not to be major; the reason stays."""
    row = lock(actor, "hazards.list", listing.hazard)
    held = _held(listing)
    if not held.in_force and (held.delisting_reason, held.delisted_by) == (tidy(reason), actor.name[:100]):
        return held
    if says_nothing(reason, 4):
        raise Refused(_("Say why it is taken off the list."), "reason")
    check_shown(actor, row, shown)
    _delist(actor, row, held, document_number, tidy(reason))
    row.listed_at = None
    row.save(update_fields=["listed_at"])
    tell(row)
    return held


@transaction.atomic
def close(
    actor: Actor, hazard: Hazard, *, delisting_number: str = "", unlisted_reason: str = "", shown: str | None = None
) -> Hazard:
    """The city closes out a verified major hazard and delists it in the same act (销号、摘牌).

    Refused while root cause or lasting measure are missing or an evacuation is in force. A hazard that was never
    listed is closed only with a reason. Closed already by the same person: nothing more happens.
    """
    row = lock(actor, "hazards.close", hazard)
    if row.state == HazardState.CLOSED and row.is_major and row.closed_by == actor.name[:100]:
        return row
    state = HAZARD_CHART.move(row.state, "close")
    code = check_shown(actor, row, shown)
    if lacking := before_closing(row):
        raise Refused(" ".join(str(one) for one in lacking))
    listing = row.listings.select_for_update().filter(state=ListingState.LISTED).first()
    if listing is None and says_nothing(unlisted_reason, 4):
        raise Refused(
            _("It was not listed for supervision. List it, or say why it is closed without."), "unlisted_reason"
        )
    if listing is not None:
        _delist(actor, row, listing, delisting_number, "")
    row.state, row.closed_at, row.closed_by = state, clock.now(), actor.name[:100]
    row.save(update_fields=["state", "closed_at", "closed_by"])
    record(
        actor,
        kinds.CLOSED,
        row,
        reason=tidy(unlisted_reason),
        document=delisting_number,
        content_hash=code,
        frozen=marks(row),
    )
    tell(row)
    return row


def _held(listing: ListedSupervision) -> ListedSupervision:
    held: ListedSupervision = ListedSupervision.rows.select_for_update().get(pk=listing.pk)
    return held


def _delist(actor: Actor, row: Hazard, held: ListedSupervision, document_number: str, reason: str) -> None:
    held.state = LISTING_CHART.move(held.state, "delist")
    held.delisted_at, held.delisted_by, held.return_due_at = clock.now(), actor.name[:100], None
    held.delisting_number, held.delisting_reason = document_number.strip()[:60], reason
    held.save()
    record(actor, kinds.DELISTED, row, document=held.delisting_number, reason=reason)
