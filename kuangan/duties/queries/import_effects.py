"""What an import of mines or hazards would change among the duties, as plain values that an upload keeps."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db.models import Max, Q

from kuangan.duties.queries.effects import foresee_writing
from kuangan.foundation.exchange.models import ImportBatch
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.listing import serial_of
from kuangan.plan.models import Effect, Plan
from kuangan.plan.queries import Foreseen, effect_row, kept_changes
from kuangan.registry.models import Mine

_WHY = "an import is tried on the mines that it touches, and taken back"
_PARTS = 1_000


# house: unscoped — the mines of an import that its actor may write
def of_roster(keys: Sequence[str], write: Callable[[], object]) -> dict[str, Any]:
    """What mines that are new or have new facts owe; `keys` are the numbers of those there already."""
    every = Mine.objects.unscoped(_WHY)
    known = _numbers(Mine, "code", keys, "pk")
    last = every.aggregate(last=Max("pk"))["last"] or 0

    def written() -> Collection[int]:
        write()
        return known | set(every.filter(pk__gt=last).order_by().values_list("pk", flat=True))

    return _told(foresee_writing(written, known))


# house: unscoped — the mines of an import that its actor may write
def of_hazards(keys: Sequence[str], write: Callable[[], object]) -> dict[str, Any]:
    """What hazards that are new or changed bring to their mines; `keys` are the numbers of those there already."""
    every = Hazard.objects.unscoped(_WHY)
    known = _numbers(Hazard, "pk", [serial for key in keys if (serial := serial_of(key))], "mine_id")
    last = every.aggregate(last=Max("pk"))["last"] or 0

    def written() -> Collection[int]:
        write()
        return known | set(every.filter(pk__gt=last).order_by().values_list("mine_id", flat=True).distinct())

    return _told(foresee_writing(written, known))


def _numbers(model: Any, column: str, keys: Sequence[Any], wanted: str) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(keys), _PARTS):
        some = Q(**{f"{column}__in": keys[start : start + _PARTS]})
        found |= set(model.objects.unscoped(_WHY).filter(some).order_by().values_list(wanted, flat=True))
    return found


def _told(found: list[tuple[Plan, Foreseen]]) -> dict[str, Any]:
    rows = [(plan, effect_row(plan, foreseen)) for plan, foreseen in found]
    return {
        "duties": [
            {"plan": plan.pk, "title": str(plan), "changes": row.changes,
             **{name: getattr(row, name) for name in ("appears", "vanishes", "moves", "overdue")}}
            for plan, row in rows
        ]
    }  # fmt: skip


# house: unscoped — plain values of an upload that was read within a scope
def kept(batch: ImportBatch) -> list[tuple[str, Foreseen]]:
    """What was foreseen when the upload was checked, plan by plan."""
    return [
        (
            one["title"],
            Foreseen(
                one["appears"], one["vanishes"], one["moves"], one["overdue"],
                kept_changes(Effect(changes=one["changes"])),
            ),
        )
        for one in batch.foreseen.get("duties", ())
    ]  # fmt: skip
