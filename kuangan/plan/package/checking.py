"""Checks a package: schema first; then references, names that nothing supplies, dates that contradict each other, and
clauses nobody answers."""

from __future__ import annotations

from .checking_dates import contradictions
from .checking_references import references
from .checking_supplies import unsupplied
from .findings import ERROR, Finding
from .reading import Source
from .schema import complaints
from .tracing import uncovered

__all__ = ["check", "loadable"]


def check(source: Source) -> list[Finding]:
    """All findings, in the order of the package. Beyond the schema only if the schema is kept."""
    found = complaints(source)
    if found:
        return found
    found = references(source)
    if loadable(found):
        found += unsupplied(source)
    if loadable(found):
        found += contradictions(source) + uncovered(source)
    return found


def loadable(findings: list[Finding]) -> bool:
    """A package with warnings may be loaded, one with errors may not."""
    return all(finding.level != ERROR for finding in findings)
