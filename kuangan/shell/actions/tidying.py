"""What is done once a day: throw away what nobody needs, and compare a share of what is kept with the trail."""

from django.core.cache import cache
from django.urls import reverse

from kuangan.access.queries.addressing import holders_of
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.exchange.actions import expire_exports
from kuangan.foundation.integrity.comparison import compare_share
from kuangan.foundation.integrity.files.sweeping import sweep_files
from kuangan.foundation.integrity.heads import forget_old
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.actions import Happening, tell
from kuangan.shell import kinds

_TURN = "kuangan.tidied"
_COMPARED = "kuangan.compared"
_DAY = 24 * 3600


# house: not-atomic — each of the two is a transaction of its own
def tidy_up(actor: Actor) -> bool:
    """Tidy up unless it was done in the last day; True when it was done now."""
    require(actor, "shell.run_system")
    if not cache.add(_TURN, "1", timeout=_DAY):
        return False
    expire_exports(actor)
    sweep_files(actor)
    forget_old()
    return True


# house: not-atomic — reads for minutes; what is found is recorded and told in transactions of their own
def compare_with_trail(actor: Actor) -> bool:
    """Compare today's share of rows and files unless that was done; the audit administrators are told what differs."""
    require(actor, "shell.run_system")
    day = f"{clock.real_now():%Y-%m-%d}"
    if not cache.add(f"{_COMPARED}.{day}", "1", timeout=2 * _DAY):
        return False
    if found := compare_share(actor):
        told = {"count": len(found), "words": "、".join(found[:20])}
        people = holders_of(actor, Role.AUDIT_ADMIN)
        tell(actor, [Happening(kinds.TOLD_DIFFERED, f"shell.differed:{day}", people, told, reverse("access:audit"))])
    return True
