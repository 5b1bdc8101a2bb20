"""Writes of hazards and risks: named verbs, each with its actor, its lock, its right and its record."""

from kuangan.hazards.actions.checking import drop_check, open_check, sign_check
from kuangan.hazards.actions.determining import determine, report
from kuangan.hazards.actions.evacuating import count_out, evacuate, lift
from kuangan.hazards.actions.explaining import explain, finish_measure
from kuangan.hazards.actions.linking import link
from kuangan.hazards.actions.listing import close, delist, list_for_supervision, number_listing
from kuangan.hazards.actions.photos import Picture, add_photo, remove_photo
from kuangan.hazards.actions.placing import put_in_place, sign_five
from kuangan.hazards.actions.rectifying import add_progress, apply, ask_extension, decide_extension, take_back
from kuangan.hazards.actions.registering import Finding, correct, register, reopen
from kuangan.hazards.actions.returning import return_progress
from kuangan.hazards.actions.risks import RiskEntry, assess_risk, link_risk, register_risk, retire_risk, revive_risk
from kuangan.hazards.actions.settings import change_setting
from kuangan.hazards.actions.supervising import replace_supervisor
from kuangan.hazards.actions.verifying import accept, refuse, send_back
from kuangan.hazards.actions.withdrawing import withdraw

__all__ = [
    "Finding",
    "Picture",
    "RiskEntry",
    "accept",
    "add_photo",
    "add_progress",
    "apply",
    "ask_extension",
    "assess_risk",
    "change_setting",
    "close",
    "correct",
    "count_out",
    "decide_extension",
    "delist",
    "determine",
    "drop_check",
    "evacuate",
    "explain",
    "finish_measure",
    "lift",
    "link",
    "link_risk",
    "list_for_supervision",
    "number_listing",
    "open_check",
    "put_in_place",
    "refuse",
    "register",
    "register_risk",
    "remove_photo",
    "reopen",
    "replace_supervisor",
    "report",
    "retire_risk",
    "return_progress",
    "revive_risk",
    "send_back",
    "sign_check",
    "sign_five",
    "take_back",
    "withdraw",
]
