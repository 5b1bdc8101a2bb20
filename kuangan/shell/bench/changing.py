"""One mine changes its facts, as somebody of its county would enter them."""

from datetime import date

from kuangan.foundation.kernel import clock
from kuangan.registry.models import MineState

CHANGED = date(2023, 7, 10)


def unchanged_mines(count: int) -> list[int]:
    """Mines whose facts have never changed."""
    changed = MineState.rows.filter(valid_to__isnull=False).values("mine_id")
    rows = MineState.rows.exclude(mine_id__in=changed).order_by("mine_id")
    return list(rows.values_list("mine_id", flat=True)[:count])


def change_one_mine(pk: int) -> None:
    """A stopped mine works again, a working one stops: duties end, duties arise."""
    state = MineState.rows.get(mine_id=pk)
    MineState.rows.filter(pk=state.pk).update(valid_to=CHANGED)
    state.pk, state.valid_from, state.known_at = None, CHANGED, clock.now()
    state.status = "producing" if state.status == "long_stopped" else "long_stopped"
    state.has_contractors = state.people_working = False
    state.save(force_insert=True)
