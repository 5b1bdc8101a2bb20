"""Writes of an import: stage, remap, decide, apply, discard."""

from kuangan.foundation.exchange.actions.applying import apply, decide, discard
from kuangan.foundation.exchange.actions.jobs import begin, cancel, run
from kuangan.foundation.exchange.actions.staging import read_in, remap, stage

__all__ = ["apply", "begin", "cancel", "decide", "discard", "read_in", "remap", "run", "stage"]
