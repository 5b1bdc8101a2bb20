"""Everything that belongs to one hazard, read once: its page and its acts ask nothing twice."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, Q, prefetch_related_objects

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.integrity.queries import events_for
from kuangan.hazards.models import (
    Application,
    Determination,
    Evacuation,
    Extension,
    FivePoints,
    Hazard,
    HazardLink,
    ListedSupervision,
    Photo,
    Progress,
    RootCause,
    SiteCheck,
)
from kuangan.hazards.queries.hazards import Alike, open_like, recurrences
from kuangan.hazards.queries.listings import return_due_after
from kuangan.hazards.queries.self_found import Visit, overtaken_by
from kuangan.hazards.queries.settings import values
from kuangan.hazards.states import (
    ApplicationState,
    CheckState,
    EvacuationState,
    ExtensionState,
    HazardState,
    ListingState,
)

EVENTS_SHOWN = 8
AGAIN_SHOWN = 6


@dataclass
class Record:
    """A hazard with its parts, each the newest first but photos and determinations, which run as time does."""

    row: Hazard
    five: list[FivePoints]
    photos: list[Photo]
    progress: list[Progress]
    extensions: list[Extension]
    evacuations: list[Evacuation]
    determinations: list[Determination]
    applications: list[Application]
    listings: list[ListedSupervision]
    settings: dict[str, str]
    links: list[HazardLink] = field(default_factory=list)
    again: list[Hazard] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)
    events: list[AuditEvent] = field(default_factory=list)
    visit: Visit | None = None
    """The visit of officials between the stated day of finding and the entry, if there was one."""

    @property
    def latest_five(self) -> FivePoints | None:
        """The five as they stand."""
        return self.five[0] if self.five else None

    @property
    def cause(self) -> RootCause | None:
        """Root cause and lasting measure."""
        return getattr(self.row, "root_cause", None)

    @property
    def listing(self) -> ListedSupervision | None:
        """The listed supervision in force."""
        return next((one for one in self.listings if one.state == ListingState.LISTED), None)

    @property
    def return_due_at(self) -> datetime | None:
        """When the next return under the listed supervision is due."""
        if self.listing is None:
            return None
        return return_due_after(self.listing, max((one.due_at for one in self.listing.returns.all()), default=None))

    @property
    def pending_extension(self) -> Extension | None:
        """The request for more time that waits for a decision."""
        return next((one for one in self.extensions if one.state == ExtensionState.PENDING), None)

    @property
    def pending_application(self) -> Application | None:
        """The application that waits for acceptance."""
        return next((one for one in self.applications if one.state == ApplicationState.PENDING), None)

    @property
    def open_check(self) -> SiteCheck | None:
        """The on-site check that waits for its second signature."""
        pending = self.pending_application
        checks = pending.checks.all() if pending else ()
        return next((one for one in checks if one.state == CheckState.OPEN), None)

    @property
    def evacuated(self) -> list[Evacuation]:
        """The evacuations in force."""
        return [one for one in self.evacuations if one.state == EvacuationState.IN_FORCE]


def record(scope: Scope, row: Hazard, *, whole: bool = True) -> Record:
    """The record of a hazard that was read within this scope by `hazards.hazard`.

    Without `whole` only what acts depend on: no links, recurrences, near-duplicates and events.
    """
    prefetch_related_objects([row], *_PARTS)
    told = values(row.region_code)
    found = Record(
        row,
        five=list(row.five_points.all()),
        photos=list(row.photos.all()),
        progress=list(row.progress.all()),
        extensions=list(row.extensions.all()),
        evacuations=list(row.evacuations.all()),
        determinations=list(row.determinations.all()),
        applications=list(row.applications.all()),
        listings=list(row.listings.all()),
        settings=told,
    )
    if whole:
        found.links = links(scope, row)
        if row.criterion_id is not None:
            found.again = list(recurrences(scope, row, months=int(told["recurrence_months"]))[: AGAIN_SHOWN + 1])
        if row.state == HazardState.REGISTERED and not found.links:
            least = int(told["near_likeness"])
            found.alike = open_like(scope, row.mine, row.place, row.description, besides=row.pk, least=least)
        found.visit = overtaken_by(scope, row)
        found.events = list(events_for(scope, row)[:EVENTS_SHOWN])
    return found


_PARTS = (
    "five_points",
    "progress",
    "extensions",
    "evacuations",
    Prefetch("photos", Photo.rows.filter(removed_at__isnull=True).select_related("stored")),
    Prefetch("determinations", Determination.rows.select_related("criterion__criterion_set")),
    Prefetch("applications", Application.rows.select_related("assessor")),
    "applications__checks",
    "listings",
    "listings__returns",
)


def links(scope: Scope, row: Hazard) -> list[HazardLink]:
    """The links of a hazard in both directions; the other end is named by its number even where it lies outside."""
    if not scope.covers(row):
        return []
    rows = HazardLink.objects.unscoped("links of a hazard that the reader may see")
    ends = ("hazard__mine", "other__mine")
    return list(rows.filter(Q(hazard=row) | Q(other=row)).select_related(*ends).order_by("id"))
