"""Mines are registered with their first facts, amended, and dumps attached to them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record, record_many
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.events import announce
from kuangan.foundation.kernel.text import named
from kuangan.registry import kinds
from kuangan.registry.actions import drafting, traces
from kuangan.registry.actions.facts import FactChange, state_facts
from kuangan.registry.actions.rights import lock, require_in_region
from kuangan.registry.models import Enterprise, Licence, Mine
from kuangan.registry.queries.twins import twins_of
from kuangan.registry.rules import tidy_code
from kuangan.registry.states import MineKind, MineStatus

MINE_FIELDS = frozenset(
    {
        *("name", "short_name", "region_code", "town", "address", "mineral", "design_capacity"),
        *("longitude", "latitude", "kind", "in_scope_since"),
        *("licensed_capacity", "actual_capacity", "builder", "answers_after_closure"),
    }
)
"""What amend_mine may correct; dated facts go through change_facts."""


@transaction.atomic
def register_mine(
    actor: Actor,
    *,
    enterprise: Enterprise,
    name: str,
    kind: str,
    region_code: str,
    facts: Mapping[str, Any],
    effective_on: date,
    basis: str,
    code: str = "",
    short_name: str = "",
    town: str = "",
    address: str = "",
    mineral: str = "",
    design_capacity: str = "",
    longitude: Decimal | None = None,
    latitude: Decimal | None = None,
    attached_to: Mine | None = None,
    in_scope_since: date | None = None,
    is_demo: bool = False,
    apart_because: str = "",
    **more: Any,
) -> Mine:
    """Enter a mine with its first facts (at least its status), true since `effective_on`.

    `kind` is a value of MineKind; `code` is our own key and made up when empty; coordinates are CGCS2000 degrees.
    `more` may name licensed_capacity, actual_capacity, builder (where the holder of the licence has another body build
    or run the mine) and answers_after_closure. Where a mine is registered that may be the same one, it is Refused until
    `apart_because` says why it is another.
    `in_scope_since` (today) is the day from which plans ask something of it: no period that ended before is owed.
    """
    require_in_region(actor, "registry.edit", region_code)
    if facts.get("status") not in MineStatus.values:
        raise Refused(_("Enter the status: it decides whether the mine is in scope."), "status")
    if not named(name):
        raise Refused(_("Enter the name."), "name")
    mine = drafting.mine(
        enterprise=enterprise, name=name, kind=kind, region_code=region_code, code=_free_code(code, region_code),
        short_name=short_name, town=town, address=address, mineral=mineral, design_capacity=design_capacity,
        longitude=longitude, latitude=latitude, in_scope_since=drafting.scope_day(in_scope_since),
        is_demo=is_demo, **more,
    )  # fmt: skip
    _check_place(mine)
    mine.apart_because = _told_apart(actor, mine, apart_because)
    mine.attached_to = _host(mine, attached_to)
    mine.save()
    record_many([traces.mine_registered(actor, mine)])
    state_facts(actor, [FactChange(mine, facts, effective_on, basis.strip())])
    announce("registry.mine_facts_changed", mine_id=mine.pk)
    return mine


@transaction.atomic
def amend_mine(actor: Actor, mine: Mine, **changes: Any) -> Mine:
    """Correct what is no dated fact (see MINE_FIELDS). Moving it to another county needs the right in both.

    A name under which another mine may be registered already is Refused until `apart_because` says why it is another.
    """
    mine = lock(actor, "registry.edit", mine)
    apart_because = changes.pop("apart_because", "")
    if unknown := set(changes) - MINE_FIELDS:
        raise TypeError(f"not amended here: {sorted(unknown)}")
    if (region := changes.get("region_code", mine.region_code)) != mine.region_code:
        require_in_region(actor, "registry.edit", region)
    before = {name: getattr(mine, name) for name in changes}
    for name, value in changes.items():
        setattr(mine, name, named(value) if isinstance(value, str) else value)
    if not mine.name:
        raise Refused(_("Enter the name."), "name")
    after = {name: getattr(mine, name) for name in changes}
    if before == after:
        return mine
    _check_place(mine)
    if {"name", "short_name", "region_code"} & {name for name in changes if before[name] != after[name]}:
        mine.apart_because = _told_apart(actor, mine, apart_because) or mine.apart_because
    if mine.in_scope_since is not None:
        drafting.scope_day(mine.in_scope_since)
    mine.search_text = mine.searchable()
    mine.save()
    if before.get("region_code", mine.region_code) != mine.region_code:
        Licence.rows.filter(mine=mine).update(region_code=mine.region_code)
        mine.appointments.update(region_code=mine.region_code)
    record_many([traces.mine_amended(actor, mine, before, after)])
    if {"region_code", "kind", "in_scope_since"} & set(changes):
        announce("registry.mine_facts_changed", mine_id=mine.pk)
    return mine


@transaction.atomic
def attach_dump(actor: Actor, dump: Mine, *, to: Mine | None) -> Mine:
    """Say which mine a dump site (排土场) belongs to; None detaches it. The dump stays an object of its own."""
    dump = lock(actor, "registry.edit", dump)
    before = dump.attached_to_id
    dump.attached_to = _host(dump, to)
    dump.save(update_fields=["attached_to"])
    record(actor, kinds.MINE_AMENDED, dump, before={"attached_to": before}, after={"attached_to": dump.attached_to_id})
    return dump


def _host(mine: Mine, host: Mine | None) -> Mine | None:
    if host is None:
        return None
    if mine.kind != MineKind.DUMP_SITE:
        raise Refused(_("Only a dump site is attached to a mine."), "attached_to")
    if host.kind == MineKind.DUMP_SITE:
        raise Refused(_("A dump site is attached to a mine, not to another dump site."), "attached_to")
    return host


def _told_apart(actor: Actor, mine: Mine, because: str) -> str:
    """The reason why a mine is another one than those it may be taken for; "" where there are none."""
    twins = twins_of(mine)
    if not twins or (because := named(because)[:300]):
        return because if twins else ""
    seen = [f"{one.name}（{one.enterprise.name}）{one.code}" for one in twins[:3] if actor.scope.covers(one)]
    words = "、".join(seen) or _("one outside your jurisdiction")
    raise Refused(
        _("It seems to be registered already: %(mines)s. If it is the same, open that one. If it is another, say why.")
        % {"mines": words},
        "apart_because",
    )


def _check_place(mine: Mine) -> None:
    if mine.longitude is not None and not 73 <= mine.longitude <= 136:
        raise Refused(_("The longitude lies outside China (73° to 136°)."), "longitude")
    if mine.latitude is not None and not 3 <= mine.latitude <= 54:
        raise Refused(_("The latitude lies outside China (3° to 54°)."), "latitude")


def _free_code(code: str, region_code: str) -> str:
    """The given code if it is free, otherwise the next of the county: 440785-0012."""
    if wanted := tidy_code(code):
        if Mine.rows.filter(code=wanted).exists():
            raise Refused(_("The code %(code)s is already taken by another mine.") % {"code": wanted}, "code")
        return wanted
    return Mine.next_codes(region_code, 1)[0]
