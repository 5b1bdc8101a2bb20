"""What belongs to a mine and works apart in it: work areas, project departments of builders, dressing plants."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.registry.models.mines import Mine
from kuangan.registry.states import UnitKind


class MineUnit(ScopedModel):
    """A unit of a mine (采区、工区、施工项目部、选矿厂) with who answers for it; ended with a day, never deleted."""

    scope_paths = ScopePaths(region="mine__region_code", enterprise="mine__enterprise_id", mine="mine_id")

    mine = models.ForeignKey(Mine, models.PROTECT, related_name="units", verbose_name=_("mine"))
    kind = models.CharField(_("kind of unit"), max_length=20, choices=UnitKind.choices)
    name = models.CharField(_("name"), max_length=100)
    head = models.CharField(_("who answers for it"), max_length=60, blank=True)
    operator = models.CharField(_("run by"), max_length=200, blank=True)
    capacity = models.CharField(_("capacity"), max_length=60, blank=True)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    entered_at = models.DateTimeField(_("entered"), default=clock.now)

    class Meta(ScopedModel.Meta):
        ordering = ["kind", "name", "pk"]
        verbose_name = _("unit of a mine")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_is_known"),
            models.UniqueConstraint(
                fields=["mine", "kind", "name"], condition=Q(ended_on__isnull=True), name="one_open_unit_of_a_name"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="unit_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name
