"""Telling: a cause becomes one notice per person, once, however often it is told."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.kinds import Kind
from kuangan.foundation.notices.models import Cause, Notice

BATCH = 500
_WHY = "written and read back by the telling itself"


@dataclass(frozen=True, slots=True)
class Happening:
    """Something to tell.

    `key` names the cause for ever: the same key tells nobody twice, and people who are named for it later are told
    then. `params` are plain JSON values for the kind's wording; `url` is a path of this site. `happened_at` empty: now.
    """

    kind: Kind
    key: str
    recipients: Collection[int]
    params: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    region_code: str = ""
    mine_id: int | None = None
    happened_at: datetime | None = None


# house: not-atomic — each batch commits by itself; telling the rest again tells nobody twice
def tell(actor: Actor, happenings: Iterable[Happening]) -> int:
    """Tell people. Returns how many causes were given, new and known ones. A few statements per 500 causes."""
    require(actor, "notices.run")
    count = 0
    for batch in _batches(happenings):
        _tell(batch)
        count += len(batch)
    return count


def _batches(happenings: Iterable[Happening]) -> Iterable[list[Happening]]:
    batch: list[Happening] = []
    for happening in happenings:
        batch.append(happening)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


@transaction.atomic
def _tell(batch: list[Happening]) -> None:
    moment = clock.now()
    Cause.rows.bulk_create([_cause(one, moment) for one in batch], ignore_conflicts=True)
    found = Cause.objects.unscoped(_WHY).filter(key__in=[one.key[:200] for one in batch]).order_by()
    ids = dict(found.values_list("key", "pk"))
    Notice.objects.bulk_create(
        [
            Notice(cause_id=ids[one.key[:200]], recipient_id=person, pace=one.kind.pace, entered_at=moment)
            for one in batch
            for person in sorted(set(one.recipients))
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )


def _cause(one: Happening, moment: datetime) -> Cause:
    return Cause(
        key=one.key[:200], kind=one.kind.name, params=dict(one.params), url=one.url[:300], region_code=one.region_code,
        mine_id=one.mine_id, happened_at=one.happened_at or moment, entered_at=moment,
    )  # fmt: skip
