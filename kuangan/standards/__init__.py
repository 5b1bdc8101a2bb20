"""Standards (标准): what counts as right, wrong or major.

Owns:      Checklist, Aspect, CheckItem.
Promises:  a version is never edited; what is not official is never shown as official.
Doors:     actions.load_checklist; queries.checklists / items.
Stands on: registry, access.
Not here:  what a campaign demands (plan); answers to a checklist (inspections).
"""
