"""Registry (名录): what exists with or without a campaign.

Owns:      Region, Authority, Enterprise, Mine, FactRecord, MineState, Person, Appointment, Licence, Engagement,
           Agency, Contractor, LeaderContact, ContactPerson.
Promises:  a fact has the day it became true beside the day it was entered; history is never overwritten.
Doors:     actions.register_mine / change_facts / …; queries; rules; kinds; events mine_facts_changed.
Stands on: foundation.
Not here:  accounts (access); what a campaign asks of a mine (plan, duties).
"""
