"""Rows of a ledger are written: new hazards in a few statements, by the rules and with the records of `register`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require, scope_for
from kuangan.foundation.exchange.importers import ApplyRow, Counts
from kuangan.foundation.exchange.writing.cells import as_text
from kuangan.foundation.integrity.actions import build, record_many
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.inserting import insert
from kuangan.hazards import kinds
from kuangan.hazards.actions.importing.knowing import says_the_same
from kuangan.hazards.actions.importing.mines import Mines
from kuangan.hazards.actions.locking import tell
from kuangan.hazards.actions.registering import Finding, check_finding, correct, drafted_hazard
from kuangan.hazards.models import Hazard
from kuangan.hazards.policy import is_officer
from kuangan.hazards.queries.listing import serial_of
from kuangan.hazards.sheets.ledger import CORRECTED, INTAKE, NOTED
from kuangan.hazards.states import Grade, Source
from kuangan.registry.models import Mine

PART = 2_000
"""Rows and records are written in portions, so that memory stays flat."""
HELD = "导入台账原有记载："
"""What stands before the words of a file that nothing proves. Chinese content: it is kept in the hazard."""


class Writer:
    """Writes the rows of one import inside the caller's transaction."""

    def __init__(self, actor: Actor, rows: Sequence[ApplyRow]) -> None:
        self.actor, self.rows = actor, rows
        self.mines = Mines(scope_for(actor, "hazards.import"))

    def write(self) -> Counts:
        """Register what is new, correct what is known; returns how many of each."""
        new = [row for row in self.rows if not row.key]
        for start in range(0, len(new), PART):
            self._register(new[start : start + PART])
        return Counts(created=len(new), updated=self._correct([row for row in self.rows if row.key]))

    def _register(self, rows: Sequence[ApplyRow]) -> None:
        made: list[Hazard] = []
        allowed: set[int] = set()
        for row in rows:
            mine, *_rest = self.mines.find(str(row.values.get("mine") or ""), str(row.values.get("county") or ""))
            if mine is None:
                raise Refused(_("The records have changed since the check. Have the file checked again."))
            if mine.pk not in allowed:
                require(self.actor, "hazards.register", mine)
                allowed.add(mine.pk)
            finding = self._finding(mine, row.values)
            check_finding(self.actor, mine, finding)
            made.append(drafted_hazard(self.actor, mine, finding))
        insert(made)
        record_many(
            [
                build(
                    self.actor, kinds.REGISTERED, hazard, happened_at=hazard.found_at, grade=hazard.grade,
                    source=hazard.source, place=hazard.place, pictures=0, line=row.number,
                )
                for row, hazard in zip(rows, made, strict=True)
            ]
        )  # fmt: skip
        for hazard in {hazard.mine_id: hazard for hazard in made}.values():
            tell(hazard)

    def _finding(self, mine: Mine, values: Mapping[str, Any]) -> Finding:
        grade = values.get("grade") or Grade.GENERAL
        own_source = Source.INSPECTION if is_officer(self.actor, mine) else Source.SELF_INSPECTION
        return Finding(
            place=values["place"], description=values["description"], source=values.get("source") or own_source,
            grade=Grade.SUSPECTED if grade == Grade.MAJOR else grade, found_by=values.get("found_by") or "",
            found_at=clock.start_of_day(values["found_on"]), disaster=values.get("disaster") or "",
            focus_area=values.get("focus_area") or "", requirement=_requirement(values),
        )  # fmt: skip

    def _correct(self, rows: Sequence[ApplyRow]) -> int:
        """Each by the verb of its own, which compares with what stands there now and leaves the record."""
        for row in rows:
            hazard = Hazard.objects.within(self.actor.scope).filter(pk=serial_of(row.key) or 0).first()
            if hazard is None or hazard.number != row.key:
                raise Refused(_("The records have changed since the check. Have the file checked again."))
            correct(self.actor, hazard, **{name: _mended(hazard, name, row.values.get(name)) for name in CORRECTED})
        return len(rows)


def _mended(hazard: Hazard, name: str, value: Any) -> Any:
    """What the file says, where it says something else; a cell keeps no line breaks, so they stay as they were."""
    held = getattr(hazard, name)
    return held if value is None or says_the_same(INTAKE[name], held, value) else value


def _requirement(values: Mapping[str, Any]) -> str:
    """What is to be done, and below it what the file says about the course of things, which nothing proves."""
    held = [(key, str(values[key])) for key in NOTED if values.get(key)]
    if (number := values.get("number")) and not serial_of(number):
        held.insert(0, ("number", str(number)))
    if values.get("grade") == Grade.MAJOR:
        held.insert(0, ("grade", as_text(INTAKE["grade"], Grade.MAJOR)))
    noted = HELD + "；".join(f"{INTAKE[key].title}：{text.removesuffix(' 00:00:00')}" for key, text in held)
    return "\n".join(part for part in (values.get("requirement") or "", noted if held else "") if part)
