"""One check whole: what its page shows, what is still missing, what the signature is bound to."""

from dataclasses import dataclass, field
from typing import Any

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.hazards.states import Grade
from kuangan.inspections.models import (
    CheckFinding,
    CheckPhoto,
    CriterionAnswer,
    GoneHazard,
    MonthlyCheck,
    Participant,
    RouteArea,
)
from kuangan.inspections.queries.attestation import attestation
from kuangan.inspections.queries.checks import earlier_check
from kuangan.inspections.queries.criteria import heads_of
from kuangan.inspections.queries.standing import Standing, standing
from kuangan.inspections.rules.gaps import AnswerTold, AreaTold, Gap, Sheet, gaps
from kuangan.inspections.rules.repeating import reads_the_same
from kuangan.inspections.rules.sealing import digest
from kuangan.standards.models import Criterion


@dataclass(frozen=True, slots=True)
class Asked:
    """One head with its answer (None: open) and the hazards linked with it or with one of its sub-items."""

    criterion: Criterion
    answer: CriterionAnswer | None
    findings: list[CheckFinding]

    @property
    def told(self) -> AnswerTold:
        """As the rules look at it."""
        answer, grave = self.answer, [one for one in self.findings if one.hazard.grade != Grade.GENERAL]
        return AnswerTold(
            self.criterion.label, answer.answer if answer else "", answer.reason if answer else "",
            len(self.findings), len(grave),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Walked:
    """One area with its pictures and hazards."""

    area: RouteArea
    photos: list[CheckPhoto]
    findings: list[CheckFinding]

    @property
    def told(self) -> AreaTold:
        """As the rules look at it."""
        area = self.area
        return AreaTold(area.name, area.looked_at, area.result, area.words, len(self.findings))


@dataclass(slots=True)
class Record:
    """A check with everything that belongs to it."""

    row: MonthlyCheck
    people: list[Participant]
    areas: list[Walked]
    asked: list[Asked]
    findings: list[CheckFinding]
    photos: list[CheckPhoto]
    gone: list[GoneHazard] = field(default_factory=list)
    standing: list[Standing] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def loose_photos(self) -> list[CheckPhoto]:
        """Pictures that belong to no area."""
        return [one for one in self.photos if one.area_id is None]

    @property
    def grave(self) -> list[CheckFinding]:
        """The hazards that are major or suspected to be."""
        return [one for one in self.findings if one.hazard.grade != Grade.GENERAL]

    @property
    def areas_left(self) -> int:
        """Areas that have no result yet."""
        return sum(not one.area.result for one in self.areas)

    @property
    def criteria_left(self) -> int:
        """Criteria that have no answer yet."""
        return sum(one.answer is None for one in self.asked)

    def gaps_in(self, step: str) -> list[Gap]:
        """What is missing in one part."""
        return [one for one in self.gaps if one.step == step]


def check(scope: Scope, pk: int) -> MonthlyCheck:
    """One check with its mine and the check it replaces. Raises MonthlyCheck.DoesNotExist outside the scope."""
    found: MonthlyCheck = (
        MonthlyCheck.objects.within(scope)
        .select_related("mine", "mine__enterprise", "replaces", "repeats", "leader_person")
        .get(pk=pk)
    )
    return found


def repeated_by(scope: Scope, held: Record) -> MonthlyCheck | None:
    """The mine's check before this one when route and words are identical: perhaps nobody walked."""
    earlier = earlier_check(scope, held.row)
    if earlier is None or not held.areas:
        return None
    then = [AreaTold(one.name, one.looked_at, one.result, one.words, 0) for one in earlier.areas.all()]
    return earlier if reads_the_same([one.told for one in held.areas], then) else None


# house: unscoped — everything hangs on a check that the caller was given within a scope
def record(row: MonthlyCheck) -> Record:
    """The check whole. Seven statements, whatever its length, those of the criteria, and one of the ledger while it is
    filled in."""
    findings = list(row.findings.select_related("hazard__criterion", "criterion", "area"))
    photos = list(row.photos.filter(removed_at__isnull=True).select_related("stored"))
    answers = {one.criterion_id: one for one in row.answers.all()}
    areas = [
        Walked(
            area, [one for one in photos if one.area_id == area.pk], [one for one in findings if one.area_id == area.pk]
        )
        for area in row.areas.all()
    ]
    asked = [Asked(head, answers.get(head.pk), _under(head, findings)) for head in heads_of(row)]
    held = Record(row, list(row.people.all()), areas, asked, findings, photos, list(row.gone.select_related("hazard")))
    held.standing = standing(row, findings, held.gone) if row.is_draft else []
    held.gaps = gaps(_sheet(held))
    return held


def _under(head: Criterion, findings: list[CheckFinding]) -> list[CheckFinding]:
    """The hazards linked with a head or one of its parts."""
    own = {(one.code, one.mine_kind) for one in (head, *head.parts.all())}
    return [one for one in findings if _criterion_of(one) in own]


def _criterion_of(finding: CheckFinding) -> tuple[str, str] | None:
    """The criterion named with the finding, else that by which the hazard was determined, whatever set it stood in."""
    criterion = finding.criterion or finding.hazard.criterion
    return (criterion.code, criterion.mine_kind) if criterion else None


def _sheet(held: Record) -> Sheet:
    row = held.row
    return Sheet(
        checked_on=row.checked_on, today=clock.today(), began=row.began, ended=row.ended,
        led_by_principal=row.led_by_principal, leader=row.leader, people=len(held.people),
        alone_reason=row.alone_reason, areas=[one.told for one in held.areas],
        answers=[one.told for one in held.asked], photos=len(held.photos),
        standing=[one.told for one in held.standing],
    )  # fmt: skip


# house: unscoped — arithmetic over a record that was read within a scope
def statement(held: Record, signer: str) -> str:
    """The zero-finding attestation of this check; empty when a major or suspected hazard was found."""
    if held.grave:
        return ""
    return attestation(held.row, held.row.leader or signer, len(held.areas), len(held.asked))


# house: unscoped — arithmetic over a record that was read within a scope
def content_of(held: Record, signer: str) -> dict[str, Any]:
    """Everything that the principal signs, as plain values: who, when, route, criteria, hazards, pictures, words."""
    row = held.row
    names = ("checked_on", "began", "ended", "led_by_principal", "alone_reason", "replaces_id", "replacement_reason")
    return {
        **{name: _plain(getattr(row, name)) for name in names},
        "mine": {"id": row.mine_id, "name": row.mine.name},
        "leader": row.leader or signer,
        "people": [[one.name, one.post] for one in held.people],
        "areas": [
            {
                "name": one.area.name, "looked_at": one.area.looked_at, "result": one.area.result,
                "words": one.area.words, "walked_at": _plain(one.area.walked_at),
                "photos": [photo.stored.sha256 for photo in one.photos],
                "hazards": [finding.hazard.number for finding in one.findings],
            }
            for one in held.areas
        ],
        "criteria": [
            {"label": one.told.label, "text": one.criterion.text, "answer": one.told.answer, "reason": one.told.reason}
            for one in held.asked
        ],
        "hazards": [
            {
                "number": one.hazard.number, "grade": one.hazard.grade, "place": one.hazard.place,
                "description": one.hazard.description, "criterion": one.criterion.label if one.criterion else "",
                "is_new": one.is_new,
            }
            for one in held.findings
        ],
        "gone": [[one.hazard.number, one.words] for one in held.gone],
        "photos": [one.stored.sha256 for one in held.photos],
        "attestation": statement(held, signer),
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """Days and times as text, so that the digest is the same before and after the database kept it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


# house: unscoped — arithmetic over a record that was read within a scope
def hash_of(held: Record, signer: str) -> str:
    """The digest that the signature is bound to."""
    return digest(content_of(held, signer))


# house: unscoped — arithmetic over a row that was read within a scope
def is_intact(row: MonthlyCheck) -> bool:
    """Whether what was signed is still what stands there."""
    return row.content is None or digest(row.content) == row.content_hash
