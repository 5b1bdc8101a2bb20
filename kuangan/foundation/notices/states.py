"""States of a delivery, and how soon a notice is to reach its reader."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel.charts import Chart


class DeliveryState(TextChoices):
    """State of one message on one channel. Failed: the receiver refused it for good; given up: tried often enough."""

    PENDING = "pending", _("To be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Refused by the receiver")
    GIVEN_UP = "given_up", _("Given up")


class Pace(TextChoices):
    """How soon: with the daily digest, at once outside quiet hours, or at once whatever the hour."""

    DIGEST = "digest", _("With the daily digest")
    AT_ONCE = "at_once", _("At once")
    DANGER = "danger", _("At once, in quiet hours too")


_D = DeliveryState
DELIVERY_CHART = Chart.of(
    "delivery",
    _D.PENDING,
    {
        "claim": ({_D.PENDING}, _D.SENDING),
        "settle": ({_D.SENDING}, _D.SENT),
        "try_again": ({_D.SENDING}, _D.PENDING),
        "put_back": ({_D.SENDING}, _D.PENDING),
        "refuse": ({_D.SENDING}, _D.FAILED),
        "give_up": ({_D.SENDING}, _D.GIVEN_UP),
    },
)
