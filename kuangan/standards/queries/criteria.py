"""Reading determination criteria: which set counts on a day, and criteria found by kind of mine and words."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.text import finding
from kuangan.registry.states import MineKind
from kuangan.standards.models import Criterion, CriterionSet
from kuangan.standards.rules import Version, standings
from kuangan.standards.rules.versions import Stand

CRITERIA_OF: dict[str, str] = {MineKind.DUMP_SITE: MineKind.OPEN_PIT}
"""Kinds of mine that are judged by the criteria of another kind."""


# house: unscoped — a published document
def criterion_sets() -> QuerySet[CriterionSet]:
    """Every version of every document, newest first, with `items_total`: its items without sub-items."""
    counted = CriterionSet.objects.annotate(items_total=Count("criteria", filter=Q(criteria__parent=None)))
    return counted.order_by("-effective_from", "-pk")  # counting groups the rows, and that drops the usual order


# house: unscoped — a published document
def set_standings(on: date | None = None) -> dict[int, Stand]:
    """Where each version stands on a day (today), by its number; one statement."""
    rows = CriterionSet.objects.values_list("pk", "urn", "effective_from", "effective_to", "repeals", "supplements")
    return standings((Version(*row) for row in rows.order_by()), on or clock.today())


# house: unscoped — a published document
def in_force_sets(on: date | None = None) -> QuerySet[CriterionSet]:
    """The versions in force on a day (today), supplements among them."""
    return CriterionSet.objects.filter(pk__in=_counting(on))


# house: unscoped — a published document
def criteria() -> QuerySet[Criterion]:
    """Every criterion of every version, each with its set and the item it belongs to."""
    return Criterion.objects.select_related("criterion_set", "parent")


# house: unscoped — a published document
def find_criteria(text: str = "", mine_kind: str = "", on: date | None = None) -> QuerySet[Criterion]:
    """The criteria in force on a day (today): all of these words, meant for this kind of mine.

    A word is any part of the text, a code (OP-04) or a citation (露天第4项). The main document comes first.
    """
    found = criteria().filter(criterion_set__in=_counting(on))
    return _narrowed(found, text, mine_kind).order_by("criterion_set__effective_from", "criterion_set_id", "position")


# house: unscoped — a published document
def criteria_of(criterion_set: CriterionSet, text: str = "", mine_kind: str = "") -> QuerySet[Criterion]:
    """The criteria of one version in order, in force or not, narrowed as by find_criteria."""
    return _narrowed(criteria().filter(criterion_set=criterion_set), text, mine_kind).order_by("position")


# house: unscoped — compares two published documents
def criterion_in_force(criterion: Criterion, on: date) -> bool:
    """Whether the version of a criterion is in force on a day; a hazard is judged by its day of finding."""
    return criterion.criterion_set_id in _counting(on)


# house: unscoped — compares two values
def applies_to(criterion: Criterion, mine_kind: str) -> bool:
    """Whether a criterion is meant for a kind of mine; a dump site is judged by the part for open pits."""
    return criterion.mine_kind == CRITERIA_OF.get(mine_kind, mine_kind)


def _counting(on: date | None) -> list[int]:
    return [pk for pk, stand in set_standings(on).items() if stand.counts]


def _narrowed(found: QuerySet[Criterion], text: str, mine_kind: str) -> QuerySet[Criterion]:
    if mine_kind:
        found = found.filter(mine_kind=CRITERIA_OF.get(mine_kind, mine_kind))
    return found.filter(finding(text, "search_text"))
