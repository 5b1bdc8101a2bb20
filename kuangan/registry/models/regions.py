"""Regions (行政区划) by GB/T 2260 code."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuangan.registry.states import Level


class Region(models.Model):
    """An administrative region. Codes are hierarchical, so the parent follows from the code."""

    unscoped_because = "the list of regions is public"

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor")
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^[0-9]{6}$"), name="region_code_is_six_digits")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def parent_code(self) -> str:
        """Code of the region above; empty for a province."""
        if self.code.endswith("0000"):
            return ""
        return self.code[:2] + "0000" if self.code.endswith("00") else self.code[:4] + "00"
