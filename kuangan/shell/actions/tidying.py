"""What is thrown away once a day: exports that nobody fetches any more, contents that nothing refers to."""

from django.core.cache import cache

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.exchange.actions import expire_exports
from kuangan.foundation.integrity.files.sweeping import sweep_files

_TURN = "kuangan.tidied"
_DAY = 24 * 3600


# house: not-atomic — each of the two is a transaction of its own
def tidy_up(actor: Actor) -> bool:
    """Tidy up unless it was done in the last day; True when it was done now."""
    require(actor, "shell.run_system")
    if not cache.add(_TURN, "1", timeout=_DAY):
        return False
    expire_exports(actor)
    sweep_files(actor)
    return True
