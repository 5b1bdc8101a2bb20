"""Registry (名录): what exists with or without a campaign.

Owns:      Region, Authority, Enterprise, Mine, FactRecord, MineState, Person, Appointment, Licence, Agency, Contractor,
           Engagement, LeaderContact, MineMerge, CalendarNotice, WorkingDay.
Promises:  a fact has the day it became true beside the day it was entered; history is never overwritten.
Doors:     actions.register_mine / change_facts / appoint / engage_contractor / merge_mines / …; queries; rules; kinds;
           states; actions.merges.plug_in (how the rows of a room follow a merge); panels on the page "registry.mine"
           (ui.panels); events registry.mine_facts_changed (mine_id), mines_facts_changed (mine_ids), appointed,
           contractor_engaged, contractor_cleared, contact_named, leader_assigned.
Stands on: foundation.
Not here:  accounts (access); what a campaign asks of a mine (plan, duties).
"""
