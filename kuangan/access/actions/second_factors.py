"""Second factors at rest: sealed when made (SecondFactorAdapter), sealed again when the key changes."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from kuangan.access import kinds, rules
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record

SEALED_FIELDS = ("secret", "seed")
"""Where the library keeps what the second factor stands on: the app's key, the seed of the recovery codes."""


@transaction.atomic
def seal_second_factors(actor: Actor) -> int:
    """Seal every stored second factor under the first key of the settings; how many were changed.

    SealBroken, and nothing is changed, when a row opens with none of the keys.
    """
    require(actor, "access.seal_second_factors")
    keys = settings.KUANGAN_SECOND_FACTOR_KEYS
    changed = []
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        fresh = {
            name: rules.seal(rules.unseal(text, keys), keys)
            for name in SEALED_FIELDS
            if isinstance(text := row.data.get(name), str) and not _under_first_key(text, keys)
        }
        if fresh:
            row.data = {**row.data, **fresh}
            changed.append(row)
    Authenticator.objects.bulk_update(changed, ["data"], batch_size=200)
    record(actor, kinds.SECOND_FACTORS_SEALED, rows=len(changed))
    return len(changed)


def _under_first_key(text: str, keys: list[str]) -> bool:
    try:
        return rules.is_sealed(text) and bool(rules.unseal(text, keys[:1]))
    except rules.SealBroken:
        return False
