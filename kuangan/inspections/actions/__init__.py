"""Writes of checks: named verbs, each with its actor, its lock, its right and its record."""

from kuangan.inspections.actions.answering import answer_criteria
from kuangan.inspections.actions.findings import Found, link_hazard, register_finding, say_gone, unlink_hazard
from kuangan.inspections.actions.photos import Picture, add_photo, remove_photo
from kuangan.inspections.actions.route import AreaEntry, copy_route, remove_area, save_area
from kuangan.inspections.actions.signing import sign
from kuangan.inspections.actions.starting import Basics, save_basics, start
from kuangan.inspections.actions.withdrawing import withdraw

__all__ = [
    "AreaEntry",
    "Basics",
    "Found",
    "Picture",
    "add_photo",
    "answer_criteria",
    "copy_route",
    "link_hazard",
    "register_finding",
    "remove_area",
    "remove_photo",
    "save_area",
    "save_basics",
    "say_gone",
    "sign",
    "start",
    "unlink_hazard",
    "withdraw",
]
