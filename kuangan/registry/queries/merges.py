"""Merges of mines: which records went into which, and where one that was merged is found now."""

from django.db.models import QuerySet

from kuangan.foundation.authority.scopes import Scope
from kuangan.registry.models import Mine, MineMerge


def merges(scope: Scope) -> QuerySet[MineMerge]:
    """Merges of mines of a jurisdiction, those taken back too, the latest first."""
    return MineMerge.objects.within(scope).select_related("kept", "merged")


def kept_for(scope: Scope, mine_id: int) -> Mine | None:
    """The mine into which a record was merged, through any number of merges; None where it was not or lies outside."""
    seen: set[int] = set()
    row = Mine.rows.filter(pk=mine_id).first()
    while row is not None and row.merged_into_id is not None and row.pk not in seen:
        seen.add(row.pk)
        row = Mine.rows.filter(pk=row.merged_into_id).first()
    return row if row is not None and seen and scope.covers(row) else None
