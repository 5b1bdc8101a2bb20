"""A person's own settings: hours, and what reaches them on which channel."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.notices import kinds
from kuangan.foundation.notices.channels.switchboard import channel
from kuangan.foundation.notices.models import Muted, Preference
from kuangan.foundation.notices.rules import Hours


@transaction.atomic
def set_preferences(actor: Actor, hours: Hours, muted: Collection[tuple[str, str]]) -> Preference:
    """Keep the actor's hours and the (channel, group) pairs that are switched off. What waits follows the new hours."""
    if actor.user_id is None:
        raise Refused(_("Sign in first."))
    unknown = [pair for pair in muted if channel(pair[0]) is None or pair[1] not in kinds.groups()]
    if unknown:
        raise Refused(_("This channel or group does not exist. Reload the page."))
    given = {"digest_at": hours.digest_at, "quiet_from": hours.quiet_from, "quiet_to": hours.quiet_to}
    row, _created = Preference.objects.update_or_create(user_id=actor.user_id, defaults=given)
    Muted.objects.filter(user_id=actor.user_id).delete()
    Muted.objects.bulk_create(
        Muted(user_id=actor.user_id, channel=one, group=other) for one, other in sorted(set(muted))
    )
    record(actor, kinds.PREFERENCES_CHANGED, after={**{key: f"{value:%H:%M}" for key, value in given.items()},
           "muted": sorted(f"{one}:{other}" for one, other in muted)})  # fmt: skip
    return row
