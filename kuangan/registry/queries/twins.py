"""Mines that may be registered twice: asked before a name is taken, and listed for a person to decide."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q

from kuangan.foundation.authority.scopes import Scope
from kuangan.registry.models import Mine
from kuangan.registry.rules.likeness import Called, is_twin, outline


# house: unscoped — looks at nothing but its argument
def called(mine: Mine) -> Called:
    """How a mine is called, for comparing."""
    return Called(mine.name, mine.enterprise.name, mine.short_name, mine.enterprise.credit_code, mine.kind)


# house: unscoped — a twin must be met wherever it is; the refusal names it only to whoever sees it
def twins_of(mine: Mine) -> list[Mine]:
    """Registered mines of the same county or enterprise that may be this one, whether it is stored yet or not."""
    near = Q(region_code=mine.region_code) | Q(enterprise=mine.enterprise_id)
    others = Mine.rows.filter(near, merged_into=None).exclude(pk=mine.pk).select_related("enterprise")
    own = called(mine)
    columns = ("name", "short_name", "enterprise__name", "enterprise__credit_code", "kind")
    rows = others.order_by("pk").values_list("pk", *columns)
    found = [
        pk
        for pk, name, short, owner, code, kind in rows
        if is_twin(own, Called(name, owner, short_name=short, credit_code=code, kind=kind))
    ]
    return list(others.filter(pk__in=found).order_by("pk")) if found else []


def twins(scope: Scope) -> Iterator[tuple[Mine, Mine]]:
    """Every pair of a jurisdiction that may be one mine and that nobody has told apart, by county."""
    rows = Mine.objects.within(scope).select_related("enterprise").order_by("region_code", "pk")
    for group in _groups(rows):
        for at, one in enumerate(group):
            for other in group[at + 1 :]:
                if not (one.apart_because or other.apart_because) and is_twin(called(one), called(other)):
                    yield one, other


def _groups(rows: Iterable[Mine]) -> Iterator[list[Mine]]:
    """Mines that are worth comparing: of one county with the same first words, or of one enterprise."""
    near: dict[tuple[str, ...], list[Mine]] = defaultdict(list)
    for row in rows:
        near[row.region_code, outline(row.enterprise.name)].append(row)
    yield from near.values()
    by_mine: dict[tuple[str, str], list[Mine]] = defaultdict(list)
    for owned in near.values():
        for row in owned:
            by_mine[row.region_code, outline(row.name)].append(row)
    for named in by_mine.values():
        owners = {outline(row.enterprise.name): row for row in named}
        if len(owners) > 1:
            yield list(owners.values())
