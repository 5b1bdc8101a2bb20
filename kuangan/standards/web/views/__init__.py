"""Pages of standards, one module for each of its three parts and one for the landing page."""

from kuangan.standards.web.views.checklists import checklist, checklists, export
from kuangan.standards.web.views.criteria import criteria, criterion, criterion_set
from kuangan.standards.web.views.landing import home
from kuangan.standards.web.views.laws import article, law, laws

__all__ = [
    "article",
    "checklist",
    "checklists",
    "criteria",
    "criterion",
    "criterion_set",
    "export",
    "home",
    "law",
    "laws",
]
