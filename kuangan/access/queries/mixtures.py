"""Duties that are mixed already: an administration beside another role in the hand of one person."""

from dataclasses import dataclass
from datetime import date

from kuangan.access.models import GrantRecord
from kuangan.access.rules.persons import Traits, is_one_person
from kuangan.foundation.authority.roles import ADMIN_ROLES, Role
from kuangan.foundation.kernel import clock

_COLUMNS = (
    "role", "valid_from", "valid_to", "user_id", "user__username", "user__name", "user__phone", "user__person_id",
    "user__person__id_number_masked",
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """A grant that counts, with what is known of its holder."""

    role: str
    valid_from: date
    valid_to: date | None
    user_id: int
    account: str
    person: Traits

    @property
    def words(self) -> str:
        """The role and the account that holds it."""
        return f"{Role(self.role).label} ({self.account})"


@dataclass(frozen=True)
class Mixture:
    """An administration, and what the same person holds beside it under this or another account."""

    administration: Held
    others: tuple[Held, ...]

    @property
    def name(self) -> str:
        """Whose it is."""
        return self.administration.person.name

    @property
    def words(self) -> str:
        """The roles with their accounts, in a row."""
        return "、".join(one.words for one in (self.administration, *self.others))


# house: unscoped — whoever looks after the installation must see every mixture; names roles and accounts, no record
def mixtures() -> list[Mixture]:
    """Every person who administers the system and holds something else, from today on; one statement."""
    valid = GrantRecord.objects.filter(revoked_at__isnull=True).exclude(valid_to__lt=clock.today())
    rows = valid.order_by("pk").values_list(*_COLUMNS)
    held = [
        Held(role, since, until, user_id, account, Traits(name, phone, person, number or ""))
        for role, since, until, user_id, account, name, phone, person, number in rows
    ]
    found = []
    for one in held:
        if one.role in ADMIN_ROLES and (others := tuple(other for other in held if _mixes(one, other))):
            found.append(Mixture(one, others))
    return found


def _mixes(one: Held, other: Held) -> bool:
    if one.role == other.role or (other.valid_to is not None and other.valid_to < one.valid_from):
        return False
    if one.valid_to is not None and one.valid_to < other.valid_from:
        return False
    return one.user_id == other.user_id or is_one_person(one.person, other.person)
