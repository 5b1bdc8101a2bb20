"""Extensions (延期) and redo orders (推倒重来): acts that move the clock of an assignment."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.duties.models.assignments import Assignment
from kuangan.duties.models.submissions import Submission
from kuangan.duties.states import ExtensionState, RedoTrigger
from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.registry.models import Authority

_PATHS = ScopePaths(
    region="assignment__region_code", authority="assignment__authority_id", mine="assignment__owing_mine_id"
)


class Extension(ScopedModel):
    """A request for more time and the decision on it; both dates are kept, and asking late is visible."""

    scope_paths = _PATHS

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="extensions")
    reason = models.TextField(_("reason"))
    old_due_at = models.DateTimeField(_("due before"))
    proposed_due_at = models.DateTimeField(_("asked for"))
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    asked_by = models.CharField(_("asked by"), max_length=100)
    asked_late = models.BooleanField(_("asked after the due date"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=ExtensionState.choices, default=ExtensionState.PENDING)
    granted_due_at = models.DateTimeField(_("due after"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=100, blank=True)
    opinion = models.TextField(_("opinion"), blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["assignment_id", "-id"]
        verbose_name = _("extension")
        constraints = [
            models.UniqueConstraint(fields=["assignment"], condition=Q(state="pending"), name="one_pending_extension"),
            models.CheckConstraint(condition=Q(proposed_due_at__gt=F("old_due_at")), name="extension_asks_for_later"),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(granted_due_at__isnull=False, decided_at__isnull=False),
                name="granted_extension_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} → {self.proposed_due_at:%Y-%m-%d}"


class RedoOrder(ScopedModel):
    """An order to do the work again from scratch: the old round stays readable and void, a new clock starts."""

    scope_paths = _PATHS

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="redo_orders")
    voided = models.ForeignKey(Submission, models.PROTECT, related_name="redo_orders")
    from_round = models.PositiveSmallIntegerField(_("round thrown out"))
    trigger = models.CharField(_("ground"), max_length=30, choices=RedoTrigger.choices)
    reason = models.TextField(_("facts"))
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", null=True, verbose_name=_("ordered by"))
    ordered_at = models.DateTimeField(_("ordered"), default=clock.now)
    ordered_by = models.CharField(_("officer"), max_length=100)
    old_due_at = models.DateTimeField(_("due before"), null=True, blank=True)
    new_due_at = models.DateTimeField(_("due after"))

    class Meta(ScopedModel.Meta):
        ordering = ["assignment_id", "from_round"]
        verbose_name = _("redo order")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "from_round"], name="one_redo_order_per_round"),
            models.CheckConstraint(condition=~Q(reason=""), name="redo_order_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} R{self.from_round}"
