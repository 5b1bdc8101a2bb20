"""Writes of an import: stage, remap, decide, apply, discard."""

from kuangan.foundation.exchange.actions.applying import apply, decide, discard
from kuangan.foundation.exchange.actions.exports import ask_for_export, expire_exports
from kuangan.foundation.exchange.actions.foreseeing import foresee
from kuangan.foundation.exchange.actions.jobs import begin, cancel, run
from kuangan.foundation.exchange.actions.staging import read_in, remap, stage

__all__ = [
    "apply",
    "ask_for_export",
    "begin",
    "cancel",
    "decide",
    "discard",
    "expire_exports",
    "foresee",
    "read_in",
    "remap",
    "run",
    "stage",
]
