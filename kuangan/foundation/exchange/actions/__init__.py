"""Writes of an import: stage, remap, decide, apply, discard."""

from kuangan.foundation.exchange.actions.applying import apply, decide, discard
from kuangan.foundation.exchange.actions.staging import remap, stage

__all__ = ["apply", "decide", "discard", "remap", "stage"]
