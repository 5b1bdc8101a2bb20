"""Life of a plan version."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel.charts import Chart


class VersionState(TextChoices):
    """A version is drafted by loading, published once, and replaced by the next published one; never edited."""

    DRAFT = "draft", _("Loaded, not published")
    PUBLISHED = "published", _("In force")
    REPLACED = "replaced", _("Replaced")
    WITHDRAWN = "withdrawn", _("Withdrawn")


VERSION_CHART = Chart.of(
    "plan_version",
    VersionState.DRAFT,
    {
        "publish": ({VersionState.DRAFT}, VersionState.PUBLISHED),
        "replace": ({VersionState.PUBLISHED}, VersionState.REPLACED),
        "withdraw": ({VersionState.DRAFT}, VersionState.WITHDRAWN),
    },
)
