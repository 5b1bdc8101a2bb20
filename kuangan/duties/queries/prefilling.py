"""What the ledgers say about the fields of a form: filled in before anybody types, and shown beside what was typed."""

from collections.abc import Iterable, Mapping
from typing import Any

from kuangan.duties.models import Assignment
from kuangan.duties.queries.measures import Measured, measured
from kuangan.plan.rules.dues import FormField


# house: unscoped — the assignment was read within a scope
def by_ledgers(assignment: Assignment, fields: Iterable[FormField]) -> dict[str, Measured]:
    """By key of a field what its ledger says; fields of which no ledger knows are left out."""
    found = {item.key: measured(item.measure, assignment, {}) for item in fields if item.measure}
    return {key: answer for key, answer in found.items() if answer is not None}


# house: unscoped — only words
def as_answers(found: Mapping[str, Measured]) -> dict[str, Any]:
    """The figures as a form keeps them: plain decimal text."""
    return {key: f"{answer.value:g}" for key, answer in found.items()}
