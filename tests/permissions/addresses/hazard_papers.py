"""Addresses of the documents of hazards; a hazard that is not listed has no notice, and says so (409)."""

from typing import Any

from tests.permissions.table import Address


def _hazard(side: Any) -> Any:
    return side.hazard


LINES = [
    Address("hazards:listing_notice", row=_hazard),
    Address("hazards:listing_notice_pdf", row=_hazard),
    Address("hazards:delisting_notice", row=_hazard),
    Address("hazards:delisting_notice_pdf", row=_hazard),
    Address("hazards:ledger_pdf"),
    Address("hazards:closed_list_pdf"),
    # Without a mine in the address there is none; test_papers shows the mine of a neighbour to be one as well.
    Address("hazards:two_lists_pdf", told=frozenset({404})),
]
