"""Dirty cells become clean values. Pure functions: text, numbers, dates and degrees as people really type them."""

from kuangan.foundation.exchange.cleaning.cells import Remark, clean, cleaner

__all__ = ["Remark", "clean", "cleaner"]
