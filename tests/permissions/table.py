"""One line of the table: what an address is about and what is sent to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import CITY_ROLES, COUNTY_ROLES, Role

INSIDE, NEXT_DOOR, NEIGHBOUR, FAR = "inside", "next_door", "neighbour", "far"
"""A mine of 开平, another mine of 开平, one of 恩平, one of another city."""
SIDES = (INSIDE, NEXT_DOOR, NEIGHBOUR, FAR)

GONE_WELL = frozenset({200, 302})
ANSWERED = GONE_WELL | {409, 422}
"""What somebody with the right may be told: done, shown, refused by a rule, to be corrected."""

Row = Callable[[Any], Model]
Body = Callable[[Any], dict[str, Any]]


def covered(actor: Actor, row: Model) -> bool:
    """Whether the record lies in the jurisdiction: what almost every page goes by."""
    return actor.scope.covers(row)


def near_side(role: Role) -> str:
    """The side just outside the jurisdiction of a role: the next mine, the next county, the next city."""
    if role in {Role.MINE_PRINCIPAL, Role.MINE_SAFETY_OFFICER}:
        return NEXT_DOOR
    return NEIGHBOUR if role in COUNTY_ROLES | {Role.GOVERNMENT_OFFICE} else FAR


@dataclass(frozen=True)
class Address:
    """What an address is about.

    `row` finds, on a side of the world, the record that the address is about (None: it is about no single record);
    `kwargs` and `post` are made from the side, `methods` are those it answers, `asked` those that this line looks at;
    a second line for the same address has a `variant`. `sees` says who can see the record when
    that is not simply the jurisdiction. `acts` names the verbs that are needed on the record where they are not the
    one of the page; `reads` that a page only shows and asks no right on the record. `outside` is the side that
    counts as outside for everybody. `works`: a POST of somebody with the right changes something, so that the body is
    known to be a real one. `central`: no record lies outside anybody's reach. `told` are the answers that somebody with
    the right may get, `unseen` the one for who does not see the record.
    """

    name: str
    variant: str = ""
    row: Row | None = None
    kwargs: Callable[[Any], dict[str, Any]] | None = None
    methods: tuple[str, ...] = ("GET",)
    asked: tuple[str, ...] = ("GET", "POST")
    post: Body = field(default=lambda side: {})
    query: str = ""
    sees: Callable[[Actor, Any], bool] = covered
    acts: tuple[str, ...] = ()
    reads: bool = False
    outside: str = ""
    works: bool = True
    told: frozenset[int] = ANSWERED
    unseen: int = 404
    demo: bool = False
    central: bool = False

    @property
    def key(self) -> str:
        """Name of the line."""
        return f"{self.name}-{self.variant}" if self.variant else self.name

    @property
    def looked_at(self) -> tuple[str, ...]:
        """The methods that the matrix goes through."""
        return tuple(method for method in self.methods if method in self.asked)

    def arguments(self, side: Any) -> dict[str, Any]:
        """The keyword arguments of the address on a side."""
        if self.kwargs is not None:
            return self.kwargs(side)
        return {"pk": self.row(side).pk} if self.row else {}

    def sides(self, role: Role, method: str, *, held: bool) -> tuple[str, ...]:
        """The sides that are asked for in a role; without the verb both give the same answer, so one is enough."""
        if self.row is None:
            return (INSIDE,)
        outside = self.outside or near_side(role)
        if held:
            return INSIDE, outside
        return (INSIDE,) if method == "GET" else (outside,)


GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
__all__ = ["ANSWERED", "BOTH", "CITY_ROLES", "GET", "GONE_WELL", "POST", "SIDES", "Address", "covered"]
