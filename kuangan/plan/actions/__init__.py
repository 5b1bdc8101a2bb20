"""Writing plans: load, publish, withdraw; parameters; receipts."""

from kuangan.plan.actions.parameters import foresee_parameter, set_parameter
from kuangan.plan.actions.receipts import acknowledge, confirm_receipt, distribute, open_receipt
from kuangan.plan.actions.versions import load, publish, withdraw

__all__ = [
    "acknowledge",
    "confirm_receipt",
    "distribute",
    "foresee_parameter",
    "load",
    "open_receipt",
    "publish",
    "set_parameter",
    "withdraw",
]
