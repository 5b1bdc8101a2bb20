"""What goes into the documents of this room; how they look stands in content/letters."""

from kuangan.hazards.letters.lists import close_out, ledger, two_lists
from kuangan.hazards.letters.notices import delisting, notice

__all__ = ["close_out", "delisting", "ledger", "notice", "two_lists"]
