"""Dirty cells become clean values. Pure functions: text, numbers, dates and degrees as people really type them."""

from kuangan.foundation.exchange.cleaning.cells import clean, cleaner
from kuangan.foundation.exchange.cleaning.remarks import Remark

__all__ = ["Remark", "clean", "cleaner"]
