"""The hazard itself: one row, one state, and everything that a list of a thousand of them shows."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import is_claimed
from kuangan.hazards.states import OPEN_STATES, UNRECTIFIED_STATES, Disaster, FocusArea, Grade, HazardState, Source
from kuangan.registry.models import Mine
from kuangan.standards.models import Article, Criterion

_S = HazardState
_RECTIFIED = [_S.APPLIED, _S.VERIFIED, _S.CLOSED]
_ACCEPTED = [_S.VERIFIED, _S.CLOSED]

REGISTRAR = ("found_by", "entered_by", "entered_by_id", "verified_by", "verified_by_id")
"""What `Hazard.registrar_verified` compares."""


class Hazard(ScopedModel):
    """A hazard (隐患) of one mine. Never deleted; withdrawn with a reason at most.

    `found_at` is when it was found, `entered_at` when that was written down. The three clocks are `rectified_at` (the
    work was done, as the mine states), `applied_at` (that was reported to whoever accepts) and `verified_at` (somebody
    else saw it).
    `reported_at` is something different: a major hazard was made known to the bureau (安全生产法 41).
    `deadline_at` is the present deadline of rectification, extensions and listing included.
    `entry_key` is made by the form or the offline client: the same entry sent twice is one hazard.
    """

    scope_paths = ScopePaths(region="region_code", enterprise="mine__enterprise_id", mine="mine_id")

    mine = models.ForeignKey(
        Mine, models.PROTECT, related_name="+", verbose_name=_("mine"), db_index=False
    )  # hazard_by_mine_day begins with it
    region_code = models.CharField(_("county"), max_length=6)
    entry_key = models.UUIDField(_("key of the entry"), null=True, blank=True, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=HazardState.choices, default=HazardState.REGISTERED)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade.choices, default=Grade.GENERAL)
    source = models.CharField(_("how it was found"), max_length=20, choices=Source.choices)
    disaster = models.CharField(_("disaster"), max_length=12, choices=Disaster.choices, blank=True)
    focus_area = models.CharField(_("focus area"), max_length=20, choices=FocusArea.choices, blank=True)
    place = models.CharField(_("place"), max_length=120)
    description = models.TextField(_("what is wrong"))
    requirement = models.TextField(_("what is to be done"), blank=True)
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("legal basis")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("criterion")
    )
    search_text = models.CharField(max_length=600, blank=True, editable=False)

    found_at = models.DateTimeField(_("found"))
    found_by = models.CharField(_("found by"), max_length=100)
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    entered_by_id = models.BigIntegerField(_("account number"), null=True)
    entered_by = models.CharField(_("entered by"), max_length=100)

    determined_at = models.DateTimeField(_("determined"), null=True, blank=True)
    report_due_at = models.DateTimeField(_("to be reported by"), null=True, blank=True)
    reported_at = models.DateTimeField(_("reported to the bureau"), null=True, blank=True)
    begun_at = models.DateTimeField(_("rectification begun"), null=True, blank=True)
    deadline_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    responsible = models.CharField(_("responsible person"), max_length=60, blank=True)
    supervisor = models.CharField(_("supervised by"), max_length=60, blank=True)
    listed_at = models.DateTimeField(_("listed for supervision"), null=True, blank=True)

    rectified_at = models.DateTimeField(_("rectified"), null=True, blank=True)
    rectified_by_id = models.BigIntegerField(_("account number"), null=True)
    rectified_by = models.CharField(_("rectified by"), max_length=100, blank=True)
    applied_at = models.DateTimeField(_("reported as rectified"), null=True, blank=True)
    verify_due_at = models.DateTimeField(_("to be verified by"), null=True, blank=True)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    verified_by_id = models.BigIntegerField(_("account number"), null=True)
    verified_by = models.CharField(_("verified by"), max_length=200, blank=True)
    passed_check = models.ForeignKey(
        "hazards.SiteCheck", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on-site check")
    )
    closed_at = models.DateTimeField(_("closed out"), null=True, blank=True)
    closed_by = models.CharField(_("closed out by"), max_length=100, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=100, blank=True)
    withdrawal_reason = models.TextField(_("reason of withdrawal"), blank=True)
    reopens = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reopened_as", verbose_name=_("reopens")
    )
    refusals = models.PositiveSmallIntegerField(_("times not passed"), default=0)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    class Meta(ScopedModel.Meta):
        ordering = ["-found_at", "-id"]
        verbose_name = _("hazard")
        indexes = [
            models.Index(fields=["-found_at", "-id"], name="hazard_by_day"),
            models.Index(fields=["region_code", "-found_at", "-id"], name="hazard_by_county_day"),
            models.Index(fields=["mine", "-found_at"], name="hazard_by_mine_day"),
            models.Index(
                fields=["region_code", "deadline_at"], condition=Q(state__in=sorted(OPEN_STATES)), name="hazard_open"
            ),
            models.Index(fields=["region_code", "-found_at"], condition=~Q(grade="general"), name="hazard_major"),
            # What was found again is looked for among the few that have a criterion.
            models.Index(
                fields=["region_code", "grade", "found_at"],
                condition=Q(criterion__isnull=False),
                name="hazard_criterion_county",
            ),
            models.Index(
                fields=["mine", "found_at"],
                condition=Q(criterion__isnull=False),
                name="hazard_criterion_mine",
            ),
            # The most urgent of a whole city or country, without sorting all that are open there.
            models.Index(
                fields=["deadline_at", "id"], condition=Q(state__in=sorted(OPEN_STATES)), name="hazard_open_urgent"
            ),
            # The figures read this one and nothing of the table: 2 million rows are wide, their entries are not.
            models.Index(
                fields=[
                    "region_code",
                    "grade",
                    "state",
                    "found_at",
                    "entered_at",
                    "deadline_at",
                    "rectified_at",
                    "applied_at",
                    "verified_at",
                    "closed_at",
                ],
                name="hazard_figures",
            ),
            # Counting ends at the first thousands of a state. Where a state is rare these spare a look at a country.
            models.Index(
                fields=["state", "region_code", "grade", "deadline_at"],
                condition=Q(state__in=sorted(OPEN_STATES)),
                name="hazard_open_counts",
            ),
            models.Index(fields=["region_code", "-found_at"], condition=Q(state=_S.WITHDRAWN), name="hazard_withdrawn"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(found_at__lte=F("entered_at")), name="hazard_found_before_entered"),
            models.CheckConstraint(
                condition=~Q(grade=Grade.MAJOR)
                | (Q(determined_at__isnull=False, criterion__isnull=False) & ~Q(focus_area="")),
                name="major_hazard_is_determined",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_RECTIFIED) | Q(rectified_at__isnull=False, applied_at__isnull=False),
                name="applied_hazard_is_rectified",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_ACCEPTED) | Q(verified_at__isnull=False), name="closed_hazard_is_verified"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_ACCEPTED)
                | Q(grade=Grade.GENERAL)
                | Q(grade=Grade.MAJOR, passed_check__isnull=False),
                name="major_hazard_is_checked_on_site",
            ),
            models.CheckConstraint(
                condition=~Q(state=_S.CLOSED) | Q(closed_at__isnull=False), name="closed_hazard_says_when"
            ),
            models.CheckConstraint(
                condition=Q(verified_by_id__isnull=True)
                | Q(rectified_by_id__isnull=True)
                | ~Q(verified_by_id=F("rectified_by_id")),
                name="verifier_is_not_the_rectifier",
            ),
            models.CheckConstraint(
                condition=(Q(applied_at__isnull=True) | Q(rectified_at__isnull=False))
                & (Q(verified_at__isnull=True) | Q(applied_at__isnull=False)),
                name="hazard_clocks_in_order",
            ),
            models.CheckConstraint(
                condition=Q(rectified_at__isnull=True) | Q(rectified_at__gte=F("found_at")),
                name="hazard_rectified_after_found",
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | Q(verified_at__gte=F("rectified_at")),
                name="hazard_verified_after_rectified",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("verified_at")),
                name="hazard_closed_after_verified",
            ),
            models.CheckConstraint(
                condition=~Q(state=_S.WITHDRAWN) | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="withdrawn_hazard_says_why",
            ),
            models.CheckConstraint(condition=~Q(description="") & ~Q(place=""), name="hazard_says_what_and_where"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.description[:40]}"

    @property
    def number(self) -> str:
        """The number people quote: county, year in which it was found, serial (440785-2023-000012)."""
        return f"{self.region_code}-{clock.day_of(self.found_at).year}-{self.pk or 0:06d}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be closed."""
        return self.state in OPEN_STATES

    @property
    def is_major(self) -> bool:
        """Whether it has been determined to be a major hazard."""
        return self.grade == Grade.MAJOR

    @property
    def is_listed(self) -> bool:
        """Whether the city supervises it as listed (挂牌督办) now."""
        return self.listed_at is not None and self.is_open

    @property
    def is_stated(self) -> bool:
        """Whether it is stated to have been found on another day than that of its entry."""
        return is_claimed(self.found_at, self.entered_at)

    @property
    def proven_at(self) -> datetime | None:
        """When the rectification counts as done, None before the application: the moment at which that was entered,
        which nobody chooses, or the on-site check by two officials where that lies earlier. Never the day that the mine
        states (`rectified_at`)."""
        if self.applied_at is None or not self.is_major or self.verified_at is None:
            return self.applied_at
        return min(self.applied_at, self.verified_at)

    @property
    def was_late(self) -> bool:
        """Whether it counts as rectified after its deadline."""
        return self.proven_at is not None and self.deadline_at is not None and self.proven_at > self.deadline_at

    @property
    def claims_in_time(self) -> bool:
        """Whether the mine states a day within the deadline although it was reported after it."""
        return self.was_late and bool(self.rectified_at and self.deadline_at and self.rectified_at <= self.deadline_at)

    @property
    def registrar_verified(self) -> bool:
        """Whether one of those who accepted it had found or registered it."""
        if not self.verified_by:
            return False
        same = self.verified_by_id is not None and self.verified_by_id == self.entered_by_id
        return same or bool({self.found_by, self.entered_by} & set(self.verified_by.split("、")))

    def is_overdue(self) -> bool:
        """Whether the deadline has passed and it was not reported as rectified in time. What was reported late stays
        overdue until somebody else has seen it."""
        if self.deadline_at is None or self.deadline_at >= clock.now():
            return False
        return self.state in UNRECTIFIED_STATES or (self.state == HazardState.APPLIED and self.was_late)
