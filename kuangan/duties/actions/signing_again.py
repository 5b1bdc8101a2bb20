"""Telling people to sign again (重新签字) what they signed before the system froze as much of it as now."""

from django.db import transaction
from django.urls import reverse

from kuangan.duties import kinds
from kuangan.duties.queries.broken_signatures import Broken, broken_signatures
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.actions import Happening, tell
from kuangan.foundation.notices.models import Cause

_WHY = "whether the signer was told before"


@transaction.atomic
def tell_to_sign_again(actor: Actor) -> list[Broken]:
    """Tell the signer of every broken signature that is not delivered yet, once for each; a record stands on the duty.

    What was delivered is not touched and nobody signs it again: it is in the answer for whoever decides on it.
    """
    require(actor, "notices.run")
    found = list(broken_signatures(Scope.everywhere()))
    for one in found:
        row, mark, signer = one.assignment, one.signature, one.signature.signed_by_id
        if one.is_delivered or signer is None:
            continue
        told = {"title": row.title, "bearer": row.bearer, "signed_at": clock.day_of(mark.signed_at).isoformat()}
        key = f"duties.sign_again:{mark.pk}"
        if Cause.objects.unscoped(_WHY).filter(key=key).exists():
            continue
        page = reverse("duties:duty", args=[row.pk])
        tell(actor, [Happening(kinds.TOLD_SIGN_AGAIN, key, [signer], told, page, row.region_code)])
        record(actor, kinds.SIGN_AGAIN, row, requirement=mark.requirement, content_hash=mark.content_hash)
    return found
