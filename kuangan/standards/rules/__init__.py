"""What published standards must be, which version counts on a day, how they are cited and found. No database."""

from kuangan.standards.rules.checklists import METHODS, MINE_KINDS, problems
from kuangan.standards.rules.citing import article_formally, article_label
from kuangan.standards.rules.criteria import Line, criteria_problems, lines
from kuangan.standards.rules.heads import content_hash
from kuangan.standards.rules.laws import Entry, entries, law_problems, other_names
from kuangan.standards.rules.reading import read
from kuangan.standards.rules.searching import article_search_text, criterion_search_text
from kuangan.standards.rules.versions import Version, standings

__all__ = [
    "METHODS",
    "MINE_KINDS",
    "Entry",
    "Line",
    "Version",
    "article_formally",
    "article_label",
    "article_search_text",
    "content_hash",
    "criteria_problems",
    "criterion_search_text",
    "entries",
    "law_problems",
    "lines",
    "other_names",
    "problems",
    "read",
    "standings",
]
