"""Two records of one mine, merged into one (合并), and taken apart again."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.registry.models.mines import Mine


class MineMerge(ScopedModel):
    """`merged` was found to be the same mine as `kept`: what belonged to it moved, its own record stays, out of sight.

    `moves` lists, for each table that followed, the rows that moved with what stood in their columns before, and those
    that stayed because there may be only one of a sort. Undoing puts exactly these values back.
    """

    scope_paths = ScopePaths(region="kept__region_code", enterprise="kept__enterprise_id", mine="kept_id")

    kept = models.ForeignKey(Mine, models.PROTECT, related_name="merges", verbose_name=_("kept mine"))
    merged = models.ForeignKey(Mine, models.PROTECT, related_name="+", verbose_name=_("merged mine"))
    reason = models.CharField(_("reason"), max_length=300)
    moves = models.JSONField(_("what moved"), default=list)
    merged_at = models.DateTimeField(_("merged"), default=clock.now)
    merged_by_id = models.BigIntegerField(_("account number"), null=True)
    merged_by = models.CharField(_("merged by"), max_length=100)
    undone_at = models.DateTimeField(_("undone on"), null=True, blank=True)
    undone_by = models.CharField(_("undone by"), max_length=100, blank=True)
    undone_reason = models.CharField(_("reason of taking it back"), max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["-merged_at", "-pk"]
        verbose_name = _("merge of mines")
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_is_of_two_mines"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_says_why"),
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="mine_is_merged_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | ~Q(undone_reason=""), name="undone_merge_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged.code} → {self.kept.code}"
