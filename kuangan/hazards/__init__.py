"""Hazards (隐患): from finding to proven close-out, and the risks they come from.

Owns:      Hazard, Photo, Determination, FivePoints, Supervisor, Progress, Extension, Evacuation, Application,
           SiteCheck, ListedSupervision, SupervisionReturn, RootCause, HazardLink, Risk, RiskHazard, Setting.
Promises:  a registered hazard is never deleted; no hazard is closed without proof, nor by whoever rectified it; a major
           one is accepted on site by two people and closed by the city; three clocks are never mixed: rectified,
           reported, verified.
Doors:     actions.register / determine / put_in_place / sign_five / apply / accept / refuse / open_check / sign_check /
           close …;
           queries.hazards / figures / facts / problems_list / risk_list / closed_list; rules; states; kinds.
Stands on: standards, registry, access, plan.
Not here:  checks and visits (inspections); fines and orders (enforcement); help to a mine (governance).
"""
