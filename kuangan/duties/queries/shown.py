"""The codes of what a page shows about an assignment, to be compared when somebody signs, submits or decides."""

from kuangan.duties.models import Assignment, Extension, Submission
from kuangan.duties.queries.evidence import Dossier, dossier
from kuangan.duties.queries.frozen import live_submission, read_frozen
from kuangan.foundation.integrity.shown import code_of
from kuangan.plan.rules.dues import Evidence


# house: unscoped — the assignment was read within a scope
def shown_standing(row: Assignment, papers: Dossier | None = None, submission: Submission | None = None) -> str:
    """Where it stands and what it holds: what was submitted, or what has been supplied while it is prepared."""
    held = submission or live_submission(row)
    content = read_frozen(held).digest if held else (papers or dossier(row)).content_hash
    receipt = held.number if held else ""
    return code_of(row.pk, row.state, row.round, row.chain_step, row.due_at, receipt, content)


# house: unscoped — only words and a hash
def shown_statement(row: Assignment, spec: Evidence, content_hash: str) -> str:
    """A statement that is to be signed, in the words of the plan, and the content it is over."""
    return code_of(row.pk, row.round, spec.key, spec.text or spec.label, content_hash)


# house: unscoped — the request was read within a scope
def shown_extension(row: Assignment, asked: Extension) -> str:
    """A request for more time as it waits for its decision."""
    return code_of(asked.pk, asked.state, asked.reason, asked.proposed_due_at, row.due_at, row.state)
