"""A bearer supplies what a duty asks, piece by piece through the verbs, signs it and submits it."""

from dataclasses import dataclass
from random import Random

from kuangan.duties.actions.submit import submit
from kuangan.duties.actions.supply import acknowledge, add_file, save_form, sign
from kuangan.duties.models import Assignment, Submission
from kuangan.duties.queries.evidence import Finding, dossier
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock
from kuangan.shell.simulation.answers import Teller, answers
from kuangan.shell.simulation.papers import document, photograph

SIGNED = ("statement", "zero_report")


@dataclass(frozen=True)
class Hands:
    """Who works on a delivery: `clerk` prepares and submits, `principal` signs; both may be the same person."""

    clerk: Actor
    principal: Actor
    teller: Teller
    stamp: str
    """What the camera writes into a photograph: the code of the mine."""


class Delivery:
    """One person's way through an assignment; the careless take `old_photos` again."""

    def __init__(
        self, hands: Hands, row: Assignment, chance: Random, old_photos: list[StoredFile] | None = None
    ) -> None:
        self._hands, self._row, self._chance = hands, row, chance
        self._photos = old_photos if old_photos is not None else []
        self._zero = chance.random() < 0.85

    def go(self, *, mend: bool = False) -> Submission:
        """Supply what is missing, sign last, submit. Raises Refused while a fact on record is missing."""
        findings = dossier(self._row).findings
        replaced = {f.spec.instead_of for f in findings if f.spec.instead_of} if self._zero else set()
        pieces = [f for f in findings if f.required and not replaced & {f.spec.key, f.stands_in_for}]
        for finding in pieces:
            if not finding.found or (mend and finding.spec.kind in ("file", "form")):
                self._supply(finding, mend)
        for finding in pieces:
            if finding.spec.kind in SIGNED and (self._zero or not finding.spec.instead_of):
                sign(self._hands.principal, self._row, finding.spec.key, proven=True)
        reason = "已按退回意见逐项核对，台账内容无误。" if mend else ""
        return submit(self._hands.clerk, self._row, note=self._note(mend), unchanged_because=reason)

    def _note(self, mend: bool) -> str:
        if mend:
            return "已按退回意见补正。"
        return self._chance.choice(("", "", "", "请审核。", "纸质件另送。"))

    def _supply(self, finding: Finding, mend: bool) -> None:
        kind, key = finding.spec.kind, finding.spec.key
        if kind == "acknowledgement":
            acknowledge(self._hands.clerk, self._row, key)
        elif kind == "form":
            day = min(clock.today(), self._row.period_end)
            raw = {**answers(finding.spec.fields, self._hands.teller, day, self._chance), **finding.known}
            save_form(self._hands.clerk, self._row, key, raw, revision=finding.answer.revision if finding.answer else 0)
        elif kind == "file":
            missing = max(finding.spec.least, 1) - (0 if mend else len(finding.files))
            for at in range(max(missing, 1)):
                self._attach(finding, at, mend)

    def _attach(self, finding: Finding, at: int, mend: bool) -> None:
        label, taken = finding.spec.label, None
        if "image" in finding.spec.accepts and ("document" not in finding.spec.accepts or at):
            name, taken = f"{label}{at + 1}.jpg", clock.now()
            stored = self._photo(name)
        else:
            name = f"{label}{'（补正）' if mend else ''}.pdf"
            stored = document(name, f"{self._row.bearer}{self._row.title}", self._lines(label))
        add_file(self._hands.clerk, self._row, finding.spec.key, stored, name=name, taken_at=taken)

    def _photo(self, name: str) -> StoredFile:
        if len(self._photos) > 3 and self._chance.random() < 0.5:
            return self._photos[self._chance.randrange(len(self._photos))]
        stored = photograph(name, self._chance, clock.now(), self._hands.stamp)
        self._photos.append(stored)
        return stored

    def _lines(self, label: str) -> list[str]:
        day = clock.today()
        return [
            f"材料名称：{label}", f"报送单位：{self._row.bearer}", f"日期：{day.year}年{day.month}月{day.day}日",
            f"主要负责人：{self._hands.principal.name}　经办人：{self._hands.clerk.name}",
            f"依据条款：{'、'.join(self._row.duty.clauses)}", "本件为演示数据，单位和人员均属虚构。",
        ]  # fmt: skip
