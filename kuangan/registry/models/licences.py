"""Licences (证照) of mines and enterprises."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.registry.models.bodies import Enterprise
from kuangan.registry.models.mines import Mine
from kuangan.registry.states import LicenceKind


class Licence(ScopedModel):
    """One licence as issued; a renewal is a new row. `mine` is empty when it covers the whole enterprise."""

    scope_paths = ScopePaths(region="region_code", enterprise="enterprise_id", mine="mine_id")

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="licences", verbose_name=_("enterprise"))
    mine = models.ForeignKey(
        Mine, models.PROTECT, null=True, blank=True, related_name="licences", verbose_name=_("mine")
    )
    region_code = models.CharField(_("region"), max_length=6, db_index=True)
    kind = models.CharField(_("licence"), max_length=10, choices=LicenceKind.choices)
    number = models.CharField(_("number"), max_length=60)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    scope_of_work = models.CharField(_("licensed work"), max_length=300, blank=True)
    ended_on = models.DateField(_("cancelled or replaced on"), null=True, blank=True)
    entered_at = models.DateTimeField(_("entered"), default=clock.now)

    class Meta(ScopedModel.Meta):
        ordering = ["kind", "-valid_to", "pk"]
        verbose_name = _("licence")
        indexes = [
            models.Index(fields=["valid_to"], name="licence_by_expiry"),
            models.Index(fields=["kind", "number"], name="licence_by_number"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="licence_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(number=""), name="licence_has_a_number"),
            models.UniqueConstraint(
                fields=["kind", "number"], condition=Q(ended_on__isnull=True), name="licence_number_held_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{LicenceKind(self.kind).label} {self.number}"
