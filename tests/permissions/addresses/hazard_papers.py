"""Addresses of the documents of hazards; a hazard that is not listed has no notice, and says so (409)."""

from typing import Any

from tests.permissions.table import Address


def _hazard(side: Any) -> Any:
    return side.hazard


LINES = [
    Address("hazards:notice_docx", row=_hazard),
    Address("hazards:notice_pdf", row=_hazard),
    Address("hazards:delisting_docx", row=_hazard),
    Address("hazards:delisting_pdf", row=_hazard),
    Address(
        "hazards:listing_letter",
        row=_hazard,
        kwargs=lambda side: {"pk": side.hazard.pk, "listing_id": 0},
        told=frozenset({404}),
    ),
    Address("hazards:ledger_pdf"),
    Address("hazards:closed_list_pdf"),
    # Without a mine in the address there is none; test_papers shows the mine of a neighbour to be one as well.
    Address("hazards:two_lists_pdf", told=frozenset({404})),
]
