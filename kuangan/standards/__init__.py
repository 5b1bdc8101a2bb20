"""Standards (标准): what counts as right, wrong or major.

Owns:      Checklist, Aspect, CheckItem; CriterionSet, Criterion; Law, Article.
Promises:  a version is never edited; what is not official is never shown as official; a hazard is judged by the
           criteria in force on the day it was found.
Doors:     actions.load_checklist / load_criteria / load_law; queries.checklists / items;
           queries.find_criteria / criterion_in_force / applies_to; queries.article / articles_in_force, Article.cited;
           pages "standards.criterion" and "standards.article" take panels.
Stands on: registry, access.
Not here:  what a campaign demands (plan); answers to a checklist (inspections).
"""
