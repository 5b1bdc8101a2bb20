"""The stage of the play: who is on it, what was put on record, and where chance comes from."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from django.db.models import QuerySet

from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.models import StoredFile
from kuangan.plan.models import PlanVersion
from kuangan.registry.models import Mine
from kuangan.registry.states import AuthorityKind
from kuangan.shell.simulation.agenda import Agenda
from kuangan.shell.simulation.answers import Teller
from kuangan.shell.simulation.cast import Cast
from kuangan.shell.simulation.chance import Chance
from kuangan.shell.simulation.delivering import Hands
from kuangan.shell.simulation.temperaments import CARELESS, OFFICE, Temperament
from kuangan.shell.simulation.world import Holding

DERIVER = Actor.system()
_RELATED = ("plan", "duty__version", "owing_mine", "authority", "waiting_for", "mine")


@dataclass
class Scene:
    """Everything the acts need. `holdings` by the number of the sketch."""

    seed: int
    end: datetime
    agenda: Agenda = field(default_factory=Agenda)
    holdings: dict[int, Holding] = field(default_factory=dict)
    by_mine: dict[int, Holding] = field(default_factory=dict)
    photos: dict[str, list[StoredFile]] = field(default_factory=dict)
    _cast: Cast | None = None
    _version: PlanVersion | None = None

    @property
    def cast(self) -> Cast:
        """The actors; LookupError before they were cast."""
        if self._cast is None:
            raise LookupError("nobody has been cast yet")
        return self._cast

    @cast.setter
    def cast(self, cast: Cast) -> None:
        self._cast = cast

    @property
    def version(self) -> PlanVersion:
        """The plan in force; LookupError before its publication."""
        if self._version is None:
            raise LookupError("no plan is in force yet")
        return self._version

    @version.setter
    def version(self, version: PlanVersion) -> None:
        self._version = version

    def chance(self, *key: object) -> Random:
        """Chance of its own for everything that has a name, so that one more event changes no other."""
        return Chance(":".join(map(str, (self.seed, *key))))

    def enter(self, holding: Holding) -> None:
        """Put a mine on the stage."""
        self.holdings[holding.sketch.number] = holding
        self.by_mine[holding.mine.pk] = holding

    def row(self, pk: int) -> Assignment:
        """An assignment as it stands now."""
        return self.rows().order_by().get(pk=pk)

    def rows(self) -> QuerySet[Assignment]:
        """Assignments with what belongs to them, without the package that hangs on each one's version."""
        found = Assignment.objects.unscoped("the play looks at every part")
        return found.select_related(*_RELATED).defer("duty__version__data", "duty__version__findings")

    def key(self, row: Assignment) -> str:
        """A name for an assignment that is the same in every run."""
        bearer = row.owing_mine.code if row.owing_mine else row.authority.code if row.authority else row.bearer_key
        about = row.mine.code if row.mine else ""
        return f"{bearer}:{about}:{row.duty_slug}:{row.period_key}"

    def temperament(self, row: Assignment) -> Temperament:
        """How the bearer behaves."""
        if row.owing_mine_id:
            return self.by_mine[row.owing_mine_id].sketch.temperament
        return OFFICE

    def hands(self, row: Assignment) -> Hands | None:
        """Who works for the bearer; None for bodies that nobody plays (the city's government)."""
        if row.owing_mine is not None:
            return self._hands_of_mine(row.owing_mine)
        body = row.authority
        cast = self.cast
        if body is None or (body.kind == AuthorityKind.GOVERNMENT and body.region_code not in cast.counties):
            return None
        if body.region_code not in cast.counties:
            return Hands(cast.city, cast.city_leader, Teller(cast.city_leader.name, cast.city.name), "")
        bureau = cast.counties[body.region_code]
        mines = sum(one.sketch.county.code == body.region_code for one in self.holdings.values())
        clerk = bureau.government if body.kind == AuthorityKind.GOVERNMENT else bureau.reviewer
        leader = bureau.government if body.kind == AuthorityKind.GOVERNMENT else bureau.leader
        stamp = row.mine.code if row.mine else body.region_code
        return Hands(clerk, leader, Teller(leader.name, clerk.name, mines), stamp)

    def _hands_of_mine(self, mine: Mine) -> Hands:
        principal, officer = self.cast.principals[mine.code], self.cast.officers[mine.code]
        alone = self.by_mine[mine.pk].sketch.number % 5 == 0  # in small mines the principal is the clerk too
        return Hands(principal if alone else officer, principal, Teller(principal.name, officer.name), mine.code)

    def old_photos(self, row: Assignment) -> list[StoredFile]:
        """Photographs a careless bearer takes out of the drawer again."""
        if row.owing_mine_id and self.temperament(row) is CARELESS:
            return self.photos.setdefault(self.key(row).split(":", 1)[0], [])
        return []

    def derive(self, cause: str, mines: list[Mine] | None = None) -> None:
        """What the worker would do by itself after the present act."""
        ids = None if mines is None else [mine.pk for mine in mines]
        derive(DERIVER, self.version.plan, mine_ids=ids, cause=cause)
