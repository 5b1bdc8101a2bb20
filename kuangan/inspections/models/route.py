"""Who walked, and where."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.inspections.models.checks import PATHS, MonthlyCheck
from kuangan.inspections.states import AreaResult


class Participant(ScopedModel):
    """Somebody who took part in a check, the leader among them."""

    scope_paths = PATHS

    monthly_check = models.ForeignKey(MonthlyCheck, models.PROTECT, related_name="people", verbose_name=_("check"))
    position = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=60)
    post = models.CharField(_("post"), max_length=60)

    class Meta(ScopedModel.Meta):
        ordering = ["monthly_check_id", "position"]
        verbose_name = _("participant")
        constraints = [
            models.UniqueConstraint(fields=["monthly_check", "position"], name="participant_position_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(post=""), name="participant_has_name_and_post"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.post}）"


class RouteArea(ScopedModel):
    """One area of the route in the order in which it was walked: what was looked at, what was found.

    `result` is empty until the area was walked; `words` say what was found.
    """

    scope_paths = PATHS

    monthly_check = models.ForeignKey(MonthlyCheck, models.PROTECT, related_name="areas", verbose_name=_("check"))
    entry_key = models.UUIDField(_("key of the entry"), null=True, blank=True, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("area"), max_length=60)
    looked_at = models.CharField(_("what was looked at"), max_length=300, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=AreaResult.choices, blank=True)
    words = models.TextField(_("what was found"), blank=True)
    walked_at = models.TimeField(_("at what time"), null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["monthly_check_id", "position", "id"]
        verbose_name = _("area of the route")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="area_has_a_name"),
            models.CheckConstraint(
                condition=~Q(result=AreaResult.FOUND) | ~Q(words=""), name="area_says_what_was_found"
            ),
            models.CheckConstraint(
                condition=~Q(result=AreaResult.CLEAR) | Q(words=""), name="clear_area_has_no_finding"
            ),
        ]

    def __str__(self) -> str:
        return self.name
