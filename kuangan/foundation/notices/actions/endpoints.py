"""Receiving systems: entered, switched, tried."""

from django.conf import settings
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.notices import kinds
from kuangan.foundation.notices.actions.sending import send_one
from kuangan.foundation.notices.channels import http, webhook
from kuangan.foundation.notices.models import Cause, Delivery, Endpoint


@transaction.atomic
def add_endpoint(actor: Actor, *, name: str, form: str, url: str, region_code: str = "") -> Endpoint:
    """A receiving system that is told what happens in a region (everywhere when empty). Its secret is in `secret`."""
    require(actor, "notices.administer")
    if form not in Endpoint.Form.values:
        raise Refused(_("Choose one of the forms."), "form")
    if not name.strip():
        raise Refused(_("Give it a name."), "name")
    _check(url)
    row = Endpoint.objects.create(
        name=name.strip()[:100], form=form, url=url, region_code=region_code, nonce=_nonce(), created_by=actor.name
    )
    record(actor, kinds.ENDPOINT_ADDED, row, host=http.host_of(url), region=region_code)
    return row


@transaction.atomic
def switch_endpoint(actor: Actor, endpoint: Endpoint, *, on: bool) -> Endpoint:
    """Switch a receiving system on or off; what waits for one that is off is given up."""
    require(actor, "notices.administer")
    row = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    row.is_active = on
    row.save(update_fields=["is_active"])
    record(actor, kinds.ENDPOINT_SWITCHED, row, after={"is_active": on})
    return row


@transaction.atomic
def renew_secret(actor: Actor, endpoint: Endpoint) -> Endpoint:
    """A new secret, to be shown once; the old one stops at once."""
    require(actor, "notices.administer")
    row = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    row.nonce = _nonce()
    row.save(update_fields=["nonce"])
    record(actor, kinds.SECRET_RENEWED, row)
    return row


# house: not-atomic — the message goes out between two commits: no transaction waits for somebody else's server
def test_endpoint(actor: Actor, endpoint: Endpoint) -> Delivery:
    """Send a test message now; its outcome is in the returned delivery and among the last results."""
    require(actor, "notices.administer")
    delivery = _prepared(actor, endpoint)
    send_one(actor, delivery.pk)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def _prepared(actor: Actor, endpoint: Endpoint) -> Delivery:
    moment = clock.now()
    cause = Cause.rows.create(
        key=f"notices.test:{_nonce()}", kind=kinds.TEST.name, happened_at=moment, entered_at=moment, routed_at=moment
    )
    record(actor, kinds.ENDPOINT_TESTED, endpoint)
    return Delivery.objects.create(channel=webhook.NAME, cause=cause, endpoint=endpoint)


def _check(url: str) -> None:
    try:
        http.check_url(url, private=settings.KUANGAN_WEBHOOK_PRIVATE)
    except ValueError as error:
        if str(error) == "scheme":
            raise Refused(_("Use an address that begins with https://."), "url") from None
        raise Refused(_("This is not a web address that can be called."), "url") from None


def _nonce() -> str:
    return get_random_string(40)
