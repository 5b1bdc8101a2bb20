"""A ledger of hazards comes in from a sheet: judged row by row, then written in a few statements."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import scope_for
from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.exchange.importers import ApplyRow, Counts, Match
from kuangan.foundation.exchange.objections import CleanRow
from kuangan.hazards.actions.importing import wordings  # noqa: F401 - teaches exchange our sentences
from kuangan.hazards.actions.importing.judging import Judge
from kuangan.hazards.actions.importing.writing import Writer
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.listing import serial_of
from kuangan.hazards.sheets import INTAKE

_BATCH = 500


class LedgerImporter:
    """Plugged into exchange: recognises a hazard by our number, else by mine, day, place and words."""

    name = "hazards.ledger"
    verb = "hazards.import"
    spec: SheetSpec = INTAKE

    def match(self, actor: Actor, rows: Sequence[CleanRow]) -> Sequence[Match]:
        """Judge every row against the ledger of the actor's jurisdiction; a handful of statements for any number."""
        judge = Judge(actor, rows)
        return [judge.judge(row) for row in rows]

    @transaction.atomic
    def lock(self, actor: Actor, keys: Sequence[str]) -> None:
        """Lock the hazards of these numbers, in order, until the import is over."""
        serials = sorted(serial for key in keys if (serial := serial_of(key)))
        for some in _parts(serials):
            rows = Hazard.objects.within(scope_for(actor, "hazards.import")).filter(pk__in=some).order_by("pk")
            list(rows.select_for_update().values_list("pk", flat=True))

    def apply(self, actor: Actor, rows: Sequence[ApplyRow]) -> Counts:
        """Register the new hazards and correct the words of known ones, within the caller's transaction."""
        return Writer(actor, rows).write()


def _parts(values: Iterable[int]) -> Iterator[list[int]]:
    known = list(values)
    return (known[start : start + _BATCH] for start in range(0, len(known), _BATCH))
