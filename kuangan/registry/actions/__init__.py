"""Writes of the registry, by verb."""

from kuangan.registry.actions.bodies import (
    amend_enterprise,
    register_agency,
    register_authority,
    register_contractor,
    register_enterprise,
)
from kuangan.registry.actions.calendar import announce_days
from kuangan.registry.actions.contacts import assign_leader, name_contact_person, set_leading_group_member
from kuangan.registry.actions.contractors import (
    clear_out_contractor,
    end_engagement,
    engage_contractor,
    engage_named,
    judge_qualification,
    record_agreement,
)
from kuangan.registry.actions.facts import change_facts, declare_status, rebuild_states
from kuangan.registry.actions.licences import end_licence, register_licence
from kuangan.registry.actions.merges import merge_mines, unmerge_mines
from kuangan.registry.actions.mines import amend_mine, attach_dump, register_mine
from kuangan.registry.actions.people import appoint, appoint_named, end_appointment, register_person
from kuangan.registry.actions.units import add_unit, end_unit

__all__ = [
    "add_unit",
    "amend_enterprise",
    "amend_mine",
    "announce_days",
    "appoint",
    "appoint_named",
    "assign_leader",
    "attach_dump",
    "change_facts",
    "clear_out_contractor",
    "declare_status",
    "end_appointment",
    "end_engagement",
    "end_licence",
    "end_unit",
    "engage_contractor",
    "engage_named",
    "judge_qualification",
    "merge_mines",
    "name_contact_person",
    "rebuild_states",
    "record_agreement",
    "register_agency",
    "register_authority",
    "register_contractor",
    "register_enterprise",
    "register_licence",
    "register_mine",
    "register_person",
    "set_leading_group_member",
    "unmerge_mines",
]
