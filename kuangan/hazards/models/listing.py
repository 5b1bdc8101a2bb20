"""Listed supervision (挂牌督办) by the city, and the returns made under it."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.hazards.models.determining import PATHS
from kuangan.hazards.models.hazard import Hazard
from kuangan.hazards.states import ListingState


class ListedSupervision(ScopedModel):
    """The city lists a major hazard and follows it until it is delisted (plan 七(三)); the notice is never edited.

    `document_number` is the number of the notice as issued outside the system; it may come later. `deadline_at` is the
    deadline of the notice, `extended_to` the later one that the city has granted since. `return_due_at` is when the
    next progress return is due, None once it is delisted.
    """

    scope_paths = PATHS

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="listings", verbose_name=_("hazard"))
    state = models.CharField(_("state"), max_length=10, choices=ListingState.choices, default=ListingState.LISTED)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    requirements = models.TextField(_("what is required"))
    happened_at = models.DateTimeField(_("listed"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    deadline_at = models.DateTimeField(_("deadline of the supervision"))
    extended_to = models.DateTimeField(_("deadline after extension"), null=True, blank=True)
    return_interval_days = models.PositiveSmallIntegerField(_("days between returns"))
    return_due_at = models.DateTimeField(_("next return due"), null=True, blank=True)
    listed_by_id = models.BigIntegerField(_("account number"), null=True)
    listed_by = models.CharField(_("listed by"), max_length=100)
    is_public = models.BooleanField(_("to be made public"), default=False)
    public_words = models.TextField(_("words of the public notice"), blank=True)
    delisted_at = models.DateTimeField(_("delisted"), null=True, blank=True)
    delisted_by = models.CharField(_("delisted by"), max_length=100, blank=True)
    delisting_number = models.CharField(_("number of the delisting notice"), max_length=60, blank=True)
    delisting_reason = models.TextField(_("why it was delisted"), blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["hazard_id", "-id"]
        verbose_name = _("listed supervision")
        constraints = [
            models.UniqueConstraint(fields=["hazard"], condition=Q(state="listed"), name="listed_once_at_a_time"),
            models.CheckConstraint(
                condition=~Q(state="delisted") | Q(delisted_at__gte=F("happened_at")), name="delisted_after_listed"
            ),
            models.CheckConstraint(condition=Q(deadline_at__gt=F("happened_at")), name="listing_deadline_is_later"),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True) | Q(extended_to__gt=F("deadline_at")),
                name="listing_extended_to_later",
            ),
            models.CheckConstraint(condition=Q(is_public=False) | ~Q(public_words=""), name="public_listing_has_words"),
        ]

    def __str__(self) -> str:
        return self.document_number or f"{self.hazard_id}"

    @property
    def due_at(self) -> datetime:
        """The deadline of the supervision as it stands."""
        return self.extended_to or self.deadline_at

    @property
    def in_force(self) -> bool:
        """Whether it has not been delisted."""
        return self.state == ListingState.LISTED


class SupervisionReturn(ScopedModel):
    """A progress return of the county bureau under a listed supervision (督办进展)."""

    scope_paths = ScopePaths(
        region="listing__hazard__region_code",
        enterprise="listing__hazard__mine__enterprise_id",
        mine="listing__hazard__mine_id",
    )

    listing = models.ForeignKey(
        ListedSupervision, models.PROTECT, related_name="returns", verbose_name=_("listed supervision")
    )
    due_at = models.DateTimeField(_("due"))
    happened_at = models.DateTimeField(_("as of"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    text = models.TextField(_("progress"))
    by_id = models.BigIntegerField(_("account number"), null=True)
    by = models.CharField(_("entered by"), max_length=100)

    class Meta(ScopedModel.Meta):
        ordering = ["listing_id", "-happened_at", "-id"]
        verbose_name = _("progress return")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="return_says_something")]

    def __str__(self) -> str:
        return self.text[:40]
