"""Writing plans: load, publish, withdraw; parameters; receipts."""

from kuangan.plan.actions.parameters import set_parameter
from kuangan.plan.actions.receipts import acknowledge, confirm_receipt, distribute, open_receipt
from kuangan.plan.actions.versions import load, publish, withdraw

__all__ = [
    "acknowledge",
    "confirm_receipt",
    "distribute",
    "load",
    "open_receipt",
    "publish",
    "set_parameter",
    "withdraw",
]
