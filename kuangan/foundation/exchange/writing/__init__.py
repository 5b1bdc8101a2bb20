"""Sheets people would hand in: ledgers in xlsx, the sheet of rows to be mended, CSV."""

from kuangan.foundation.exchange.writing.bad_rows import BadRow, write_bad_rows
from kuangan.foundation.exchange.writing.delimited import write_csv
from kuangan.foundation.exchange.writing.ledger import Heading, write_ledger, write_ledgers

__all__ = ["BadRow", "Heading", "write_bad_rows", "write_csv", "write_ledger", "write_ledgers"]
