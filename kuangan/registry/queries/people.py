"""People and posts: who is who, who is named for what."""

from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet

from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.text import finding
from kuangan.registry.models import Appointment, Authority, LeaderContact, Mine, Person
from kuangan.registry.rules.lasting import NEWLY_APPOINTED_DAYS
from kuangan.registry.states import GROUP_POSTS, Post


def people(scope: Scope, *, text: str = "", county: str = "", post: str = "") -> QuerySet[Person]:
    """People of a jurisdiction with their employer and present posts (`posts`)."""
    present = Appointment.rows.filter(ended_on__isnull=True).select_related("mine", "enterprise", "authority", "agency")
    found: QuerySet[Person] = (
        Person.objects.within(scope)
        .select_related("enterprise", "authority", "agency")
        .prefetch_related(Prefetch("appointments", queryset=present, to_attr="posts"))
    )
    if county:
        found = found.filter(region_code__startswith=prefix_of(county))
    if post:
        held = Appointment.rows.filter(post=post, ended_on__isnull=True).values("person")
        found = found.filter(pk__in=held)
    columns = ("search_text", "enterprise__search_text", "authority__search_text", "agency__search_text")
    return found.filter(finding(text, *columns))


def appointments(scope: Scope) -> QuerySet[Appointment]:
    """Appointments of a jurisdiction, past and present."""
    return Appointment.objects.within(scope).select_related("person", "mine", "enterprise", "authority", "agency")


def people_of_mine(scope: Scope, mine: Mine) -> list[Appointment]:
    """Who holds a post in a mine or in its enterprise, the mine's own people first. For readers who see the mine."""
    if not scope.covers(mine):
        return []
    held = Appointment.objects.unscoped("people of a mine that the reader may see")
    present = held.filter(Q(mine=mine) | Q(enterprise=mine.enterprise_id)).select_related(
        "person", "mine", "enterprise"
    )
    return sorted(present, key=lambda row: (row.ended_on is not None, row.mine_id is None, row.post, row.appointed_on))


def contact_persons(scope: Scope) -> QuerySet[Appointment]:
    """The contact persons (联系人) in office of the authorities of a jurisdiction."""
    return appointments(scope).filter(post=Post.CONTACT_PERSON, ended_on__isnull=True).order_by("region_code")


def contact_history(scope: Scope, authority: Authority) -> QuerySet[Appointment]:
    """Everybody who was ever named by an authority, the latest first."""
    return appointments(scope).filter(post=Post.CONTACT_PERSON, authority=authority).order_by("-appointed_on", "-pk")


def leading_group(scope: Scope, authority: Authority) -> QuerySet[Appointment]:
    """The leading group (领导小组) of an authority as it stands."""
    return appointments(scope).filter(post__in=GROUP_POSTS, authority=authority, ended_on__isnull=True)


def newly_appointed(scope: Scope, on: date | None = None, days: int = NEWLY_APPOINTED_DAYS) -> QuerySet[Appointment]:
    """Leading cadres and leaders of authorities who took up their post within `days` before `on` (plan 五(三)12)."""
    day = on or clock.today()
    posts = [Post.LEADER, Post.GROUP_HEAD, Post.GROUP_DEPUTY]
    found = appointments(scope).filter(post__in=posts, ended_on__isnull=True)
    return found.filter(appointed_on__range=(day - timedelta(days=days), day))


def leader_contacts(scope: Scope, mine: Mine) -> QuerySet[LeaderContact]:
    """The leaders in charge (联系包保) of a mine, the present one first."""
    found = LeaderContact.objects.within(scope).filter(mine=mine)
    return found.select_related("leader", "leader__authority").order_by("ended_on", "-started_on")
