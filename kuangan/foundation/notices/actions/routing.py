"""Routing: notices become deliveries when their time has come. Recomputed from the rows every minute."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices import address_book, kinds
from kuangan.foundation.notices.channels import switchboard, webhook
from kuangan.foundation.notices.models import Cause, Delivery, Endpoint, Muted, Notice, Preference
from kuangan.foundation.notices.rules import DIGEST_AT, Hours, goes_at_once, is_digest_time, is_quiet
from kuangan.foundation.notices.states import Pace

PEOPLE, CAUSES = 500, 500
_WHY = "the outbox looks at every cause once"


# house: not-atomic — each batch of people is one transaction; a round that is cut off is finished by the next
def route(actor: Actor) -> int:
    """Make the deliveries whose time has come; returns how many people were looked at."""
    require(actor, "notices.run")
    moment, last, count = clock.now(), 0, 0
    while people := _people_with_something_due(moment, last):
        _route_people(people, moment)
        last, count = people[-1], count + len(people)
    _route_causes(moment)
    return count


def _people_with_something_due(moment: datetime, after: int) -> list[int]:
    """The next account numbers, in order, that have an urgent notice waiting or whose digest hour has come."""
    local = moment.astimezone(clock.SHANGHAI)
    own = Preference.objects.filter(user_id=OuterRef("recipient_id"))
    told = Notice.objects.filter(recipient_id=OuterRef("recipient_id"), digest_on=local.date())
    has_come = Q(Exists(own.filter(digest_at__lte=local.time())))
    if local.time() >= DIGEST_AT:
        has_come |= ~Q(Exists(own))
    waiting = _waiting().filter(recipient_id__gt=after).filter(~Q(pace=Pace.DIGEST) | (has_come & ~Exists(told)))
    return list(waiting.order_by("recipient_id").values_list("recipient_id", flat=True).distinct()[:PEOPLE])


def _waiting() -> QuerySet[Notice]:
    return Notice.objects.filter(routed_at__isnull=True)


@transaction.atomic
def _route_people(people: list[int], moment: datetime) -> None:
    day = clock.day_of(moment)
    waiting = _waiting().filter(recipient_id__in=people).select_for_update(of=("self",)).select_related("cause")
    notices = list(waiting.order_by("id"))  # two workers queue here: the second sees what the first has left
    had_digest = set(
        Notice.objects.filter(recipient_id__in=people, digest_on=day).order_by().values_list("recipient_id", flat=True)
    )
    reach = _Reach(people)
    done: list[Notice] = []
    deliveries: list[Delivery] = []
    for notice in notices:
        hours = reach.hours(notice.recipient_id)
        if goes_at_once(notice.pace, notice.cause.happened_at, moment):
            if notice.read_at is None and notice.pace != Pace.DANGER and is_quiet(moment, hours):
                continue
            deliveries += _at_once(notice, reach)
        elif not is_digest_time(moment, hours) or notice.recipient_id in had_digest:
            continue
        elif notice.read_at is None:
            notice.digest_on = day
        notice.routed_at = moment
        done.append(notice)
    deliveries += _digests(done, day, reach)
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True, batch_size=1000)
    Notice.objects.bulk_update(done, ["routed_at", "digest_on"], batch_size=500)


class _Reach:
    """How a batch of people is reached: channels that are set up, addresses, hours, what they have switched off."""

    def __init__(self, people: list[int]) -> None:
        self._channels = switchboard.configured()
        self._addresses: Mapping[int, address_book.Address] = address_book.addresses(people) if self._channels else {}
        rows = Preference.objects.filter(user_id__in=people)
        self._hours = {row.user_id: Hours(row.digest_at, row.quiet_from, row.quiet_to) for row in rows}
        muted = Muted.objects.filter(user_id__in=people) if self._channels else Muted.objects.none()
        self._muted = set(muted.values_list("user_id", "channel", "group"))

    def hours(self, person: int) -> Hours:
        """The person's hours."""
        return self._hours.get(person, Hours())

    def channels(self, person: int, groups: Iterable[str]) -> list[str]:
        """Channels on which the person wants at least one of the groups."""
        address = self._addresses.get(person)
        if address is None:
            return []
        wanted = set(groups)
        return [
            one.name
            for one in self._channels
            if one.reaches(address) and any((person, one.name, group) not in self._muted for group in wanted)
        ]


def _group(notice: Notice) -> str:
    kind = kinds.kind_of(notice.cause.kind)
    return kind.group if kind else ""


def _at_once(notice: Notice, reach: _Reach) -> list[Delivery]:
    """Nothing for a notice that has been read in the inbox meanwhile."""
    if notice.read_at is not None:
        return []
    channels = reach.channels(notice.recipient_id, [_group(notice)])
    return [Delivery(channel=name, recipient_id=notice.recipient_id, notice=notice) for name in channels]


def _digests(done: list[Notice], day: date, reach: _Reach) -> list[Delivery]:
    groups: dict[int, set[str]] = {}
    for notice in done:
        if notice.digest_on is not None:
            groups.setdefault(notice.recipient_id, set()).add(_group(notice))
    return [
        Delivery(channel=name, recipient_id=person, digest_on=day)
        for person, wanted in groups.items()
        for name in reach.channels(person, wanted)
    ]


def _route_causes(moment: datetime) -> None:
    """Hand every new cause to the receiving systems of its region."""
    while _route_some_causes(moment):
        continue


@transaction.atomic
def _route_some_causes(moment: datetime) -> int:
    waiting = Cause.objects.unscoped(_WHY).filter(routed_at__isnull=True).order_by("id")
    endpoints = list(Endpoint.objects.filter(is_active=True))
    if not endpoints:
        waiting.order_by().update(routed_at=moment)
        return 0
    causes = list(waiting.select_for_update(of=("self",))[:CAUSES])
    Delivery.objects.bulk_create(
        [
            Delivery(channel=webhook.NAME, cause=cause, endpoint=endpoint)
            for cause in causes
            for endpoint in endpoints
            if cause.region_code.startswith(endpoint.region_code)
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    Cause.objects.unscoped(_WHY).filter(pk__in=[cause.pk for cause in causes]).update(routed_at=moment)
    return len(causes)
