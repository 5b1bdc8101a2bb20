"""Inspections (检查): checks that the mine makes itself; later also those that officials make.

Owns:      MonthlyCheck, Participant, RouteArea, CriterionAnswer, CheckFinding, CheckPhoto, GoneHazard.
Promises:  a signed check is never edited; a finding of a check is a hazard of the ledger; no check counts that the
           principal did not sign; no signed statement contradicts an open hazard of
           the ledger; the month of a check is that of the day it happened.
Doors:     actions.start / save_basics / save_area / answer_criteria / register_finding / link_hazard / say_gone /
           sign / withdraw;
           queries.checks; queries.measures.major_hazard_checks / latest_check.
Stands on: hazards, standards, registry.
Not here:  rectifying what was found (hazards); whether a month's check is owed and accepted (duties).
"""
