"""Reading notices: a person's own, and for the system administrator how the channels do."""

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.notices import kinds
from kuangan.foundation.notices.models import Delivery, Endpoint, Muted, Notice, Preference
from kuangan.foundation.notices.rules import Hours
from kuangan.foundation.notices.states import DeliveryState

MOST_COUNTED = 100
"""More unread notices are shown as 99+."""


def unread_count(actor: Actor) -> int:
    """Unread notices of the actor, at most MOST_COUNTED: one look into one index."""
    if actor.user_id is None:
        return 0
    return Notice.objects.filter(recipient_id=actor.user_id, read_at__isnull=True).order_by()[:MOST_COUNTED].count()


# house: unscoped — a column beside the person's own row, which the caller has read
def unread_of(path: str) -> Coalesce:
    """The same as a column of a statement that reads something of a person anyway; `path` leads to the account."""
    mine = Notice.objects.filter(recipient_id=OuterRef(path), read_at__isnull=True).order_by()
    return Coalesce(Subquery(mine.values("recipient_id").annotate(number=Count("pk")).values("number")), 0)


def inbox(actor: Actor, *, unread: bool = False, group: str = "") -> QuerySet[Notice]:
    """The actor's own notices, newest first; unread ones only, or one group of kinds."""
    found = Notice.objects.filter(recipient_id=actor.user_id or 0).select_related("cause").order_by("-id")
    if unread:
        found = found.filter(read_at__isnull=True)
    if group in kinds.groups():
        found = found.filter(cause__kind__in=kinds.names_in(group))
    return found


def hours_of(actor: Actor) -> Hours:
    """The actor's own hours."""
    row = Preference.objects.filter(user_id=actor.user_id or 0).first()
    return Hours(row.digest_at, row.quiet_from, row.quiet_to) if row else Hours()


def muted_of(actor: Actor) -> set[tuple[str, str]]:
    """(channel, group) pairs that the actor has switched off."""
    return set(Muted.objects.filter(user_id=actor.user_id or 0).values_list("channel", "group"))


def channel_figures(actor: Actor) -> dict[str, dict[str, int]]:
    """How many deliveries of each channel are in each state."""
    require(actor, "notices.administer")
    figures: dict[str, dict[str, int]] = {}
    counted = Delivery.objects.order_by().values_list("channel", "state").annotate(count=Count("id"))
    for channel, state, count in counted:
        figures.setdefault(channel, {})[state] = count
    return figures


def endpoints(actor: Actor) -> QuerySet[Endpoint]:
    """All receiving systems with their figures."""
    require(actor, "notices.administer")
    sent, bad = DeliveryState.SENT, [DeliveryState.FAILED, DeliveryState.GIVEN_UP]
    return Endpoint.objects.annotate(
        sent=Count("deliveries", filter=Q(deliveries__state=sent)),
        failed=Count("deliveries", filter=Q(deliveries__state__in=bad)),
        last_sent_at=Max("deliveries__settled_at", filter=Q(deliveries__state=sent)),
    ).order_by("name", "id")


def last_results(actor: Actor, endpoint: Endpoint | None = None, most: int = 20) -> QuerySet[Delivery]:
    """The latest deliveries to a receiving system; without one, the latest troubles of all channels."""
    require(actor, "notices.administer")
    found = Delivery.objects.select_related("cause", "endpoint").order_by("-id")
    if endpoint is not None:
        return found.filter(endpoint=endpoint)[:most]
    return found.exclude(last_error="").exclude(state=DeliveryState.SENT)[:most]
