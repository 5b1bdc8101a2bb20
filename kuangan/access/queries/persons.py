"""The accounts of one person: what they may do counts together, and they are never two people."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kuangan.access.models import User
from kuangan.access.rules.persons import Traits, is_one_person, name_skeleton
from kuangan.foundation.authority.actors import Actor

_COLUMNS = ("pk", "name", "phone", "person_id", "person__id_number_masked")


# house: unscoped — says which accounts are one person's, and nothing of what they do
def traits_of(user: User) -> Traits:
    """What is known of the person behind an account."""
    return Traits(user.name, user.phone, user.person_id, user.person.id_number_masked if user.person else "")


# house: unscoped — a check of the security administrator's acts must see every account
def accounts_of_person(traits: Traits, among: QuerySet[User]) -> list[int]:
    """The numbers of those accounts, among the given ones, that are taken for this person's."""
    rows: Iterable[tuple[int, str, str, int | None, str | None]] = among.order_by("pk").values_list(*_COLUMNS)
    return [
        pk
        for pk, name, phone, person, number in rows
        if is_one_person(traits, Traits(name, phone, person, number or ""))
    ]


# house: unscoped — compares two people who act together, whatever else they may do
def why_not_two_people(actor: Actor, other_id: int | None, other_name: str) -> str:
    """The reason why the actor and another account cannot be the two who sign; "" when they can.

    The same account, two accounts of one person, and names that nobody can tell apart on paper are refused.
    """
    if actor.user_id is None or actor.user_id == other_id:
        return _("The second signature is given by a second person with an account of their own.")
    if name_skeleton(actor.name) == name_skeleton(other_name):
        return _("The two names read alike. Let somebody sign who cannot be taken for %(name)s.") % {"name": other_name}
    users = {user.pk: user for user in User.objects.filter(pk__in=[actor.user_id, other_id]).select_related("person")}
    one, other = users.get(actor.user_id), users.get(other_id or 0)
    if one is not None and other is not None and is_one_person(traits_of(one), traits_of(other)):
        return _("Both accounts belong to one person (%(name)s). Let somebody else sign.") % {"name": other_name}
    return ""
