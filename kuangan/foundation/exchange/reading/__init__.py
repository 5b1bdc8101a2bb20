"""Files become sheets of raw cells: xlsx, xlsm, xls and CSV, from bytes, within limits, nothing executed."""

from kuangan.foundation.exchange.reading.limits import Deadline, Limits
from kuangan.foundation.exchange.reading.opening import read
from kuangan.foundation.exchange.reading.sheets import Row, Sheet, Workbook

__all__ = ["Deadline", "Limits", "Row", "Sheet", "Workbook", "read"]
