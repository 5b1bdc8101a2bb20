"""What the bureau decides for its area: time limits and thresholds, each with the day from which it holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock


class Setting(ScopedModel):
    """One value of one setting for a region and everything below it, from a day on. Never edited, only followed."""

    scope_paths = ScopePaths(region="region_code")

    region_code = models.CharField(_("region"), max_length=6)
    name = models.CharField(_("setting"), max_length=40)
    value = models.CharField(_("value"), max_length=40)
    effective_on = models.DateField(_("holds from"))
    reason = models.CharField(_("reason"), max_length=300)
    set_at = models.DateTimeField(_("set"), default=clock.now)
    set_by = models.CharField(_("set by"), max_length=100)

    class Meta(ScopedModel.Meta):
        ordering = ["name", "region_code", "-effective_on", "-id"]
        verbose_name = _("setting")
        indexes = [models.Index(fields=["name", "region_code", "-effective_on"], name="setting_by_name_region")]

    def __str__(self) -> str:
        return f"{self.name}: {self.value} ({self.region_code})"
