"""The mine roster comes in from a sheet: judged row by row, then written in a few statements."""

from collections.abc import Sequence

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.exchange.importers import ApplyRow, Counts, Match
from kuangan.foundation.exchange.objections import CleanRow
from kuangan.registry.actions.roster import wordings  # noqa: F401 - teaches exchange our sentences
from kuangan.registry.actions.roster.belongings import chunks
from kuangan.registry.actions.roster.judging import Judge
from kuangan.registry.actions.roster.writing import Writer
from kuangan.registry.models import Enterprise, Mine
from kuangan.registry.sheets import ROSTER


class RosterImporter:
    """Plugged into exchange: recognises mines by our code, licence number, credit code and name, or both names."""

    name = "registry.roster"
    verb = "registry.import_roster"
    asks_why_new = True
    spec: SheetSpec = ROSTER

    def match(self, actor: Actor, rows: Sequence[CleanRow]) -> Sequence[Match]:
        """Judge every row against the mines of the actor's jurisdiction; a handful of statements for any number."""
        judge = Judge(actor, rows)
        return [judge.judge(row) for row in rows]

    def lock(self, actor: Actor, keys: Sequence[str]) -> None:
        """Lock enterprises, then mines, as single verbs do: who changes one of them waits until the import is over."""
        for some in chunks(keys):
            mines = Mine.rows.filter(code__in=some).order_by()
            owners = Enterprise.rows.filter(pk__in=mines.values("enterprise")).order_by("pk")
            list(owners.select_for_update().values_list("pk", flat=True))
        for some in chunks(keys):
            list(Mine.rows.filter(code__in=some).order_by("pk").select_for_update().values_list("pk", flat=True))

    def apply(self, actor: Actor, rows: Sequence[ApplyRow]) -> Counts:
        """Create and change mines with their enterprises, facts, licences, people and contractors; all or nothing."""
        return Writer(actor, rows).write()
