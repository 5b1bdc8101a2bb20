"""Writes of assistance: named verbs, each with its actor, its lock, its right and its record."""

from kuangan.governance.actions.answering import Helping, assign, decline
from kuangan.governance.actions.asking import Asking, ask, reopen, take_back
from kuangan.governance.actions.closing import close, finish_measure, respond
from kuangan.governance.actions.filing import Paper
from kuangan.governance.actions.helping import Measure, add_visit, report

__all__ = [
    "Asking",
    "Helping",
    "Measure",
    "Paper",
    "add_visit",
    "ask",
    "assign",
    "close",
    "decline",
    "finish_measure",
    "reopen",
    "report",
    "respond",
    "take_back",
]
