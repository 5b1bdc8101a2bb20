"""What derivation wants to exist: light values, because there are more than a million of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from kuangan.duties.rules.planning import Owed

Key = tuple[str, str, str, str]
CoBearers = tuple[tuple[str, int | None], ...]


class Columns(NamedTuple):
    """The bearer, and the mine that the assignment is about, as the table's columns."""

    owing_mine_id: int | None = None
    enterprise_id: int | None = None
    authority_id: int | None = None
    agency_id: int | None = None
    mine_id: int | None = None


class Borne(NamedTuple):
    """Whose an assignment is: one value for everything that the same bearer owes about the same mine."""

    columns: Columns
    region_code: str
    bearer_key: str
    subject_key: str


@dataclass(slots=True, eq=False)
class Claim:
    """What all bearers of the same history share: the duty and what is owed of it. Few, so that they can be reused.

    `mark` and `head` keep it as text once that was written: for comparing (queries.marks) and for COPY (inserting).
    """

    duty_id: int
    slug: str
    bearer_kind: str
    owed: Owed
    mark: str = ""
    head: str = ""


class Wanted(NamedTuple):
    """One assignment that must exist."""

    claim: Claim
    borne: Borne
    co_bearers: CoBearers = ()

    @property
    def key(self) -> Key:
        """What the database constraint `assignment_once` is about."""
        claim, borne = self.claim, self.borne
        return (claim.slug, borne.bearer_key, borne.subject_key, claim.owed.period.key)


class Place(NamedTuple):
    """A mine, whose it is, and where it lies."""

    mine_id: int
    enterprise_id: int
    region_code: str


class Bearing(NamedTuple):
    """Who owes a duty about the mines of one region: an authority, or (without one) each mine itself.

    `since`, `known_at`: for an authority that plans ask something of only from a day on.
    """

    key: str
    authority_id: int | None
    co_bearers: CoBearers
    since: date | None = None
    known_at: datetime | None = None


class Sheaf:
    """Everything that must exist about each mine of one region and one history."""

    __slots__ = ("items", "marks", "short_marks")

    def __init__(self, items: list[tuple[Claim, Bearing]]) -> None:
        self.items = items
        self.marks: frozenset[str] | None = None  # filled by queries.marks when something is compared with it
        self.short_marks: frozenset[str] = frozenset()

    def of(self, place: Place) -> Iterator[Wanted]:
        """The assignments of one mine."""
        mine_id, enterprise_id, region_code = place
        mine_key = f"mine:{mine_id}"
        own = Borne(Columns(mine_id, enterprise_id, None, None, mine_id), region_code, mine_key, "")
        others: dict[int, Borne] = {}
        for claim, (key, authority_id, co_bearers, _since, _known_at) in self.items:
            if authority_id is None:
                yield Wanted(claim, own, co_bearers)
                continue
            borne = others.get(authority_id)
            if borne is None:
                columns = Columns(None, None, authority_id, None, mine_id)
                borne = others[authority_id] = Borne(columns, region_code, key, mine_key)
            yield Wanted(claim, borne, co_bearers)
