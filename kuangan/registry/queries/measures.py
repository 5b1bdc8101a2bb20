"""What plans ask of the registry: yes or no, or a share, about one authority, mine or region."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Q

from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.registry.models import Appointment, Authority, Engagement, LeaderContact, Mine
from kuangan.registry.states import GROUP_POSTS, MineStatus, Post


def contact_person_named(scope: Scope, authority: Authority) -> Appointment | None:
    """The contact person in office (plan, closing ¶1); None while nobody is named."""
    return (
        Appointment.objects.within(scope)
        .filter(authority=authority, post=Post.CONTACT_PERSON, ended_on__isnull=True)
        .select_related("person")
        .first()
    )


def leading_group_named(scope: Scope, authority: Authority) -> bool:
    """Whether the authority, or a section of it, has a head and at least one member of its leading group (plan 二)."""
    posts = set(
        Appointment.objects.within(scope)
        .filter(authority=authority, post__in=GROUP_POSTS, ended_on__isnull=True)
        .values_list("post", flat=True)
    )
    return Post.GROUP_HEAD in posts and len(posts) > 1


def leading_group_gaps(
    scope: Scope, authority: Authority, posts: Collection[str], offices: Collection[str]
) -> list[str]:
    """What a leading group lacks of these posts and of members from these offices (plan 二), in words."""
    rows = Appointment.objects.within(scope).filter(authority=authority, post__in=GROUP_POSTS, ended_on__isnull=True)
    held = list(rows.values_list("post", "person__title", "speciality"))
    lacking = [str(Post(post).label) for post in posts if post not in {row[0] for row in held}]
    titles = [f"{title} {speciality}" for _post, title, speciality in held]
    return lacking + [office for office in offices if not any(office in words for words in titles)]


def unfit_engagements(scope: Scope, mine: Mine, on: date | None = None) -> list[Engagement]:
    """Open engagements whose contractor was judged unqualified or whose safety licence is over or unknown."""
    day = on or clock.today()
    unfit = Q(is_qualified=False) | Q(contractor__licence_no="") | Q(contractor__licence_valid_to__lt=day)
    still = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
    found = Engagement.objects.within(scope).filter(still, unfit, mine=mine, started_on__lte=day)
    return list(found.select_related("contractor"))


def contractors_cleared(scope: Scope, mine: Mine, on: date | None = None) -> bool:
    """Whether no unqualified contractor works in the mine any more (plan 五(一)6(4): 清退)."""
    return not unfit_engagements(scope, mine, on)


def agreements_signed(scope: Scope, mine: Mine, on: date | None = None) -> bool:
    """Whether every contractor at work in the mine has a signed safety agreement; true when there is none."""
    day = on or clock.today()
    still = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
    lacking = Q(agreement_signed_on__isnull=True) | Q(agreement_signed_on__gt=day)
    return not Engagement.objects.within(scope).filter(still, lacking, mine=mine, started_on__lte=day).exists()


def leaders_assigned(scope: Scope, region_code: str) -> tuple[int, int]:
    """How many mines of a region have a leader in charge (联系包保), of how many; closed ones do not count."""
    mines = Mine.objects.within(scope).filter(region_code__startswith=prefix_of(region_code))
    mines = mines.exclude(current__status=MineStatus.CLOSED)
    led = LeaderContact.rows.filter(ended_on__isnull=True).values("mine")
    return mines.filter(pk__in=led).count(), mines.count()


def leaders_assigned_share(scope: Scope, region_code: str) -> Decimal:
    """The share of mines with a leader in charge, 0 to 1; a region without mines counts as complete."""
    led, total = leaders_assigned(scope, region_code)
    return Decimal(led) / Decimal(total) if total else Decimal(1)
