"""Everything that belongs to one request for help, read once."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.integrity.queries import events_for
from kuangan.governance.models import Helper, HelpFile, HelpReport, HelpRequest, HelpVisit
from kuangan.governance.states import FileStage, HelpState
from kuangan.hazards.models import Hazard

EVENTS_SHOWN = 8


@dataclass
class HelpRecord:
    """A request with its parts, each the newest first but files and measures. `followers` are requests after it."""

    row: HelpRequest
    helpers: list[Helper]
    visits: list[HelpVisit]
    reports: list[HelpReport]
    files: list[HelpFile]
    followers: list[HelpRequest] = field(default_factory=list)
    events: list[AuditEvent] = field(default_factory=list)

    @property
    def helper(self) -> Helper | None:
        """Who helps now."""
        return next((one for one in self.helpers if one.ended_at is None), None)

    @property
    def former(self) -> list[Helper]:
        """Who helped before."""
        return [one for one in self.helpers if one.ended_at is not None]

    @property
    def report(self) -> HelpReport | None:
        """The report in force: the latest."""
        return self.reports[0] if self.reports else None

    @property
    def papers(self) -> list[HelpFile]:
        """The files of the request itself."""
        return [one for one in self.files if one.stage in (FileStage.REQUEST, FileStage.CONTRACT)]


def request(scope: Scope, pk: int) -> HelpRequest:
    """One request with mine, hazard and agency. Raises HelpRequest.DoesNotExist outside the scope."""
    related = ("mine__enterprise", "hazard__mine", "agency", "reopens")
    found: HelpRequest = HelpRequest.objects.within(scope).select_related(*related).get(pk=pk)
    return found


def record(scope: Scope, row: HelpRequest, *, whole: bool = True) -> HelpRecord:
    """The record of a request that was read within this scope; without `whole` no events."""
    prefetch_related_objects(
        [row],
        Prefetch("helpers", Helper.rows.select_related("agency")),
        "visits",
        "reports",
        "reports__measures",
        Prefetch("files", HelpFile.rows.select_related("stored")),
        "followed_by",
    )
    found = HelpRecord(
        row, list(row.helpers.all()), list(row.visits.all()), list(row.reports.all()), list(row.files.all()),
        list(row.followed_by.all()),
    )  # fmt: skip
    if whole:
        found.events = list(events_for(scope, row)[:EVENTS_SHOWN])
    return found


def helpers_of(scope: Scope, hazard: Hazard) -> QuerySet[Helper]:
    """Everybody who was assigned to help with a hazard, now or before, unless the request was taken back.

    Whoever stands here does not verify the hazard: nobody judges a result that they advised on.
    """
    found: QuerySet[Helper] = Helper.objects.within(scope).filter(request__hazard=hazard)
    return found.exclude(request__state=HelpState.TAKEN_BACK).select_related("agency", "request").order_by("id")
