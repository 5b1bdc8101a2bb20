"""Who may do what to a hazard.

Three sides: the mine finds and rectifies; the county follows, checks and accepts; the city lists and closes. Whoever
rectified never accepts; whoever registered a general hazard only where nobody else can and the bureau allows it.
"""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuangan.foundation.api.areas import declare
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import allow
from kuangan.foundation.authority.roles import (
    CAMPAIGN_READERS,
    CITY_ROLES,
    COUNTY_ROLES,
    MINE_ROLES,
    Role,
)
from kuangan.hazards.models import Evacuation, Hazard
from kuangan.hazards.queries.acceptors import others_accept
from kuangan.hazards.queries.settings import values
from kuangan.hazards.states import MINE_SOURCES, Grade, Registrar

WRITERS = MINE_ROLES | COUNTY_ROLES | CITY_ROLES
OFFICERS = COUNTY_ROLES | CITY_ROLES
CITY_DECIDERS = frozenset({Role.CITY_OFFICE, Role.CITY_LEADER})
DECIDERS = CITY_DECIDERS | {Role.COUNTY_REVIEWER, Role.COUNTY_LEADER}


def is_officer(actor: Actor, row: Model) -> bool:
    """Whether the actor works for a bureau in charge of the row, a hazard or a mine (or is the system)."""
    return actor.holds(OFFICERS, row)


def is_city(actor: Actor, row: Model) -> bool:
    """Whether the actor decides for the city bureau in charge of the row (or is the system)."""
    return actor.holds(CITY_DECIDERS, row)


def rectified_it(actor: Actor, row: Hazard) -> bool:
    """Whether the actor had a hand in the rectification: applied in any round, wrote progress, or is the responsible
    person.

    Who only planned it (put the five in place) may look at the result.
    """
    if actor.is_system or actor.user_id is None:
        return False
    if actor.user_id == row.rectified_by_id or (
        row.responsible and row.responsible == actor.name and not is_officer(actor, row)
    ):
        return True
    read = getattr(row, "_prefetched_objects_cache", {})
    for name, entries in (("applications", row.applications), ("progress", row.progress)):
        if name in read:
            if any(entry.by_id == actor.user_id for entry in read[name]):
                return True
        elif entries.filter(by_id=actor.user_id).exists():
            return True
    return False


def _not_the_rectifier(actor: Actor, row: Hazard) -> Any:
    if rectified_it(actor, row):
        return _("You took part in the rectification. Somebody else has to accept it.")
    return None


def registered_it(actor: Actor, row: Hazard) -> bool:
    """Whether the actor found or registered it."""
    if actor.is_system or actor.user_id is None:
        return False
    return actor.user_id == row.entered_by_id or actor.name == row.found_by


def _not_the_registrar(actor: Actor, row: Hazard) -> Any:
    """Who registered it accepts it only where the bureau allows that and nobody else of that side can."""
    if not registered_it(actor, row):
        return None
    if values(row.region_code)["registrar_accepts"] != Registrar.ALONE:
        return _("You registered this hazard. Somebody else has to accept it.")
    if others_accept(row, actor.user_id or 0, official=is_officer(actor, row)):
        return _("You registered this hazard, and others can accept it. Leave it to them.")
    return None


def _accepts_general(actor: Actor, row: Hazard) -> Any:
    if row.grade != Grade.GENERAL:
        return _("A major hazard is accepted on site by two people.")
    if not is_officer(actor, row) and not actor.holds({Role.MINE_SAFETY_OFFICER}, row):
        return _("At a mine it is the safety officer who accepts general hazards.")
    return _not_the_rectifier(actor, row) or _not_the_registrar(actor, row)


def _checks_major(actor: Actor, row: Hazard) -> Any:
    if row.grade != Grade.MAJOR:
        return _("A general hazard is accepted without an on-site check by two.")
    return _not_the_rectifier(actor, row)


def _decides_deadline(actor: Actor, row: Hazard) -> Any:
    if row.is_listed and not is_city(actor, row):
        return _("The city has listed this hazard; only the city bureau grants more time.")
    return None


def _withdraws(actor: Actor, row: Hazard) -> Any:
    if row.is_listed and not is_city(actor, row):
        return _("The city has listed this hazard; only the city bureau can withdraw it.")
    if is_officer(actor, row):
        return None
    if row.grade != Grade.GENERAL:
        return _("A major or suspected hazard is withdrawn by the county bureau. Ask it to look at it.")
    if row.source not in MINE_SOURCES:
        return _("The bureau found this hazard, so the bureau withdraws it.")
    return None


def _lifts(actor: Actor, row: Evacuation) -> Any:
    if row.by_official and not is_officer(actor, row):
        return _("The bureau ordered this evacuation, so the bureau lifts it.")
    if not is_officer(actor, row) and not actor.holds({Role.MINE_PRINCIPAL}, row):
        return _("Only the principal lets people back in.")
    return None


allow("hazards.read", CAMPAIGN_READERS)
allow("hazards.export", CAMPAIGN_READERS)
allow("hazards.see_originals", WRITERS)
allow("hazards.register", WRITERS)
allow("hazards.import", MINE_ROLES | {Role.COUNTY_REVIEWER, Role.CITY_OFFICE})
allow("hazards.correct", WRITERS)
allow("hazards.add_photo", WRITERS)
allow("hazards.determine", WRITERS)
allow("hazards.report", MINE_ROLES)
allow("hazards.put_in_place", MINE_ROLES)
allow("hazards.sign_five", {Role.MINE_PRINCIPAL})
allow("hazards.replace_supervisor", {Role.MINE_PRINCIPAL, Role.COUNTY_REVIEWER, Role.COUNTY_LEADER})
allow("hazards.rectify", MINE_ROLES)
allow("hazards.decide_extension", DECIDERS, _decides_deadline)
allow("hazards.evacuate", WRITERS)
allow("hazards.lift", WRITERS, _lifts)
allow("hazards.apply", MINE_ROLES)
allow("hazards.accept", MINE_ROLES | COUNTY_ROLES | CITY_ROLES, _accepts_general)
allow("hazards.check_on_site", OFFICERS, _checks_major)
allow("hazards.list", CITY_DECIDERS)
allow("hazards.close", CITY_DECIDERS, _not_the_rectifier)
allow("hazards.return_progress", COUNTY_ROLES)
allow("hazards.see_supervision", CAMPAIGN_READERS - MINE_ROLES - {Role.AGENCY_STAFF})
allow("hazards.explain", WRITERS)
allow("hazards.link", WRITERS)
allow("hazards.withdraw", WRITERS, _withdraws)
allow("hazards.reopen", WRITERS)
allow("hazards.assess_risk", MINE_ROLES)
allow("hazards.see_settings", CAMPAIGN_READERS - MINE_ROLES - {Role.AGENCY_STAFF})
allow("hazards.change_setting", {Role.CITY_OFFICE, Role.COUNTY_LEADER})

_OF_THE_MINE = (
    *("hazards.register", "hazards.correct", "hazards.add_photo", "hazards.determine", "hazards.report"),
    *("hazards.put_in_place", "hazards.rectify", "hazards.evacuate", "hazards.lift", "hazards.apply"),
    *("hazards.explain", "hazards.link", "hazards.withdraw", "hazards.reopen", "hazards.assess_risk"),
)
_OF_THE_BUREAU = (
    *("hazards.decide_extension", "hazards.accept", "hazards.check_on_site", "hazards.list", "hazards.close"),
    "hazards.return_progress",
)
declare("hazards:read", gettext_lazy("Hazards: read"), {"hazards.read"})
declare("hazards:write", gettext_lazy("Hazards: read, enter, determine, rectify"), {"hazards.read", *_OF_THE_MINE})
declare(
    "hazards:decide",
    gettext_lazy("Hazards: read, accept, list, close, decide on more time"),
    {"hazards.read", *_OF_THE_BUREAU},
)
