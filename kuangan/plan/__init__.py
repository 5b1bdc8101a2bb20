"""Plan (方案).

Owns:      the campaign as a package of data: reading, checking, deriving, comparing, tracing it.
Promises:  the same package always gives the same content hash; no rule here knows a city, a year or a database.
Doors:     rules (values and pure functions), package (files in, findings out), queries, actions.
Stands on: registry, access, standards.
Not here:  who owes what today (duties); what the ledgers hold (hazards, inspections, readiness, ...).
"""
