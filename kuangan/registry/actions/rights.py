"""Asking for the right to write: locking a row first, or naming the region where there is no row yet."""

from typing import TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require, scope_for
from kuangan.foundation.kernel.errors import OutOfScope, Refused
from kuangan.registry.models import Region

Row = TypeVar("Row", bound=models.Model)


# house: not-atomic — the lock belongs to the transaction of the act that calls it
def lock(actor: Actor, verb: str, row: Row) -> Row:
    """Fetch the row anew, locked until the transaction ends, and require the verb on it (Forbidden, OutOfScope).

    What was loaded around the row already (a mine's enterprise) is carried over where it is still the same.
    """
    fresh: Row = type(row)._base_manager.select_for_update().get(pk=row.pk)
    for name, known in row._state.fields_cache.items():
        if known is not None and getattr(fresh, f"{name}_id", None) == known.pk:
            fresh._state.fields_cache[name] = known
    require(actor, verb, fresh)
    return fresh


@transaction.atomic
def require_in_region(actor: Actor, verb: str, region_code: str) -> None:
    """Raise Forbidden without the verb, OutOfScope for a region elsewhere, Refused for a code that does not exist."""
    require(actor, verb)
    if not scope_for(actor, verb).covers_region(region_code):
        raise OutOfScope
    if not Region.objects.filter(pk=region_code).exists():
        raise Refused(_("There is no region with the code %(code)s.") % {"code": region_code}, "region_code")
