"""Excel tables of the hazards room: the ledger in and out, the two lists, the close-out list, the figures."""

from kuangan.hazards.sheets.figures import FIGURES
from kuangan.hazards.sheets.ledger import INTAKE, LEDGER, title_of
from kuangan.hazards.sheets.lists import CLOSED, PROBLEMS, RISKS

__all__ = ["CLOSED", "FIGURES", "INTAKE", "LEDGER", "PROBLEMS", "RISKS", "title_of"]
