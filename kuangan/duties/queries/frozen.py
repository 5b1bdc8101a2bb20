"""What was submitted, as it was frozen: whether it is still the same, and what the ledgers say since."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kuangan.duties.models import Assignment, Submission
from kuangan.duties.queries.supplied import Supplied, parts_of
from kuangan.duties.rules.content import content_of, frozen_part, hash_of
from kuangan.duties.rules.figures import Figure, Later, later
from kuangan.duties.states import AssignmentState, SubmissionState

_DELIVERED = (AssignmentState.SUBMITTED, AssignmentState.ACCEPTED)
_LIVE = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)


@dataclass(slots=True)
class Frozen:
    """A submission read again. `digest` is the hash of what is kept now; `altered` names every part that is not what
    was submitted; `later` what the ledgers say since, by figure."""

    submission: Submission
    digest: str
    figures: dict[str, Figure]
    altered: list[str] = field(default_factory=list)
    later: dict[str, Later] = field(default_factory=dict)

    def later_of(self, keys: Iterable[str]) -> list[Later]:
        """What came later about some figures."""
        return [self.later[key] for key in keys if key in self.later]


# house: unscoped — the assignment was read within a scope
def live_submission(assignment: Assignment) -> Submission | None:
    """What is under review or accepted; None while the bearer still prepares it."""
    if assignment.state not in _DELIVERED:
        return None
    live = (one for one in assignment.submissions.all() if one.state in _LIVE and one.round == assignment.round)
    return next(live, None)


# house: unscoped — the submission was read within a scope
def read_frozen(submission: Submission) -> Frozen:
    """A submission as it is kept, with the check that it is what was handed in."""
    content = submission.content
    figures = {key: Figure.read(value) for key, value in content.get("measured", {}).items()}
    found = Frozen(submission, hash_of(frozen_part(content)), figures)
    if found.digest != submission.content_hash:
        found.altered.append(_("the content of the submission"))
    return found


# house: unscoped — the assignment was read within a scope
def compared(assignment: Assignment, submission: Submission, given: Supplied) -> Frozen:
    """A submission beside what the tables hold now: files, answers and signatures must be the same, ledgers go on."""
    found, content = read_frozen(submission), submission.content
    files, answers = [row for rows in given.files.values() for row in rows], dict(given.answers)
    if not {item["for"] for item in content.get("files", ())} <= set(given.files):  # the plan asks otherwise by now
        rows = assignment.files.filter(round=submission.round, removed_at__isnull=True)
        files = list(rows.select_related("stored"))
    if not set(content.get("forms", {})) <= set(answers):
        answers = {row.requirement: row for row in assignment.answers.filter(round=submission.round)}
    if content_of({}, parts_of(files), {}, {})["files"] != content.get("files", []):
        found.altered.append(_("the files"))
    for key, values in content.get("forms", {}).items():
        kept = answers[key].values if key in answers else {}
        if any(kept.get(name) != value for name, value in values.items()):
            found.altered.append(_("the answers to a form"))
    for mark in content.get("signatures", ()):
        signed = given.signatures.get(mark["for"], [])
        kept = (mark["text"], mark["content_hash"], mark["by"])
        if kept not in [(one.text, one.content_hash, one.signed_by) for one in signed]:
            found.altered.append(_("what %(name)s signed") % {"name": mark["by"]})
    for key, figure in given.figures.items():
        if key in found.figures and (change := later(found.figures[key], figure)):
            found.later[key] = change
    return found
