"""What derivation wants to exist: one value per assignment, light because there are hundreds of thousands of them."""

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


class Claim(NamedTuple):
    """What all bearers of the same history share: the duty and what is owed of it. Few, so that they can be reused."""

    duty_id: int
    slug: str
    bearer_kind: str
    owed: Owed


class Wanted(NamedTuple):
    """One assignment that must exist."""

    claim: Claim
    bearer_key: str
    subject_key: str
    region_code: str
    columns: Columns
    co_bearers: CoBearers = ()

    @property
    def key(self) -> Key:
        """What the database constraint `assignment_once` is about."""
        claim = self.claim
        return (claim.slug, self.bearer_key, self.subject_key, claim.owed.period.key)
