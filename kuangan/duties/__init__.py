"""Duties (责任): who owes what by when, why, and whether it was accepted.

Owns:      Assignment, Submission, Review, Signature, EvidenceFile, FormAnswer, Extension, RedoOrder, CoBearer,
           DerivationRun.
Promises:  every assignment says why it exists and what would end it; deriving again from the facts gives the same;
           nothing is ticked off: evidence is found or missing; a signature shows when what was signed has changed.
Doors:     actions.derive / submit / accept / return_ / withdraw / …; queries.board / desk / assignments;
           evidence.measures (supply a ledger's facts), events.sources (supply a ledger's events).
Stands on: plan, standards, access, registry.
Not here:  what the plan says (plan); the ledgers' own facts (hazards, inspections, readiness …).
"""
