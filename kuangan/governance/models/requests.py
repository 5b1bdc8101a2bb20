"""The request for help: one row, one state."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.models import Searchable
from kuangan.foundation.kernel.text import search_text
from kuangan.governance.states import OPEN_STATES, HelpKind, HelpResult, HelpState, MineView, Topic
from kuangan.hazards.models import Hazard
from kuangan.registry.models import Agency, Mine

_S = HelpState
_ANSWERED = [_S.ACCEPTED, _S.HELPED, _S.CLOSED]


class HelpRequest(Searchable, ScopedModel):
    """A mine says that it cannot do it alone (帮扶申请, plan 七(五); rows 99, 100), or its county says so for it.

    `requested_at` is when help was asked for, `entered_at` when that was written down, `answered_at` when the county
    answered. `agency` and `helper` repeat who helps now, so that the agency's people see the request. The mine's own
    statement of its technical force (row 23) is `own_technicians`, `own_strength`, `hired_expert`, `hired_from`.
    `entry_key` is made by the form: the same form sent twice is one request.
    """

    scope_paths = ScopePaths(
        region="region_code", enterprise="mine__enterprise_id", mine="mine_id", agency="agency_id"
    )  # fmt: skip

    mine = models.ForeignKey(Mine, models.PROTECT, related_name="+", verbose_name=_("mine"))
    region_code = models.CharField(_("county"), max_length=6)
    entry_key = models.UUIDField(_("key of the entry"), null=True, blank=True, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=HelpState.choices, default=HelpState.REQUESTED)
    kind = models.CharField(_("why help is needed"), max_length=20, choices=HelpKind.choices)
    topic = models.CharField(_("what help is needed with"), max_length=16, choices=Topic.choices)
    words = models.TextField(_("what the mine cannot do alone"))
    hazard = models.ForeignKey(
        Hazard, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hazard")
    )
    own_technicians = models.PositiveSmallIntegerField(_("own technicians"), null=True, blank=True)
    own_strength = models.TextField(_("what the mine can do by itself"), blank=True)
    hired_expert = models.CharField(_("experts hired"), max_length=100, blank=True)
    hired_from = models.CharField(_("agency of the experts hired"), max_length=200, blank=True)

    by_bureau = models.BooleanField(_("raised by the bureau"), default=False)
    requested_at = models.DateTimeField(_("requested"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    by_id = models.BigIntegerField(_("account number"), null=True)
    by = models.CharField(_("requested by"), max_length=100)
    reopens = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("follows")
    )

    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=100, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    helper = models.CharField(_("helped by"), max_length=200, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agency")
    )
    helped_at = models.DateTimeField(_("report filed"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.CharField(_("closed by"), max_length=100, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=HelpResult.choices, blank=True)
    closing_words = models.TextField(_("opinion on the result"), blank=True)
    mine_view = models.CharField(_("view of the mine"), max_length=10, choices=MineView.choices, blank=True)
    mine_words = models.TextField(_("words of the mine"), blank=True)
    mine_viewed_at = models.DateTimeField(_("view given"), null=True, blank=True)
    mine_viewed_by = models.CharField(_("view given by"), max_length=100, blank=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    taken_back_by = models.CharField(_("taken back by"), max_length=100, blank=True)
    taken_back_reason = models.TextField(_("reason"), blank=True)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    class Meta(ScopedModel.Meta):
        ordering = ["-requested_at", "-id"]
        verbose_name = _("help request")
        indexes = [
            models.Index(fields=["region_code", "-requested_at", "-id"], name="help_by_county_day"),
            models.Index(fields=["mine", "-requested_at"], name="help_by_mine_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(requested_at__lte=F("entered_at")), name="help_asked_before_entered"),
            models.CheckConstraint(condition=~Q(words=""), name="help_request_says_what"),
            models.CheckConstraint(
                condition=~Q(state__in=_ANSWERED) | (Q(answered_at__isnull=False) & ~Q(helper="")),
                name="accepted_help_names_a_helper",
            ),
            models.CheckConstraint(
                condition=~Q(state=_S.DECLINED) | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="declined_help_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[_S.HELPED, _S.CLOSED]) | Q(helped_at__isnull=False),
                name="helped_means_a_report",
            ),
            models.CheckConstraint(
                condition=~Q(state=_S.CLOSED)
                | (Q(closed_at__gte=F("helped_at")) & ~Q(result="") & ~Q(closing_words="")),
                name="closed_help_has_a_result",
            ),
            models.CheckConstraint(
                condition=~Q(state=_S.TAKEN_BACK) | (Q(taken_back_at__isnull=False) & ~Q(taken_back_reason="")),
                name="taken_back_help_says_why",
            ),
            models.CheckConstraint(
                condition=Q(mine_view="") | Q(state=_S.CLOSED, mine_viewed_at__isnull=False),
                name="mine_views_a_closed_help",
            ),
            models.CheckConstraint(
                condition=~Q(mine_view=MineView.OBJECTED) | ~Q(mine_words=""), name="objection_has_words"
            ),
            models.UniqueConstraint(
                fields=["hazard"],
                condition=Q(hazard__isnull=False, state__in=sorted(OPEN_STATES)),
                name="one_open_help_request_per_hazard",
            ),
            models.UniqueConstraint(
                fields=["reopens"],
                condition=Q(reopens__isnull=False, state__in=sorted(OPEN_STATES)),
                name="one_open_follower_per_help_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.words[:40]}"

    def searchable(self) -> str:
        """What the request is found by, beside the names of its mine."""
        return search_text(self.helper, beside=(self.words,), limit=self.LONGEST)

    @property
    def number(self) -> str:
        """The number people quote: county, year in which help was asked for, serial (440785-2023-000012)."""
        return f"{self.region_code}-{clock.day_of(self.requested_at).year}-{self.pk or 0:06d}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act on it."""
        return self.state in OPEN_STATES

    @property
    def days_since(self) -> int:
        """Whole days since help was asked for: until today, or until it was closed, declined or taken back."""
        over = self.closed_at or self.taken_back_at or (self.answered_at if self.state == _S.DECLINED else None)
        return (clock.day_of(over or clock.now()) - clock.day_of(self.requested_at)).days
