"""Who else could accept a general hazard."""

from kuangan.access.queries.addressing import is_held_by_others
from kuangan.foundation.authority.roles import CITY_ROLES, COUNTY_ROLES, Role
from kuangan.hazards.models import Hazard


# house: unscoped — answers yes or no about a hazard that was read within a scope
def others_accept(row: Hazard, user_id: int, *, official: bool) -> bool:
    """Whether somebody else of the same side holds a post that accepts: a safety officer of the mine or its enterprise,
    or anybody of the county bureau (of the city bureau for its own people)."""
    if not official:
        return is_held_by_others(
            user_id, {Role.MINE_SAFETY_OFFICER}, mine_id=row.mine_id, enterprise_id=row.mine.enterprise_id
        )
    return is_held_by_others(user_id, COUNTY_ROLES | CITY_ROLES, region_code=row.region_code)
