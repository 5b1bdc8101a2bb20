"""Tables of the API: answers kept for replay, and how many requests a caller has taken."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock


class Replay(models.Model):
    """One write under its idempotency key: in flight while `status` is empty, afterwards its answer word for word.

    `attempt` is the fence: whoever takes an abandoned write over raises it, and who comes back late finds that the
    number is no longer theirs and undoes what they did.
    """

    unscoped_because = "belongs to the caller that sent the key"

    caller = models.CharField(_("caller"), max_length=40)
    method = models.CharField(_("request method"), max_length=10)
    path = models.CharField(_("address"), max_length=300)
    key = models.CharField(_("idempotency key"), max_length=200)
    body_hash = models.CharField(_("hash of the body"), max_length=64)
    attempt = models.PositiveIntegerField(_("attempt"), default=1)
    worker = models.CharField(_("process"), max_length=60, blank=True)
    started_at = models.DateTimeField(_("started"), default=clock.real_now, db_index=True)
    status = models.PositiveSmallIntegerField(_("status of the answer"), null=True)
    content = models.TextField(_("answer"), blank=True)
    headers = models.JSONField(_("headers"), default=dict)

    class Meta:
        verbose_name = _("kept answer")
        constraints = [
            models.UniqueConstraint(fields=["caller", "key", "method", "path"], name="replay_once"),
            models.CheckConstraint(
                condition=Q(status__isnull=True) | Q(status__gte=200, status__lt=500), name="replay_keeps_no_failure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.key}"


class Allowance(models.Model):
    """How many requests of the present minute a caller's processes have taken, in lots (limits.py)."""

    unscoped_because = "a counter without content of records"

    caller = models.CharField(_("caller"), max_length=40, unique=True)
    minute = models.PositiveBigIntegerField(_("minute since 1970"))
    taken = models.PositiveIntegerField(_("requests taken"), default=0)

    class Meta:
        verbose_name = _("allowance")

    def __str__(self) -> str:
        return f"{self.caller} {self.taken}"
