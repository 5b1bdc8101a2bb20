"""Listed supervisions: which are in force, which return is due, what is public, what is still to be listed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from kuangan.foundation.authority.scopes import Scope, inside, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.text import finding
from kuangan.hazards.models import Extension, Hazard, ListedSupervision
from kuangan.hazards.queries import listing
from kuangan.hazards.queries.listing import Narrowing, hazards, serial_of
from kuangan.hazards.rules.supervision import first_due
from kuangan.hazards.states import UNRECTIFIED_STATES, ExtensionState, Grade, HazardState, ListingState

IN_FORCE, OVERDUE, DUE, DELISTED, ALL = "in_force", "overdue", "due", "delisted", "all"
STATES = (IN_FORCE, OVERDUE, DUE, DELISTED, ALL)
_HELD = Q(state=ListingState.LISTED)


@dataclass(frozen=True, slots=True)
class ListingFilter:
    """What of the ledger of listed supervisions is shown; words of the address: state, county, q."""

    state: str = IN_FORCE
    county: str = ""
    text: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "ListingFilter":
        """From an address. Unknown values do not narrow."""
        state, county = asked.get("state", ""), asked.get("county", "")
        return cls(
            state if state in STATES else IN_FORCE,
            county if county.isascii() and county.isdigit() and len(county) == 6 else "",
            asked.get("q", "").replace("\x00", "").strip()[:60],
        )


def listings(scope: Scope, *, in_force: bool = True) -> QuerySet[ListedSupervision]:
    """Listed supervisions of a jurisdiction with hazard and mine, the nearest deadline first."""
    found: QuerySet[ListedSupervision] = ListedSupervision.objects.within(scope).select_related("hazard__mine")
    if in_force:
        found = found.filter(_HELD)
    return found.order_by(Coalesce("extended_to", "deadline_at"), "id")


def supervisions(scope: Scope, narrow: ListingFilter) -> QuerySet[ListedSupervision]:
    """The ledger of listed supervisions with returns and extensions; delisted ones the latest first."""
    found = listings(scope, in_force=False).filter(_in_state(narrow.state), _conditions(narrow))
    if narrow.state in (DELISTED, ALL):
        found = found.order_by("-happened_at", "-id")
    asked = Extension.rows.exclude(state=ExtensionState.REFUSED).order_by("id")
    return found.prefetch_related("returns", Prefetch("hazard__extensions", asked))


def listing_counts(scope: Scope, narrow: ListingFilter) -> dict[str, int]:
    """How many there are in each state that the ledger offers; one statement."""
    rows = ListedSupervision.objects.within(scope).filter(_conditions(narrow)).order_by()
    found: dict[str, int] = rows.aggregate(**{key: Count("pk", filter=_in_state(key)) for key in STATES})
    return found


def unlisted(scope: Scope) -> QuerySet[Hazard]:
    """Open major hazards that the city has not listed yet (plan 七(三): it lists every one), the longest waiting
    first."""
    wanted = Narrowing(state=listing.OPEN, grade=Grade.MAJOR, listed=listing.NOT_LISTED)
    return hazards(scope, wanted).order_by("determined_at", "id")


def _in_state(state: str) -> Q:
    if state == ALL:
        return Q()
    if state == DELISTED:
        return ~_HELD
    if state == DUE:
        return _HELD & Q(return_due_at__lte=clock.end_of_day(clock.today()))
    if state == OVERDUE:
        now = clock.now()
        past = Q(hazard__deadline_at__lt=now) | Q(extended_to__lt=now) | Q(extended_to=None, deadline_at__lt=now)
        return _HELD & _not_done() & past
    return _HELD


def _not_done() -> Q:
    """Not reported as rectified, or reported after the deadline and not seen by anybody yet (Hazard.is_overdue)."""
    late = Q(hazard__state=HazardState.APPLIED, hazard__applied_at__gt=F("hazard__deadline_at"))
    return Q(hazard__state__in=sorted(UNRECTIFIED_STATES)) | late


def _conditions(narrow: ListingFilter) -> Q:
    found = inside("hazard__region_code", prefix_of(narrow.county)) if narrow.county else Q()
    if not narrow.text:
        return found
    if serial := serial_of(narrow.text):
        return found & Q(hazard_id=serial)
    return found & finding(narrow.text, "hazard__search_text", numbers=["document_number"])


# house: unscoped — the listing was read within a scope
def next_return_due(listing: ListedSupervision) -> datetime:
    """When the next progress return is due: one interval after the listing, then after each return that was due."""
    last = listing.returns.order_by("-due_at").values_list("due_at", flat=True).first()
    return listing.return_due_at or return_due_after(listing, last)


# house: unscoped — only arithmetic
def return_due_after(listing: ListedSupervision, last: datetime | None) -> datetime:
    """When a return is due after the one that was due at `last`; None: none was made yet."""
    days = listing.return_interval_days
    return last + timedelta(days=days) if last else first_due(listing.happened_at, days)


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """What everybody may read about a listed hazard: the words meant for it, the mine, the deadline; no person."""

    mine: str
    words: str
    deadline_at: datetime
    listed_at: datetime
    document_number: str = ""


# house: unscoped — made for the public; only what was released for it is read
def public_listings(region_code: str = "") -> list[PublicNotice]:
    """The notices of listed supervisions in force that the city has made public, of a region or all, newest first."""
    rows = ListedSupervision.objects.unscoped("released to the public").filter(_HELD, is_public=True)
    if region_code:
        rows = rows.filter(inside("hazard__region_code", prefix_of(region_code)))
    return public_notices(rows.select_related("hazard__mine").order_by("-happened_at", "-id"))


# house: unscoped — turns rows that were read into what may be told of them
def public_notices(rows: Iterable[Any]) -> list[PublicNotice]:
    """The public side of listings."""
    return [
        PublicNotice(row.hazard.mine.name, row.public_words, row.due_at, row.happened_at, row.document_number)
        for row in rows
    ]
