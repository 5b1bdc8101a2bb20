"""Files that are kept with a request, a visit or a report."""

from collections.abc import Iterable
from dataclasses import dataclass

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.models import StoredFile
from kuangan.governance.models import HelpFile, HelpReport, HelpRequest, HelpVisit
from kuangan.governance.states import FileStage


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
