"""Plan (方案).

Owns:      Plan, PlanVersion, Duty, ParameterValue, Effect, Receipt; the package as data: reading, checking, comparing.
Promises:  the same package always gives the same content hash; no rule here knows a city, a year or a database; a
           published version is never edited, and of two publishers one wins; every parameter change is dated.
Doors:     actions.load / publish / withdraw / set_parameter / acknowledge / distribute / confirm_receipt;
           queries.package_of / parameters / outline / preview / receipt_coverage / plan_received_by_all_mines;
           queries.provide_progress / provide_effects (slots for duties); rules (values, phrases);
           package (files in, findings out).
           Announces plan.published, plan.parameter_changed, plan.distributed, plan.received.
Stands on: registry, access, standards.
Not here:  who owes what today (duties); what the ledgers hold (hazards, inspections, readiness, ...).
"""
