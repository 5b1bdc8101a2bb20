"""Assignments (责任事项): a duty, a bearer and a period put together."""

from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuangan.duties.rules.titles import period_words, title_in_period
from kuangan.duties.states import EDITABLE, UNSETTLED, AssignmentState
from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Duty, Plan
from kuangan.registry.models import Agency, Authority, Enterprise, Mine


class Assignment(ScopedModel):
    """One duty that one bearer owes for one period.

    `owing_mine`, `authority`, `enterprise` or `agency` is the bearer; `enterprise` is also set beside an owing mine,
    for people who answer for all mines of an enterprise. `mine` is the mine it is about, whoever owes it.
    `bearer_key` and `subject_key` are the same as text ("mine:7", "authority:3"), so that one constraint keeps
    duplicates out for every kind of bearer. `original_due_at` never changes after the first derivation,
    `planned_due_at` follows the plan and its parameters, `due_at` is what counts: it moves by extension, by redo, or
    with the plan.

    A derivation writes more than a million rows, and every index and foreign key is paid for by each of them. So a
    foreign key has an index of its own only where a query begins with it, and three leave the check that their row
    exists to another one: `owing_mine` to `mine`, which it must equal, `enterprise` to the mine that belongs to it, and
    `plan` to `duty`, whose version is the plan's.
    """

    scope_paths = ScopePaths(
        region="region_code",
        authority="authority_id",
        enterprise="enterprise_id",
        mine="owing_mine_id",
        agency="agency_id",
    )

    plan = models.ForeignKey(
        Plan, models.PROTECT, db_index=False, db_constraint=False, related_name="+", verbose_name=_("plan")
    )
    duty = models.ForeignKey(Duty, models.PROTECT, db_index=False, related_name="+", verbose_name=_("duty"))
    duty_slug = models.CharField(_("duty id"), max_length=80)
    bearer_kind = models.CharField(_("bearer"), max_length=20)
    owing_mine = models.ForeignKey(
        Mine, models.PROTECT, null=True, blank=True, db_index=False, db_constraint=False, related_name="+",
        verbose_name=_("mine that owes it"),
    )  # fmt: skip
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, db_index=False, db_constraint=False, related_name="+",
        verbose_name=_("enterprise"),
    )  # fmt: skip
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, db_index=False, related_name="+",
        verbose_name=_("authority"),
    )  # fmt: skip
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, db_index=False, related_name="+",
        verbose_name=_("agency"),
    )  # fmt: skip
    mine = models.ForeignKey(
        Mine, models.PROTECT, null=True, blank=True, db_index=False, related_name="+",
        verbose_name=_("mine it is about"),
    )  # fmt: skip
    region_code = models.CharField(_("region"), max_length=6)
    bearer_key = models.CharField(_("bearer key"), max_length=60)
    subject_key = models.CharField(_("subject key"), max_length=60, blank=True)
    period_key = models.CharField(_("period"), max_length=80)
    period_start = models.DateField(_("period from"))
    period_end = models.DateField(_("period to"))
    event_on = models.DateField(_("day of the event"), null=True, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=AssignmentState.choices, default=AssignmentState.OPEN)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    chain_step = models.PositiveSmallIntegerField(_("step of the chain"), default=0)
    waiting_for = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, db_index=False, related_name="+",
        verbose_name=_("waiting for"),
    )  # fmt: skip
    review_due_at = models.DateTimeField(_("review due"), null=True, blank=True)

    applies_since = models.DateField(_("owed since"))
    known_at = models.DateTimeField(_("became known"), default=clock.now)
    original_due_at = models.DateTimeField(_("first due date"), null=True, blank=True)
    planned_due_at = models.DateTimeField(_("due by the plan"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    late_on_arrival = models.BooleanField(_("already due when it became known"), default=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    voided_at = models.DateTimeField(_("no longer owed since"), null=True, blank=True)
    void_reason = models.JSONField(_("why it is no longer owed"), null=True, blank=True, encoder=DjangoJSONEncoder)

    class Meta(ScopedModel.Meta):
        ordering = ["region_code", "mine_id", "duty_id", "period_start", "id"]
        verbose_name = _("assignment")
        indexes = [
            models.Index(fields=["region_code", "plan", "duty", "state", "due_at"], name="assignment_by_region"),
            models.Index(fields=["due_at", "id"], condition=Q(state__in=sorted(UNSETTLED)), name="assignment_by_due"),
            models.Index(
                fields=["state", "due_at", "id"],
                condition=Q(state__in=sorted(set(AssignmentState) - {AssignmentState.OPEN})),
                name="assignment_by_state",
            ),
            models.Index(fields=["round"], condition=Q(round__gt=1), name="assignment_redone"),
            models.Index(fields=["owing_mine", "state", "due_at"], name="assignment_by_owing_mine"),
            models.Index(fields=["mine", "duty"], name="assignment_by_mine"),
            models.Index(
                fields=["waiting_for", "review_due_at"],
                condition=Q(state=AssignmentState.SUBMITTED),
                name="assignment_to_review",
            ),
            models.Index(
                fields=["authority", "state", "due_at"],
                condition=Q(authority__isnull=False),
                name="assignment_by_authority",
            ),
            models.Index(fields=["enterprise"], condition=Q(enterprise__isnull=False), name="assignment_by_enterprise"),
            models.Index(fields=["agency"], condition=Q(agency__isnull=False), name="assignment_by_agency"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "duty_slug", "bearer_key", "subject_key", "period_key"], name="assignment_once"
            ),
            models.CheckConstraint(condition=Q(state__in=AssignmentState.values), name="assignment_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.SUBMITTED)
                | Q(submitted_at__isnull=False, waiting_for__isnull=False),
                name="submitted_assignment_waits_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=AssignmentState.SUBMITTED) | Q(waiting_for__isnull=True),
                name="only_submitted_assignments_wait",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.ACCEPTED) | Q(accepted_at__isnull=False),
                name="accepted_assignment_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.VOIDED) | Q(voided_at__isnull=False),
                name="voided_assignment_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=models.F("period_start")), name="assignment_period_in_order"
            ),
            models.CheckConstraint(condition=Q(round__gte=1), name="assignment_round_from_one"),
            models.CheckConstraint(
                condition=Q(owing_mine__isnull=True) | Q(owing_mine=models.F("mine")),
                name="owing_mine_is_the_mine_it_is_about",
            ),
        ]

    def __str__(self) -> str:
        """`7月重大事故隐患排查 云岫石场`; the audit trail keeps it in the language of the installation."""
        return f"{self.title} {self.bearer}"

    @property
    def title(self) -> str:
        """What it is called: the duty's title with its period (7月重大事故隐患排查)."""
        return title_in_period(self.duty.title, self.period_key, self.period_start, self.period_end)

    @property
    def period_title(self) -> str:
        """The name of its period; empty for single and continuous duties."""
        return period_words(self.period_key, self.period_start, self.period_end)

    @property
    def body_key(self) -> str:
        """Key of the body that owes it about the mine; empty where the mine owes it itself."""
        return "" if self.owing_mine_id is not None else self.bearer_key

    @property
    def bearer(self) -> str:
        """Name of whoever owes it."""
        return str(self.owing_mine or self.authority or self.enterprise or self.agency or self.bearer_key)

    def is_overdue(self, moment: datetime | None = None) -> bool:
        """Whether the bearer is late at `moment` (now): open or returned and past the due date. Never stored."""
        if self.due_at is None or self.state not in EDITABLE:
            return False
        return self.due_at < (moment or clock.now())

    @property
    def display_state(self) -> str:
        """The word of the board: the state, or overdue, or redo while a later round is still to be delivered."""
        if self.is_overdue():
            return "overdue"
        if self.round > 1 and self.state == AssignmentState.OPEN:
            return "redo"
        return str(self.state)


class CoBearer(ScopedModel):
    """A body that owes an assignment together with its bearer and confirms before it is delivered (联合责任)."""

    scope_paths = ScopePaths(region="assignment__region_code", authority="authority_id")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="co_bearers")
    position = models.PositiveSmallIntegerField(_("order"))
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=100, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["assignment_id", "position"]
        constraints = [models.UniqueConstraint(fields=["assignment", "position"], name="co_bearer_position_once")]

    def __str__(self) -> str:
        return self.name
