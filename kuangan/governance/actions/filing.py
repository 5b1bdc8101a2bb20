"""Files that are kept with a request, a visit or a report."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel.errors import Refused
from kuangan.governance import kinds
from kuangan.governance.models import HelpFile, HelpReport, HelpRequest, HelpVisit
from kuangan.governance.states import OPEN_STATES, FileStage


@dataclass(frozen=True)
class Paper:
    """A file that is already kept (integrity.files.keep), with the name it came with."""

    stored: StoredFile
    name: str
    stage: str = FileStage.REQUEST


# house: not-atomic — a step of ask, add_visit and report
def attach(
    actor: Actor,
    row: HelpRequest,
    papers: Iterable[Paper],
    *,
    visit: HelpVisit | None = None,
    report: HelpReport | None = None,
) -> list[str]:
    """Write the files of an act, each content once; answers with the names, for the record of the act."""
    seen: set[tuple[int, str]] = set()
    names = []
    for paper in papers:
        stage = FileStage.VISIT if visit else FileStage.REPORT if report else paper.stage
        if (paper.stored.pk, stage) in seen:
            continue
        seen.add((paper.stored.pk, stage))
        HelpFile.rows.create(
            request=row, stage=stage, visit=visit, report=report, stored=paper.stored, name=paper.name[:200],
            added_by=actor.name[:100],
        )  # fmt: skip
        names.append(paper.name[:200])
    return names


# house: not-atomic — a step of ask, add_visit and report
def add_papers(
    actor: Actor, row: HelpRequest, entry: HelpRequest | HelpVisit | HelpReport, papers: Iterable[Paper]
) -> None:  # fmt: skip
    """Write what an entry that was sent again brings and did not bring the first time; Refused once help is over."""
    brought = set(entry.files.values_list("stored_id", flat=True))
    more = [paper for paper in papers if paper.stored.pk not in brought]
    if not more:
        return
    if row.state not in OPEN_STATES:
        raise Refused(_("The request is settled; nothing is added to it any more."))
    names = attach(
        actor, row, more, visit=entry if isinstance(entry, HelpVisit) else None,
        report=entry if isinstance(entry, HelpReport) else None,
    )  # fmt: skip
    record(actor, kinds.PAPER_ADDED, row, file="、".join(names))
