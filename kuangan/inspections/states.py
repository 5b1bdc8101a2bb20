"""State chart and vocabulary of checks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.foundation.kernel.charts import Chart


class CheckState(TextChoices):
    """State of a monthly check. A correction is a new check that replaces the signed one."""

    DRAFT = "draft", pgettext_lazy("monthly check", "Being filled in")
    SIGNED = "signed", pgettext_lazy("monthly check", "Signed")
    WITHDRAWN = "withdrawn", pgettext_lazy("monthly check", "Withdrawn")


class AreaResult(TextChoices):
    """What was seen in an area of the route; empty until it has been walked."""

    CLEAR = "clear", _("Nothing abnormal found")
    FOUND = "found", _("Something found")


class Answer(TextChoices):
    """What the check says to one determination criterion."""

    ABSENT = "absent", pgettext_lazy("criterion", "Does not exist")
    PRESENT = "present", pgettext_lazy("criterion", "Exists")
    NOT_INVOLVED = "not_involved", pgettext_lazy("criterion", "Not involved")


class Step(TextChoices):
    """The parts of a check, in the order in which they are filled in."""

    BASICS = "basics", _("When and who")
    ROUTE = "route", _("Route walked")
    CRITERIA = "criteria", _("Criteria gone through")
    FINDINGS = "findings", _("Hazards found")
    SIGN = "sign", _("Signature of the principal")


CHECK_CHART = Chart.of(
    "monthly check",
    CheckState.DRAFT,
    {
        "sign": ({CheckState.DRAFT}, CheckState.SIGNED),
        "withdraw": ({CheckState.DRAFT, CheckState.SIGNED}, CheckState.WITHDRAWN),
    },
)
