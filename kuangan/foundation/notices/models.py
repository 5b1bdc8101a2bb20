"""Tables of notices. Texts are kept as kind and parameters: nothing translated is stored."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.rules import DIGEST_AT, QUIET_FROM, QUIET_TO
from kuangan.foundation.notices.states import DeliveryState, Pace
from kuangan.foundation.notices.troubles import explained


class Cause(ScopedModel):
    """Something that is worth telling (事由), once for everybody. `key` names it, so that it is never told twice."""

    scope_paths = ScopePaths(region="region_code", mine="mine_id")

    key = models.CharField(_("key"), max_length=200, unique=True)
    kind = models.CharField(_("sort of notice"), max_length=60)
    params = models.JSONField(_("parameters"), default=dict, encoder=DjangoJSONEncoder)
    url = models.CharField(_("address"), max_length=300, blank=True)
    region_code = models.CharField(_("region"), max_length=6, blank=True)
    mine_id = models.BigIntegerField(_("mine number"), null=True, blank=True)
    happened_at = models.DateTimeField(_("happened"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    routed_at = models.DateTimeField(_("handed to the receiving systems"), null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["-id"]
        verbose_name = _("what is told")
        indexes = [models.Index(fields=["id"], condition=Q(routed_at__isnull=True), name="cause_to_route")]

    def __str__(self) -> str:
        return self.key


class Notice(models.Model):
    """A cause as it is told to one person. `digest_on` is the day of the digest that carried it."""

    unscoped_because = "a notice belongs to its recipient alone, whatever the recipient's jurisdiction is today"

    cause = models.ForeignKey(Cause, models.CASCADE, related_name="notices", verbose_name=_("what is told"))
    recipient_id = models.BigIntegerField(_("account number"))
    pace = models.CharField(_("how soon"), max_length=10, choices=Pace.choices, default=Pace.DIGEST)
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    routed_at = models.DateTimeField(_("handed to the channels"), null=True, blank=True)
    digest_on = models.DateField(_("day of the digest"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("notice")
        indexes = [
            models.Index(fields=["recipient_id", "-id"], name="notice_inbox"),
            models.Index(fields=["recipient_id"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["recipient_id", "pace"], condition=Q(routed_at__isnull=True), name="notice_to_route"),
            models.Index(fields=["recipient_id", "digest_on"], name="notice_by_digest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cause", "recipient_id"], name="notice_once_per_person_and_cause")
        ]

    def __str__(self) -> str:
        return f"{self.cause_id} → {self.recipient_id}"


class Endpoint(models.Model):
    """A receiving system (接收系统): a webhook, or a group robot of 企业微信, that is told what happens in a region.

    Its secret is not stored: it is derived from the site's secret and `nonce`, shown once, and renewed by a new nonce.
    """

    unscoped_because = "set up by the system administrator for the whole installation"

    class Form(models.TextChoices):
        """How the message is written."""

        SIGNED = "signed", _("JSON with signature")
        GROUP_ROBOT = "group_robot", _("Group robot of WeCom")

    name = models.CharField(_("name"), max_length=100)
    form = models.CharField(_("written as"), max_length=12, choices=Form.choices, default=Form.SIGNED)
    url = models.CharField(_("address"), max_length=500)
    region_code = models.CharField(_("region"), max_length=6, blank=True)
    nonce = models.CharField(max_length=64, editable=False)
    is_active = models.BooleanField(_("switched on"), default=True)
    created_at = models.DateTimeField(_("entered"), default=clock.now)
    created_by = models.CharField(_("entered by"), max_length=100)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("receiving system")

    def __str__(self) -> str:
        return self.name

    @property
    def secret(self) -> str:
        """The key of the signature, 64 hexadecimal digits."""
        return salted_hmac("kuangan.notices.endpoint", self.nonce, algorithm="sha256").hexdigest()


class Delivery(models.Model):
    """One message on one channel: a notice at once, a person's digest of a day, or a cause to a receiving system.

    `key` goes out with the message (Message-ID, delivery header), so that a receiver knows a repetition when it sees
    one. While a worker sends, `lease` names the round and `leased_until` (machine's time) says when it counts as lost.
    """

    unscoped_because = "the outbox of the system's own worker; texts stay with the cause"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(_("channel"), max_length=20)
    recipient_id = models.BigIntegerField(_("account number"), null=True, blank=True)
    notice = models.ForeignKey(Notice, models.CASCADE, null=True, blank=True, related_name="deliveries")
    digest_on = models.DateField(_("day of the digest"), null=True, blank=True)
    cause = models.ForeignKey(Cause, models.CASCADE, null=True, blank=True, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, null=True, blank=True, related_name="deliveries")
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    interruptions = models.PositiveSmallIntegerField(_("interrupted"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=clock.real_now)
    lease = models.CharField(max_length=32, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    message_id = models.CharField(_("number given by the receiver"), max_length=200, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("delivery")
        indexes = [
            models.Index(fields=["next_try_at", "id"], condition=Q(state="pending"), name="delivery_to_send"),
            models.Index(fields=["leased_until"], condition=Q(state="sending"), name="delivery_being_sent"),
            models.Index(fields=["channel", "state", "-id"], name="delivery_by_channel"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel"], condition=Q(notice__isnull=False), name="notice_once_per_channel"
            ),
            models.UniqueConstraint(
                fields=["recipient_id", "channel", "digest_on"],
                condition=Q(digest_on__isnull=False),
                name="one_digest_per_person_channel_and_day",
            ),
            models.UniqueConstraint(
                fields=["cause", "endpoint"], condition=Q(endpoint__isnull=False), name="cause_once_per_endpoint"
            ),
            models.CheckConstraint(
                condition=Q(
                    notice__isnull=False, recipient_id__isnull=False, digest_on__isnull=True, cause__isnull=True
                )
                | Q(digest_on__isnull=False, recipient_id__isnull=False, notice__isnull=True, cause__isnull=True)
                | Q(cause__isnull=False, endpoint__isnull=False, recipient_id__isnull=True, notice__isnull=True),
                name="delivery_of_exactly_one_thing",
            ),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(leased_until__isnull=False), name="being_sent_has_a_lease"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"

    @property
    def trouble(self) -> str:
        """Why it did not arrive, in the reader's words."""
        return explained(self.last_error)


class Preference(models.Model):
    """A person's hours, Shanghai time; without a row those of rules hold."""

    unscoped_because = "belongs to the person"

    user_id = models.BigIntegerField(_("account number"), unique=True)
    digest_at = models.TimeField(_("digest at"), default=DIGEST_AT)
    quiet_from = models.TimeField(_("quiet from"), default=QUIET_FROM)
    quiet_to = models.TimeField(_("quiet to"), default=QUIET_TO)

    class Meta:
        verbose_name = _("notice settings")

    def __str__(self) -> str:
        return f"{self.user_id} {self.digest_at:%H:%M}"


class Muted(models.Model):
    """A group of kinds that a person does not want on a channel. The inbox always has everything."""

    unscoped_because = "belongs to the person"

    user_id = models.BigIntegerField(_("account number"))
    channel = models.CharField(_("channel"), max_length=20)
    group = models.CharField(_("group"), max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "channel", "group"], name="muted_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.channel} {self.group}"


class Mark(models.Model):
    """How far a source of causes has been read: only a short cut, since reading again tells nobody twice."""

    unscoped_because = "a log of the system's own work"

    name = models.CharField(_("source"), max_length=60, unique=True)
    up_to = models.DateTimeField(_("read up to"))

    def __str__(self) -> str:
        return f"{self.name} {self.up_to:%Y-%m-%d %H:%M}"
