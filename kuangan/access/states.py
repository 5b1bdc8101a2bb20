"""States of a request for a grant of administration."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel.charts import Chart


class RequestState(TextChoices):
    """Waiting for a second administrator, confirmed and granted, or declined."""

    WAITING = "waiting", _("Waits for confirmation")
    CONFIRMED = "confirmed", _("Grant confirmed")
    DECLINED = "declined", _("Grant declined")


_S = RequestState
REQUEST_CHART = Chart.of(
    "grant_request",
    _S.WAITING,
    {"confirm": ({_S.WAITING}, _S.CONFIRMED), "decline": ({_S.WAITING}, _S.DECLINED)},
)
