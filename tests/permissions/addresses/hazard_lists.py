"""Addresses of the ledger out and in, of its figures, and of the lists that are made from it."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.permissions.sides import LEDGER
from tests.permissions.table import BOTH, POST, Address


def _of_upload(name: str, target: str = "ledger", **told: Any) -> Address:
    return Address(f"hazards:{name}", row=lambda side: getattr(side, target), **told)


def _ledger(side: Any) -> dict[str, Any]:
    return {"upload": SimpleUploadedFile("台账.csv", LEDGER.format(mine=side.mine.name).encode())}


def _row(side: Any) -> dict[str, Any]:
    batch = side.ledger_checked
    return {"pk": batch.pk, "row_pk": batch.staged.order_by("number")[0].pk}


LINES = [
    Address("hazards:export"),
    Address("hazards:figures"),
    Address("hazards:figures_export"),
    Address("hazards:behind"),
    Address("hazards:recurrence"),
    Address("hazards:two_lists"),
    # Without a mine in the address there is none; test_lists shows the mine of a neighbour to be one as well.
    Address("hazards:two_lists_export", told=frozenset({404})),
    Address("hazards:closed_list"),
    Address("hazards:closed_export"),
    Address("hazards:import_upload", methods=BOTH, post=_ledger),
    Address("hazards:import_form"),
    _of_upload("import_columns", methods=BOTH),
    _of_upload("import_preview", "ledger_checked"),
    _of_upload("import_decide", "ledger_checked", methods=POST, post=lambda side: {"decision": "new"}, works=False,
               kwargs=_row),
    _of_upload("import_apply", "ledger_checked", methods=POST, works=False),
    _of_upload("import_cancel", "ledger_checked", methods=POST, works=False),
    _of_upload("import_discard", "ledger_checked", methods=POST),
    _of_upload("import_bad_rows", "ledger_checked"),
]  # fmt: skip
