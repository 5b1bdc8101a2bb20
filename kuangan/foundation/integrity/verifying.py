"""Checking the whole trail in the database, with the code of the single-file verifier."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import get_language, ngettext

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity import comparison, frozen, guards, kinds, reading, verify_audit
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.heads import remembered
from kuangan.foundation.integrity.models import AuditEvent, Seal
from kuangan.foundation.integrity.sealing import Numbers
from kuangan.foundation.kernel import clock

UNSEALED_AFTER = timedelta(minutes=10)
"""A row that is in no seal after this time is a finding; sealing takes a minute when the worker runs."""
BUILT_BEFORE = timedelta(hours=1)
"""Many records of one act may be built for so long before they get their numbers: no finding."""
_AT_ONCE = 20_000


# house: not-atomic — only looks, for up to a minute, and must not hold up writers
def verify(actor: Actor, anchor: dict[str, Any] | None = None, code: str = "") -> verify_audit.Ledger:
    """Check every record and every seal; `problems` of the answer is empty when all is in order, by number otherwise.

    `anchor` are the figures of a seal kept elsewhere, `code` is a short code kept on paper: with either, records that
    were cut off at the end are found too. That it was checked, and with which result, is recorded.
    """
    require(actor, "integrity.verify")
    keeps_time = not settings.DEMO  # a demo's clock is set as one likes
    ledger, sealed, codes = verify_audit.Ledger(_records(), keeps_time), Numbers(), set()
    for seal in reading.seals():
        leaves = reading.leaves_of(seal)
        ledger.follow(seal.figures(), leaves, [])
        for number in sealed.add_all(leaf[1] for leaf in leaves):
            ledger.note("twice", number, seal.number)
        codes.add(seal.code if code else "")
    ledger.finish()
    _look_for_unsealed(ledger, sealed)
    if unguarded := guards.missing(connection):
        ledger.note("guards", what=", ".join(unguarded))
    _compare_frozen(ledger)
    if anchor:
        kept = Seal.objects.filter(number=anchor["number"]).first()
        ledger.compare(anchor, kept.figures() if kept else None)
    if code and code.strip().upper() not in codes:
        ledger.note("code", ledger.last.get("last", 0), ledger.seals, code)
    ledger.problems.sort(key=verify_audit.by_number)
    note_verified(actor, ledger)
    return ledger


def _records() -> Iterator[tuple[int, bytes]]:
    for seal in reading.seals():
        yield from reading.records(reading.leaves_of(seal), is_strict=True)


def _compare_frozen(ledger: verify_audit.Ledger) -> None:
    """The rows that the trail froze, as they stand in the database today."""
    covered: dict[str, Numbers] = {}
    found = list(frozen.differences(covered=covered))
    for one in found:
        ledger.note("gone" if one.is_gone else "frozen", one.event, what=one.words())
    ledger.uncovered = frozen.count_uncovered(covered)
    comparison.remember(one.event for one in found)


def _look_for_unsealed(ledger: verify_audit.Ledger, sealed: Numbers) -> None:
    """What is in no seal although it was written some time ago, has a digest that is not its own, or falls in time; and
    what a process of this machine has written and is not there."""
    heads = dict(sorted(remembered().items(), key=lambda one: one[1]))
    last, before = 0, None
    found = AuditEvent.rows.order_by("pk").values_list("pk", "entered_at", "digest")
    while rows := list(found.filter(pk__gt=last)[:_AT_ONCE]):
        last = rows[-1][0]
        _look_at([number for number, _moment, _digest in rows if number not in sealed], ledger)
        for number, moment, digest in rows:
            heads.pop(digest, None)
            if before and before - moment > BUILT_BEFORE and not settings.DEMO:  # a demo's clock is set as one likes
                ledger.note("order", number)
            before = moment
    if heads:
        words = ngettext("%(count)d record (first: %(moment)s)", "%(count)d records (first: %(moment)s)", len(heads))
        moment = datetime.fromisoformat(next(iter(heads.values()))).replace(tzinfo=UTC).astimezone(clock.SHANGHAI)
        ledger.note("tail", what=words % {"count": len(heads), "moment": f"{moment:%Y-%m-%d %H:%M:%S}"})


def _look_at(numbers: list[int], ledger: verify_audit.Ledger) -> None:
    old = clock.now() - UNSEALED_AFTER
    for at in range(0, len(numbers), 500):
        found = AuditEvent.rows.filter(pk__in=numbers[at : at + 500]).order_by("pk").values_list("pk", "entered_at")
        for number, entered_at in found:
            if entered_at < old:
                ledger.note("unsealed", number)
            elif not reading.digest_is_true(number):
                ledger.note("changed", number)


@transaction.atomic
def note_verified(actor: Actor, ledger: verify_audit.Ledger) -> None:
    """Record that the trail was checked, and the result."""
    seal = Seal.objects.defer("leaves").filter(number=ledger.last.get("number", 0)).first()
    first = ledger.problems[0] if ledger.problems else None
    record(
        actor, kinds.VERIFIED, seal, checked=ledger.records, seals=ledger.seals, findings=len(ledger.problems),
        first_bad=first.record if first else None, finding=first.words(get_language() or "en") if first else "",
    )  # fmt: skip
