"""From rows to the shapes of one assignment and its parts."""

from typing import Any

from kuangan.duties.api.shapes import ExtensionShape, SubmissionLine
from kuangan.duties.models import Assignment, EvidenceFile, Extension, Submission
from kuangan.duties.queries.evidence import Dossier, dossier
from kuangan.duties.queries.explaining import why
from kuangan.duties.queries.shown import shown_extension, shown_standing, shown_statement

_EXTENSION, _SUBMISSION = (tuple(shape.model_fields) for shape in (ExtensionShape, SubmissionLine))
_LINE = (
    "id", "plan_id", "bearer_kind", "bearer", "mine_id", "region_code", "period_key", "period_start", "period_end",
    "state", "round", "due_at", "original_due_at", "review_due_at", "submitted_at", "accepted_at", "title",
)  # fmt: skip


def whole(row: Assignment) -> dict[str, Any]:
    """An assignment as AssignmentShape. The caller has read it within a scope."""
    papers, reasons = dossier(row), why(row)
    waiting, mine = row.waiting_for, row.mine
    return {
        **{name: getattr(row, name) for name in _LINE},
        "duty": row.duty_slug,
        "group": row.duty.group,
        "mine": str(mine) if mine else None,
        "waiting_for": waiting.name if waiting else None,
        "is_overdue": row.is_overdue(),
        "because": reasons.because,
        "ends": reasons.ends,
        "gone": reasons.gone,
        "step": row.chain_step,
        "content_hash": papers.content_hash,
        "shown": shown_standing(row, papers),
        "evidence": evidence(papers),
        "shares": list(row.co_bearers.values("id", "name", "confirmed_at")),
        "submissions": [submission(one) for one in row.submissions.order_by("-id")],
        "extensions": [extension(row, one) for one in row.extensions.order_by("-id")],
    }


def evidence(papers: Dossier) -> list[dict[str, Any]]:
    """All requirements as they stand."""
    return [requirement(papers, found.spec.key) for found in papers.findings]


def requirement(papers: Dossier, key: str) -> dict[str, Any]:
    """One requirement as Evidence."""
    found = papers.finding(key)
    spec, answer = found.spec, found.answer
    plain = ("key", "label", "type", "required", "choices")
    return {
        "key": spec.key,
        "kind": spec.kind,
        "label": spec.label,
        "required": found.required,
        "found": found.found,
        "words": found.words,
        "covers": found.cover,
        "since": [change.words for change in found.later],
        "shown": shown_statement(papers.assignment, spec, papers.content_hash),
        "accepts": spec.accepts,
        "fields": [
            {**{name: getattr(item, name) for name in plain}, "from_ledger": item.key in found.locked}
            for item in spec.fields
        ],
        "files": [file(one) for one in found.files],
        "answers": found.values if answer or found.locked else None,
        "revision": answer.revision if answer else 0,
    }


def file(one: EvidenceFile) -> dict[str, Any]:
    """A file as FileShape."""
    own = ("id", "requirement", "name", "note", "added_at", "added_by")
    stored = ("size", "media_type", "sha256")
    return {name: getattr(one, name) for name in own} | {name: getattr(one.stored, name) for name in stored}


def submission(one: Submission) -> dict[str, Any]:
    """A submission as SubmissionLine."""
    return {name: getattr(one, name) for name in _SUBMISSION}


def extension(row: Assignment, one: Extension) -> dict[str, Any]:
    """A request for more time as ExtensionShape."""
    return {name: getattr(one, name) for name in _EXTENSION if name != "shown"} | {"shown": shown_extension(row, one)}
