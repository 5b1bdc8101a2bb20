"""Rows that nobody changes any more, beside the hash of them that the trail holds since the act that froze them.

A room declares which fields of a model are frozen; its acts add `frozen=marks(row)` to their record. A later act may
freeze a row anew, with another state. What was frozen before marks were kept is not covered, and never an alarm.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from kuangan.foundation.integrity import verify_audit
from kuangan.foundation.integrity.canonical import settled, stamp
from kuangan.foundation.integrity.kinds import Kind
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.integrity.sealing import Numbers

DETAIL = "frozen"
"""Name of the detail of a record that holds the marks: {"duties.review:12": "1:<SHA-256>"}."""
_AT_ONCE = 500


@dataclass(frozen=True)
class Frozen:
    """What of a model is frozen. `edition` goes up when the fields change: marks of another edition cover nothing.

    `standing` says which rows are frozen, to count those without a mark.
    """

    label: str
    kinds: tuple[str, ...]
    fields: tuple[str, ...]
    standing: Q
    edition: int


@dataclass(frozen=True)
class Difference:
    """A row that is not what record number `event` froze; `is_gone` when it is not there at all."""

    event: int
    key: str
    is_gone: bool
    object_type: str
    object_id: str

    def words(self) -> str:
        """What the row is called: the name of its model and its number."""
        label, _colon, pk = self.key.partition(":")
        return f"{apps.get_model(label)._meta.verbose_name} {pk}"


_declared: dict[str, Frozen] = {}


def declare(label: str, *fields: str, by: Iterable[Kind], standing: Q | None = None, edition: int = 1) -> None:
    """Say which fields of a model are frozen, and by which acts: `declare("duties.review", "opinion", by=[ACCEPTED])`.

    Fields that follow other acts (the county of a mine that moves) are left out.
    """
    _declared[label] = Frozen(label, tuple(kind.name for kind in by), fields, standing or Q(), edition)


def marks(*rows: Model) -> dict[str, str]:
    """The marks of rows as the database holds them now, for the record of the act: `record(…, frozen=marks(row))`."""
    wanted: dict[str, list[str]] = {}
    for row in rows:
        wanted.setdefault(row._meta.label_lower, []).append(str(row.pk))
    return {f"{label}:{pk}": mark for label, pks in wanted.items() for pk, mark in _marks_now(label, pks).items()}


def _marks_now(label: str, pks: list[str]) -> dict[str, str]:
    told = _declared[label]
    model: Any = apps.get_model(label)
    rows = model.rows.order_by().filter(pk__in=pks).values("pk", *told.fields)
    return {str(row.pop("pk")): f"{told.edition}:{_hash_of(row)}" for row in rows}


def _hash_of(values: dict[str, Any]) -> str:
    plain = {name: _plain(value) for name, value in values.items()}
    return verify_audit.sha256(verify_audit.canonical(verify_audit.plain(settled(plain))))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return stamp(value)
    return value.isoformat() if isinstance(value, date | time) else value


# house: unscoped — the subject was read within a scope
def differences_of(subject: Model) -> list[Difference]:
    """Which rows of a record are not what its trail says. Looked at twice where they differ: an act may be between."""
    found = AuditEvent.rows.filter(object_type=subject._meta.label_lower, object_id=str(subject.pk))
    first = {one.key for one in _of_events(found)}
    return [one for one in _of_events(found) if one.key in first] if first else []


def _of_events(found: QuerySet[AuditEvent]) -> list[Difference]:
    return list(_differing(_latest(_marked(found).values_list(*_COLUMNS))))


_COLUMNS = ("pk", "object_type", "object_id", "details")


def _marked(found: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    kinds = {kind for told in _declared.values() for kind in told.kinds}
    return found.filter(kind__in=sorted(kinds)).order_by("pk")


def _latest(events: Iterable[Any]) -> dict[str, tuple[Difference, str]]:
    """The last mark of every row among some records, in their order; marks that cover nothing today are left out."""
    latest = {}
    for number, object_type, object_id, details in events:
        for key, mark in ((details or {}).get(DETAIL) or {}).items():
            told = _declared.get(key.partition(":")[0])
            if told and str(mark).startswith(f"{told.edition}:"):
                latest[key] = Difference(number, key, False, object_type, object_id), mark
    return latest


def _differing(latest: dict[str, tuple[Difference, str]]) -> Iterator[Difference]:
    by_label: dict[str, list[str]] = {}
    for key in latest:
        label, _colon, pk = key.partition(":")
        by_label.setdefault(label, []).append(pk)
    for label, pks in by_label.items():
        now = _marks_now(label, pks)
        for pk in pks:
            told, mark = latest[f"{label}:{pk}"]
            if now.get(pk) != mark:
                yield Difference(told.event, told.key, pk not in now, told.object_type, told.object_id)


# house: unscoped — hashes only, of all jurisdictions
def differences(after: int = 0, until: int | None = None, covered: dict[str, Numbers] | None = None) -> Iterator[Any]:
    """Every row frozen by the records with these numbers that differs today; `covered` takes the rows looked at."""
    while True:
        found = _marked(AuditEvent.rows.filter(pk__gt=after))
        if until is not None:
            found = found.filter(pk__lte=until)
        events = list(found.values_list(*_COLUMNS)[:_AT_ONCE])
        if not events:
            return
        after, latest = events[-1][0], _latest(events)
        for key in latest if covered is not None else ():
            label, _colon, pk = key.partition(":")
            covered.setdefault(label, Numbers()).add_all(iter([int(pk)]))  # type: ignore[union-attr]
        yield from (one for one in _differing(latest) if not _frozen_anew(one))


def _frozen_anew(one: Difference) -> bool:
    """Whether a later record of the same subject froze the row again: that one is compared in its turn."""
    later = AuditEvent.rows.filter(object_type=one.object_type, object_id=one.object_id, pk__gt=one.event)
    return one.key in _latest(_marked(later).values_list(*_COLUMNS))


# house: unscoped — a number only
def count_uncovered(covered: dict[str, Numbers]) -> int:
    """How many frozen rows no record has a mark of: they were frozen before marks were kept."""
    total = 0
    for label, told in _declared.items():
        model: Any = apps.get_model(label)
        known = covered.get(label)
        pks = model.rows.order_by().filter(told.standing).values_list("pk", flat=True).iterator(5_000)
        total += sum(1 for pk in pks if known is None or pk not in known)
    return total
