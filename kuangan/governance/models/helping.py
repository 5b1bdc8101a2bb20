"""What is done for a mine that asked for help: helper, visits, report with measures, files."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock
from kuangan.governance.models.requests import HelpRequest
from kuangan.governance.states import Conflict, FileStage, HelpForm
from kuangan.registry.models import Agency

PATHS = ScopePaths(
    region="request__region_code",
    enterprise="request__mine__enterprise_id",
    mine="request__mine_id",
    agency="request__agency_id",
)
"""A row that belongs to a request is seen by whoever sees the request."""


class Helper(ScopedModel):
    """Who was assigned to help (帮扶人员、会诊机构); replaced with a reason, never edited.

    `conflicts` are codes of states.Conflict as they were found on the day; `conflict_answer` is why it is right all the
    same, without which the database takes no conflict.
    """

    scope_paths = PATHS

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="helpers", verbose_name=_("help request"))
    form = models.CharField(_("form of help"), max_length=14, choices=HelpForm.choices)
    name = models.CharField(_("officer or expert"), max_length=60, blank=True)
    post = models.CharField(_("post or organisation"), max_length=100, blank=True)
    account_id = models.BigIntegerField(_("account number"), null=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agency")
    )
    task = models.TextField(_("what is to be done"))
    has_evaluated = models.BooleanField(_("stated to have worked for the mine"), default=False)
    conflicts = models.JSONField(_("conflicts of interest"), default=list)
    has_conflict = models.BooleanField(_("has a conflict of interest"), default=False)
    conflict_answer = models.TextField(_("why it is right all the same"), blank=True)
    assigned_at = models.DateTimeField(_("assigned"), default=clock.now)
    by_id = models.BigIntegerField(_("account number"), null=True)
    by = models.CharField(_("assigned by"), max_length=100)
    ended_at = models.DateTimeField(_("replaced"), null=True, blank=True)
    end_reason = models.TextField(_("reason"), blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["request_id", "-id"]
        verbose_name = _("helper")
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(ended_at__isnull=True), name="one_helper_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(agency__isnull=False), name="helper_is_a_person_or_an_agency"
            ),
            models.CheckConstraint(
                condition=~Q(form=HelpForm.CONSULTATION) | Q(agency__isnull=False), name="consultation_has_an_agency"
            ),
            models.CheckConstraint(condition=~Q(form=HelpForm.ONE_TO_ONE) | ~Q(name=""), name="guidance_has_a_person"),
            models.CheckConstraint(
                condition=Q(has_conflict=False) | ~Q(conflict_answer=""), name="conflict_of_interest_is_answered"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(end_reason=""), name="replaced_helper_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """Who helps, in words: the agency with its person, or the person with the post."""
        if self.agency_id is not None:
            return f"{self.agency} {self.name}".strip()
        return f"{self.post} {self.name}".strip()

    @property
    def conflict_words(self) -> list[str]:
        """The conflicts in words."""
        return [str(Conflict(code).label) for code in self.conflicts if code in Conflict.values]


class HelpVisit(ScopedModel):
    """One visit of whoever helps (指导服务记录): no inspection, and no ground of punishment by itself."""

    scope_paths = PATHS

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="visits", verbose_name=_("help request"))
    entry_key = models.UUIDField(_("key of the entry"), null=True, blank=True, unique=True, editable=False)
    happened_on = models.DateField(_("visited on"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    people = models.CharField(_("who took part"), max_length=200)
    advice = models.TextField(_("what was advised"))
    next_on = models.DateField(_("next visit"), null=True, blank=True)
    by_id = models.BigIntegerField(_("account number"), null=True)
    by = models.CharField(_("entered by"), max_length=100)

    class Meta(ScopedModel.Meta):
        ordering = ["request_id", "-happened_on", "-id"]
        verbose_name = _("help visit")
        constraints = [
            models.CheckConstraint(condition=~Q(advice="") & ~Q(people=""), name="help_visit_says_who_and_what"),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("happened_on")), name="next_help_visit_is_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.happened_on:%Y-%m-%d}"


class HelpReport(ScopedModel):
    """The report on the help (会诊报告、指导总结); a later one replaces it and both stay readable."""

    scope_paths = PATHS

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="reports", verbose_name=_("help request"))
    entry_key = models.UUIDField(_("key of the entry"), null=True, blank=True, unique=True, editable=False)
    version = models.PositiveSmallIntegerField(_("version"))
    reported_on = models.DateField(_("day of the report"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    summary = models.TextField(_("summary"))
    by_id = models.BigIntegerField(_("account number"), null=True)
    by = models.CharField(_("entered by"), max_length=100)

    class Meta(ScopedModel.Meta):
        ordering = ["request_id", "-version"]
        verbose_name = _("report on the help")
        constraints = [
            models.UniqueConstraint(fields=["request", "version"], name="help_report_version_once"),
            models.CheckConstraint(condition=~Q(summary=""), name="help_report_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.version}"


class HelpMeasure(ScopedModel):
    """One measure that a report recommends, with who carries it out until when."""

    scope_paths = ScopePaths(
        region="report__request__region_code",
        enterprise="report__request__mine__enterprise_id",
        mine="report__request__mine_id",
        agency="report__request__agency_id",
    )

    report = models.ForeignKey(HelpReport, models.PROTECT, related_name="measures", verbose_name=_("report"))
    position = models.PositiveSmallIntegerField(_("position"))
    words = models.TextField(_("measure"))
    owner = models.CharField(_("carried out by"), max_length=60)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("carried out on"), null=True, blank=True)
    done_note = models.TextField(_("how it was carried out"), blank=True)
    done_by = models.CharField(_("entered by"), max_length=100, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["report_id", "position"]
        verbose_name = _("measure of a report")
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="help_measure_once"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(owner=""), name="help_measure_has_an_owner"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(done_note=""), name="help_measure_done_says_how"
            ),
        ]

    def __str__(self) -> str:
        return self.words[:40]


class HelpFile(ScopedModel):
    """A file of a request, of the contract with experts, of a visit or of a report."""

    scope_paths = PATHS

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="files", verbose_name=_("help request"))
    stage = models.CharField(_("belongs to"), max_length=10, choices=FileStage.choices)
    visit = models.ForeignKey(
        HelpVisit, models.PROTECT, null=True, blank=True, related_name="files", verbose_name=_("help visit")
    )
    report = models.ForeignKey(
        HelpReport, models.PROTECT, null=True, blank=True, related_name="files", verbose_name=_("report")
    )
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("file name"), max_length=200)
    added_at = models.DateTimeField(_("added"), default=clock.now)
    added_by = models.CharField(_("added by"), max_length=100)

    class Meta(ScopedModel.Meta):
        ordering = ["request_id", "id"]
        verbose_name = _("file of a help request")
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=["request", "contract"], visit__isnull=True, report__isnull=True)
                | Q(stage="visit", visit__isnull=False, report__isnull=True)
                | Q(stage="report", visit__isnull=True, report__isnull=False),
                name="help_file_belongs_to_its_stage",
            )
        ]

    def __str__(self) -> str:
        return self.name
