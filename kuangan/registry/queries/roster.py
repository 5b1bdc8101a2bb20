"""The mine roster (矿山名录) as rows of the sheet: what is exported, and what an import is compared with."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from kuangan.foundation.authority.scopes import Scope
from kuangan.registry.models import Appointment, Engagement, Licence, Mine, MineState, Region
from kuangan.registry.rules import FACT_TYPES
from kuangan.registry.states import LicenceKind, Post

_TEXTS = (
    "town",
    "address",
    "mineral",
    "design_capacity",
    "licensed_capacity",
    "actual_capacity",
    "builder",
    "code",
    "kind",
)
_POSTS = {Post.PRINCIPAL: "principal", Post.SAFETY_OFFICER: "safety_officer"}
_LICENCES = {LicenceKind.MINING: "mining_licence", LicenceKind.SAFETY: "safety_licence"}


@dataclass
class RosterEntry:
    """One mine as a row: `values` by column key of sheets.ROSTER; None where nothing is known."""

    mine: Mine
    values: dict[str, Any] = field(default_factory=dict)


def roster(scope: Scope, found: QuerySet[Mine] | None = None) -> list[RosterEntry]:
    """The mines of a jurisdiction (or of `found`, already narrowed by the scope) as rows, in seven statements."""
    wanted = Mine.objects.within(scope) if found is None else found
    mines = list(wanted.select_related("enterprise", "current"))
    names = dict(Region.objects.filter(pk__in={row.region_code for row in mines}).values_list("code", "name"))
    entries = {row.pk: RosterEntry(row, _own_values(row, names)) for row in mines}
    keys = Mine.objects.within(scope) if found is None else found
    inside = Q(mine__in=keys.order_by().values("pk"))
    _add_status_days(entries, inside)
    owners: dict[int, list[RosterEntry]] = defaultdict(list)
    for entry in entries.values():
        owners[entry.mine.enterprise_id].append(entry)
    whole = Q(mine__isnull=True, enterprise__in=list(owners)) if len(owners) < 500 else Q(mine__isnull=True)
    _add_licences(entries, owners, inside | whole)
    _add_people(entries, owners, inside | whole)
    works = Engagement.rows.filter(inside, ended_on__isnull=True).order_by("pk").values_list("mine", "contractor__name")
    for mine_id, name in works:
        entries[mine_id].values["contractors"] = (*(entries[mine_id].values["contractors"] or ()), name)
    return list(entries.values())


def _own_values(mine: Mine, regions: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(mine, name) or None for name in _TEXTS}
    values |= {
        "enterprise_name": mine.enterprise.name,
        "mine_name": mine.name,
        "credit_code": mine.enterprise.credit_code or None,
        "county": regions.get(mine.region_code, mine.region_code),
        "longitude": _plain(mine.longitude),
        "latitude": _plain(mine.latitude),
        "in_scope_since": mine.in_scope_since,
        "contractors": None,
    }
    for name in FACT_TYPES:
        value = getattr(mine.current, name) if mine.current else None
        values[name] = _plain(value) if isinstance(value, Decimal) else value
    if values["has_contractors"] is False:
        values["contractors"] = ()
    return values


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value.normalize():f}")


def _add_status_days(entries: dict[int, RosterEntry], inside: Q) -> None:
    """Since when each mine has had its present status: the start of the last unbroken run."""
    run: dict[int, tuple[str, Any]] = {}
    for mine_id, start, status in (
        MineState.rows.filter(inside).order_by("mine", "valid_from").values_list("mine", "valid_from", "status")
    ):
        if mine_id not in run or run[mine_id][0] != status:
            run[mine_id] = (status, start)
    for mine_id, (_status, start) in run.items():
        entries[mine_id].values["status_since"] = start


def _add_licences(entries: dict[int, RosterEntry], owners: dict[int, list[RosterEntry]], which: Q) -> None:
    held = Licence.rows.filter(which, kind__in=_LICENCES, ended_on__isnull=True).order_by("-mine_id", "pk")
    for mine_id, owner, kind, number, until in held.values_list("mine", "enterprise", "kind", "number", "valid_to"):
        prefix = _LICENCES[LicenceKind(kind)]
        for entry in _meant(entries, owners, mine_id, owner):
            if mine_id or not entry.values.get(f"{prefix}_no"):
                entry.values |= {f"{prefix}_no": number, f"{prefix}_to": until}


def _add_people(entries: dict[int, RosterEntry], owners: dict[int, list[RosterEntry]], which: Q) -> None:
    held = Appointment.rows.filter(which, post__in=_POSTS, ended_on__isnull=True).order_by("pk")
    rows = held.values_list("mine", "enterprise", "post", "person__name", "person__phone")
    for mine_id, owner, post, name, phone in sorted(rows, key=lambda row: row[0] is None):
        prefix = _POSTS[Post(post)]
        for entry in _meant(entries, owners, mine_id, owner):
            former = entry.values.get(f"{prefix}_name")
            if prefix == "safety_officer" and (not former or (mine_id and entry.values["_officers_of"] == mine_id)):
                numbers = entry.values.get(f"{prefix}_phone")
                entry.values |= {f"{prefix}_name": (*(former or ()), name), "_officers_of": mine_id}
                entry.values |= {f"{prefix}_phone": "、".join(filter(None, (numbers, phone))) or None}
            elif not former:
                entry.values |= {f"{prefix}_name": name, f"{prefix}_phone": phone or None}


def _meant(
    entries: dict[int, RosterEntry], owners: dict[int, list[RosterEntry]], mine_id: int | None, owner: int | None
) -> Iterable[RosterEntry]:
    if mine_id:
        return [entries[mine_id]] if mine_id in entries else []
    return owners.get(owner or 0, [])
