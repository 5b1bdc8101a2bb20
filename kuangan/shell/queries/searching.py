"""One search over all rooms: mines, enterprises, people, contractors, hazards, duties, clauses, receipt numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from kuangan.duties.models import Assignment, Submission
from kuangan.duties.states import UNSETTLED
from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel.text import search_text, words_of
from kuangan.hazards.queries.listing import Narrowing, as_lines, hazards
from kuangan.plan.models import PlanVersion
from kuangan.plan.queries import package_of
from kuangan.plan.states import VersionState
from kuangan.registry.queries import search as search_registry

LIMIT = 8
"""Rows of each sort on the page; a longer list is found in the room's own list."""
SUGGESTED = 4
"""Rows of each sort among the suggestions."""
_NUMBER = re.compile(r"\d{3,}")


@dataclass(frozen=True)
class Found:
    """One row: its sort, what identifies it in its room, the words to show, how many matters stand behind it."""

    sort: str
    key: Any
    name: str
    note: str = ""
    count: int = 0


@dataclass
class Findings:
    """Everything found, by sort in the order of the page."""

    text: str
    rows: dict[str, list[Found]] = field(default_factory=dict)

    def add(self, found: Sequence[Found]) -> None:
        """Add rows to their sorts."""
        for row in found:
            self.rows.setdefault(row.sort, []).append(row)

    @property
    def total(self) -> int:
        """How many rows are shown."""
        return sum(map(len, self.rows.values()))


def search(scope: Scope, text: str) -> Findings:
    """What the words of `text` find inside the scope, by part of a name, code, pinyin or initials; at most 9 SQL."""
    findings = Findings(text.strip())
    words = words_of(text)
    if not words:
        return findings
    findings.add([Found(hit.sort, hit.pk, hit.name, hit.note) for hit in search_registry(scope, text, LIMIT)])
    versions = _versions(scope)
    findings.add(_hazards(scope, text))
    findings.add(_duties(scope, versions, words))
    findings.add(_clauses(versions, words))
    if _NUMBER.search(text):
        findings.add(_receipts(scope, words))
    return findings


def suggestions(scope: Scope, text: str) -> list[Found]:
    """What may be meant while somebody is still typing: mines, enterprises, people, and hazards by their number; at
    most LIMIT rows, at most 5 SQL."""
    if not words_of(text):
        return []
    found = [Found(hit.sort, hit.pk, hit.name, hit.note) for hit in search_registry(scope, text, SUGGESTED)]
    if _NUMBER.search(text):
        found = [*_hazards(scope, text)[:SUGGESTED], *found]
    return found[:LIMIT]


def _versions(scope: Scope) -> list[PlanVersion]:
    """Plans in force around or inside the reader's regions, or under which something of theirs is owed."""
    published = list(PlanVersion.objects.filter(state=VersionState.PUBLISHED).select_related("plan"))
    if scope.is_everywhere or not published:
        return published
    if not scope.regions:
        owing = set(Assignment.objects.within(scope).values_list("plan_id", flat=True).order_by().distinct())
        return [version for version in published if version.plan_id in owing]
    return [version for version in published if _meets(scope, prefix_of(version.plan.region_code))]


def _meets(scope: Scope, prefix: str) -> bool:
    return any(region.startswith(prefix) or prefix.startswith(region) for region in scope.regions)


def _matches(words: Sequence[str], *texts: str) -> bool:
    found = search_text(*texts, limit=4000)
    return all(word in found for word in words)


def _duties(scope: Scope, versions: Sequence[PlanVersion], words: Sequence[str]) -> list[Found]:
    """Duties by their title, with how many of them are unsettled in the scope."""
    duties = {
        (version.plan_id, duty.id): duty
        for version in versions
        for duty in package_of(version).duties
        if _matches(words, duty.title, duty.short)
    }
    if not duties:
        return []
    slugs = {slug for _, slug in duties}
    counted = (
        Assignment.objects.within(scope)
        .filter(duty_slug__in=slugs)
        .values_list("plan_id", "duty_slug")
        .annotate(unsettled=Count("pk", filter=Q(state__in=list(UNSETTLED))))
        .order_by()
    )
    counts = {(plan_id, slug): unsettled for plan_id, slug, unsettled in counted}
    return [
        Found("duty", key[1], duty.title, "、".join(duty.clauses[:2]), counts[key])
        for key, duty in duties.items()
        if key in counts
    ][:LIMIT]


def _clauses(versions: Sequence[PlanVersion], words: Sequence[str]) -> list[Found]:
    return [
        Found("clause", clause.id, clause.heading, clause.id)
        for version in versions
        for clause in package_of(version).clauses
        if _matches(words, clause.id, clause.heading, clause.summary)
    ][:LIMIT]


def _hazards(scope: Scope, text: str) -> list[Found]:
    """Hazards by their number, place or words, the latest first."""
    rows = as_lines(hazards(scope, Narrowing(text=text))[:LIMIT])
    return [Found("hazard", row.pk, f"{row.place} {row.description[:40]}", f"{row.number} {row.mine}") for row in rows]


def _receipts(scope: Scope, words: Sequence[str]) -> list[Found]:
    """Submissions by their receipt number."""
    rows = Submission.objects.within(scope).select_related("assignment__duty", "assignment__owing_mine")
    for word in words:
        rows = rows.filter(number__icontains=word)
    return [
        Found("receipt", row.assignment_id, row.number, f"{row.assignment.duty} {row.assignment.owing_mine or ''}")
        for row in rows.order_by("-id")[:LIMIT]
    ]
