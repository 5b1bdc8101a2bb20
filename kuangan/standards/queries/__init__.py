"""Reading standards. They are public documents, so no read needs a jurisdiction."""

from kuangan.standards.queries.bases import ResolvedBasis, resolved_bases
from kuangan.standards.queries.checklists import aspects, awaits_official, checklists, in_force, items, items_naming
from kuangan.standards.queries.criteria import (
    CRITERIA_OF,
    applies_to,
    criteria,
    criteria_of,
    criterion_in_force,
    criterion_sets,
    find_criteria,
    in_force_sets,
    set_standings,
)
from kuangan.standards.queries.laws import article, articles, articles_in_force, find_articles, law_standings, laws

__all__ = [
    "CRITERIA_OF",
    "ResolvedBasis",
    "applies_to",
    "article",
    "articles",
    "articles_in_force",
    "aspects",
    "awaits_official",
    "checklists",
    "criteria",
    "criteria_of",
    "criterion_in_force",
    "criterion_sets",
    "find_articles",
    "find_criteria",
    "in_force",
    "in_force_sets",
    "items",
    "items_naming",
    "law_standings",
    "laws",
    "resolved_bases",
    "set_standings",
]
