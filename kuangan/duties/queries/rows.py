"""The list of assignments as plain rows, for programmes: one statement, no model is built."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from kuangan.duties.models import Assignment
from kuangan.duties.queries.listing import Narrowing, assignments
from kuangan.duties.rules.titles import title_in_period
from kuangan.duties.states import EDITABLE
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock

_PLAIN = (
    "id", "plan_id", "duty_slug", "bearer_kind", "mine_id", "region_code", "period_key", "period_start", "period_end",
    "state", "round", "due_at", "original_due_at", "review_due_at", "submitted_at", "accepted_at",
)  # fmt: skip
_JOINED = (
    "duty__title", "duty__group", "mine__short_name", "mine__name", "owing_mine__short_name", "owing_mine__name",
    "authority__name", "enterprise__name", "agency__name", "waiting_for__name", "bearer_key",
)  # fmt: skip


def rows(scope: Scope, narrow: Narrowing) -> QuerySet[Assignment, dict[str, Any]]:
    """Assignments as the list shows them (same scope, same filter, same order), as rows for `lines`."""
    return assignments(scope, narrow).values(*_PLAIN, *_JOINED)


# house: unscoped — words plain rows that were read within a scope
def lines(found: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows worded: title with its period, the bearer's name, whether it is overdue now."""
    moment = clock.now()
    for row in found:
        line = {name: row[name] for name in _PLAIN}
        line["duty"] = line.pop("duty_slug")
        line["title"] = title_in_period(
            row["duty__title"], row["period_key"], row["period_start"], row["period_end"]
        )  # fmt: skip
        line["group"] = row["duty__group"]
        line["mine"] = row["mine__short_name"] or row["mine__name"]
        line["bearer"] = _bearer(row)
        line["waiting_for"] = row["waiting_for__name"]
        line["is_overdue"] = row["state"] in EDITABLE and row["due_at"] is not None and row["due_at"] < moment
        yield line


def _bearer(row: dict[str, Any]) -> str:
    own = row["owing_mine__short_name"] or row["owing_mine__name"]
    found = own or row["authority__name"] or row["enterprise__name"] or row["agency__name"] or row["bearer_key"]
    return str(found)
