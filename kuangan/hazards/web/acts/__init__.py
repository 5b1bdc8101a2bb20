"""What can be done with a hazard now, each act with its reason when it is refused."""

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.ui.acts import Act
from kuangan.hazards.queries.record import Record
from kuangan.hazards.web.acts import bureau, keeping, rectifying
from kuangan.hazards.web.acts.desk import Desk

__all__ = ["Act", "acts", "main_act", "refusal"]


def acts(actor: Actor, record: Record) -> list[Act]:
    """The acts of the reader's side, the next ones first; the other side's would only be noise."""
    desk = Desk(actor, record)
    found = [*rectifying.urgent(desk), *bureau.deciding(desk), *rectifying.working(desk), *bureau.closing(desk)]
    found += [*keeping.people(desk), *keeping.causes(desk), *keeping.words(desk)]
    # An act that waits for nothing comes before those that are refused; the order within each stays.
    urgent = [one for one in found if one.is_next and one.allowed]
    return [*urgent, *(one for one in found if one.is_next and not one.allowed), *(x for x in found if not x.is_next)]


def main_act(offered: list[Act]) -> Act | None:
    """The one filled button: the first act that is open to the reader."""
    return next((one for one in offered if one.is_next and one.allowed), None)


def refusal(actor: Actor, record: Record, key: str, path: str = "") -> str | None:
    """Why an act cannot be done now, "" when it can, None when it is not laid out at all.

    `path` is the address of its page: several evacuations have the same acts.
    """
    found = [one for one in acts(actor, record) if one.key == key]
    own = next((one for one in found if one.url.partition("?")[0] == path), None)
    first = own or next(iter(found), None)
    return None if first is None else str(first.reason)
