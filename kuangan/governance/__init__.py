"""Governance (治理): what a bureau does for a mine instead of against it. So far assistance (帮扶指导).

Owns:      HelpRequest, Helper, HelpVisit, HelpReport, HelpMeasure, HelpFile.
Promises:  a request is answered with a helper or with a reason; a conflict of interest of the helper is never passed
           over in silence; no request is closed without a report; help is recorded apart from enforcement.
Doors:     actions.ask / assign / decline / add_visit / report / close / respond …;
           queries.requests / request / helpers_of; queries.measures.help_requests / assistance_visits; states.
Stands on: hazards, registry, access.
Not here:  inspections and penalties (inspections, enforcement); who owes an answer by when (duties).
"""
