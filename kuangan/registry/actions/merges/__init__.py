"""Two records of one mine become one, with everything on them, and can be taken apart again."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.events import announce
from kuangan.foundation.kernel.text import named
from kuangan.registry import kinds
from kuangan.registry.actions.facts import rebuild_states
from kuangan.registry.actions.merges.movers import Mover as Mover
from kuangan.registry.actions.merges.movers import mover_of, movers
from kuangan.registry.actions.merges.movers import plug_in as plug_in
from kuangan.registry.models import Mine, MineMerge

VERB = "registry.merge"


@dataclass(frozen=True)
class Moving:
    """What a merge does with one table: rows that move, that change places with a better one, that stay behind."""

    label: Any
    moving: int
    leaving: int
    staying: list[str]


# house: not-atomic — counts, writes nothing
def preview(actor: Actor, kept: Mine, merged: Mine) -> list[Moving]:
    """What would move, table by table. Refused where the two cannot be one mine."""
    _check(actor, kept, merged)
    found = []
    for mover in movers():
        moving, leaving, staying = mover.plan(kept, merged)
        if moving or staying:
            found.append(Moving(mover.label, len(moving), len(leaving), [str(row) for row in staying]))
    return found


@transaction.atomic
def merge_mines(actor: Actor, kept: Mine, merged: Mine, *, reason: str) -> MineMerge:
    """Say that `merged` is the same mine as `kept`: everything of it becomes the kept mine's.

    Where a mine may have only one of a sort, the kept mine's goes on counting and the other stays with the merged
    record, readable; of two duties for the same period the one that is further along counts. Nothing is lost or
    doubled, and `unmerge_mines` puts every row back.
    """
    pair = {row.pk: row for row in _locked(kept.pk, merged.pk)}
    kept, merged = pair[kept.pk], pair[merged.pk]
    _check(actor, kept, merged)
    if not (reason := named(reason)[:300]):
        raise Refused(_("Say how you know that the two are one mine."), "reason")
    moves = [told for mover in movers() if (told := mover.move(kept, merged))["moved"] or told["stayed"]]
    merge = MineMerge.rows.create(
        kept=kept, merged=merged, reason=reason, moves=moves, merged_by_id=actor.user_id, merged_by=actor.name[:100]
    )
    Mine.rows.filter(pk=merged.pk).update(merged_into=kept)
    _refold(actor, merge, kinds.MINES_MERGED, reason)
    return merge


@transaction.atomic
def unmerge_mines(actor: Actor, merge: MineMerge, *, reason: str) -> MineMerge:
    """Take a merge back: the rows that moved return, what came to the kept mine since stays there."""
    merge = MineMerge.rows.select_for_update().get(pk=merge.pk)
    kept, _merged = sorted(_locked(merge.kept_id, merge.merged_id), key=lambda row: row.pk != merge.kept_id)
    require(actor, VERB, kept)
    if merge.undone_at is not None:
        raise Refused(_("This merge was taken back already."))
    if kept.merged_into_id is not None:
        raise Refused(_("The kept mine was merged into another one since. Take that merge back first."))
    if not (reason := named(reason)[:300]):
        raise Refused(_("Say why the two are different mines after all."), "reason")
    for told in reversed(merge.moves):
        mover_of(told["table"]).back(told)
    Mine.rows.filter(pk=merge.merged_id).update(merged_into=None, apart_because=reason)
    merge.undone_at, merge.undone_by, merge.undone_reason = clock.now(), actor.name[:100], reason
    merge.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    _refold(actor, merge, kinds.MINES_SEPARATED, reason)
    return merge


def _locked(*pks: int) -> list[Mine]:
    return list(
        Mine.rows.select_for_update(of=("self",)).select_related("enterprise").filter(pk__in=pks).order_by("pk")
    )


def _check(actor: Actor, kept: Mine, merged: Mine) -> None:
    for mine in (kept, merged):
        require(actor, VERB, mine)
    if kept.pk == merged.pk:
        raise Refused(_("Choose another mine than this one."), "other")
    if kept.merged_into_id is not None or merged.merged_into_id is not None:
        raise Refused(_("One of the two was merged already."), "other")
    if kept.region_code != merged.region_code:
        raise Refused(_("The two lie in different counties. Correct the county of the wrong one first."), "other")
    if kept.kind != merged.kind:
        raise Refused(_("The two are of different types. Correct the type of the wrong one first."), "other")


def _refold(actor: Actor, merge: MineMerge, kind: Any, reason: str) -> None:
    """Fold the facts of both again, leave a record at each, and have the duties of both looked at."""
    pair = [merge.kept_id, merge.merged_id]
    rebuild_states(actor, pair)
    counts: dict[str, Any] = {
        part: {told["table"]: len(told[part]) for told in merge.moves if told[part]} for part in ("moved", "stayed")
    }
    for mine in _locked(*pair):
        record(actor, kind, mine, kept=merge.kept.code, merged=merge.merged.code, reason=reason, **counts)
    announce("registry.mines_facts_changed", mine_ids=pair)
