"""Sealing (封存): what has been committed is put into batches, each under one root and chained to the one before.

Writers know nothing of it. A number is no order of commits on PostgreSQL, so a batch takes what is visible and not yet
sealed, whatever its number; a row that is committed late stands in the next batch.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection, transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity import verify_audit
from kuangan.foundation.integrity.models import AuditEvent, Seal
from kuangan.foundation.kernel import clock

BATCH = 4096
"""Most records under one seal."""
LOOKED_BACK = timedelta(hours=2)
"""Late rows are looked for among what was sealed since; the first round of a day looks at the whole trail."""
_LOCK = 0x6B75616E67616E  # any number that nobody else takes


# house: not-atomic — each batch commits by itself, so that a round can be cut off and goes on
def seal_all(actor: Actor) -> list[Seal]:
    """Seal everything that is committed and not yet sealed; returns the new seals, none when another is at it."""
    require(actor, "integrity.seal")
    made: list[Seal] = []
    last = _last()
    for batch in _pending(last):
        seal = _seal(batch, last)
        if seal is None:
            break
        made.append(seal)
        last = seal
    return made


@transaction.atomic
def _seal(batch: list[tuple[int, str]], known: Seal | None) -> Seal | None:
    """Write one seal. None when somebody else has sealed since the batch was read: the next round reads anew."""
    if not _is_ours() or _last() != known:
        return None
    seal = _sealed(batch, known)
    seal.save(force_insert=True)
    return seal


def _last() -> Seal | None:
    return Seal.objects.defer("leaves").order_by("-number").first()


def _sealed(batch: list[tuple[int, str]], last: Seal | None) -> Seal:
    seal = Seal(
        number=last.number + 1 if last else 1,
        sealed_at=max(clock.now(), last.sealed_at) if last else clock.now(),
        count=len(batch),
        first=batch[0][0],
        last=batch[-1][0],
        highest=max(batch[-1][0], last.highest if last else 0),
        total=len(batch) + (last.total if last else 0),
        root=verify_audit.tree_root([verify_audit.leaf_hash(*leaf) for leaf in batch]).hex(),
        previous=last.hash if last else verify_audit.ZERO,
        leaves=b"".join(verify_audit.LEAF.pack(number, bytes.fromhex(digest)) for number, digest in batch),
    )
    seal.hash = verify_audit.seal_hash(seal.figures())
    return seal


def _is_ours() -> bool:
    """Whether this transaction may seal: SQLite lets one write at a time, PostgreSQL is asked for a lock."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _pending(last: Seal | None) -> Iterator[list[tuple[int, str]]]:
    """Number and digest of every committed row that is in no seal, by number, in batches."""
    settled = _settled(last)
    floor = settled.highest if settled else 0
    taken = Numbers(floor)
    later = Seal.objects.filter(number__gt=settled.number if settled else 0)
    for seal in later.iterator(chunk_size=50):
        taken.add_all(number for number, _digest in seal.unpacked())
    batch: list[tuple[int, str]] = []
    rows = AuditEvent.rows.order_by("pk").values_list("pk", "digest")
    while read := list(rows.filter(pk__gt=floor)[:BATCH]):
        floor = read[-1][0]
        batch += [leaf for leaf in read if leaf[0] not in taken]
        if len(batch) >= BATCH:
            yield batch[:BATCH]
            batch = batch[BATCH:]
    if batch:
        yield batch


def _settled(last: Seal | None) -> Seal | None:
    """The seal before which no late row is looked for; None to look at everything.

    Everything is looked at in the first round of a day when the figures say that a row was left behind.
    """
    if last is None:
        return None
    if clock.day_of(last.sealed_at) != clock.today():
        if AuditEvent.rows.filter(pk__lte=last.highest).count() != last.total:
            return None
        return last
    old = Seal.objects.defer("leaves").filter(sealed_at__lt=clock.now() - LOOKED_BACK)
    return old.order_by("-number").first()


class Numbers:
    """A set of record numbers above a floor: one bit each, so that ten million take a megabyte and a bit."""

    def __init__(self, floor: int = 0) -> None:
        self._floor = floor
        self._bits = bytearray()

    def add_all(self, numbers: Iterator[int]) -> list[int]:
        """Add numbers; those at or below the floor are left out. Returns the ones that were in the set already."""
        twice = []
        for number in numbers:
            at = number - self._floor
            if at <= 0:
                continue
            if at >> 3 >= len(self._bits):
                self._bits.extend(bytes((at >> 3) - len(self._bits) + 4096))
            if self._bits[at >> 3] >> (at & 7) & 1:
                twice.append(number)
            self._bits[at >> 3] |= 1 << (at & 7)
        return twice

    def __contains__(self, number: int) -> bool:
        at = number - self._floor
        return at > 0 and at >> 3 < len(self._bits) and bool(self._bits[at >> 3] >> (at & 7) & 1)
