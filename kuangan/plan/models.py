"""Tables of the plan room: plans, their versions, duties as addressable rows, parameter values, receipts."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.plan.states import VersionState
from kuangan.registry.models import Authority, Mine


class Plan(models.Model):
    """A campaign under one URN through all its versions."""

    unscoped_because = "a plan is a public document"
    scope_paths = ScopePaths(region="region_code")

    urn = models.CharField(_("URN"), max_length=200, unique=True)
    title = models.CharField(_("title"), max_length=200)
    short_title = models.CharField(_("short title"), max_length=60)
    region_code = models.CharField(_("region"), max_length=6, db_index=True)
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))

    class Meta:
        ordering = ["-starts_on", "urn"]
        verbose_name = _("plan")

    def __str__(self) -> str:
        return self.short_title or self.title


class PlanVersion(models.Model):
    """One version of a plan, as loaded: the package's canonical data and its hash. Never edited once published."""

    unscoped_because = "a plan is a public document"
    scope_paths = ScopePaths(region="plan__region_code")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions", verbose_name=_("plan"))
    version = models.CharField(_("version"), max_length=40)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("derived from")
    )
    data = models.JSONField(_("package"), encoder=DjangoJSONEncoder)
    content_hash = models.CharField(_("content hash"), max_length=64)
    findings = models.JSONField(_("warnings of the check"), default=list)
    state = models.CharField(_("state"), max_length=12, choices=VersionState.choices, default=VersionState.DRAFT)
    loaded_at = models.DateTimeField(_("loaded"), default=clock.now)
    loaded_by = models.CharField(_("loaded by"), max_length=100)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.CharField(_("published by"), max_length=100, blank=True)

    class Meta:
        ordering = ["plan_id", "-id"]
        verbose_name = _("plan version")
        constraints = [
            models.UniqueConstraint(fields=["plan", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state=VersionState.PUBLISHED), name="one_published_version_per_plan"
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.PUBLISHED) | Q(published_at__isnull=False),
                name="published_version_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.version}"


class Duty(models.Model):
    """A duty of one version as a row, so that assignments can point to it; its body stays in the package."""

    unscoped_because = "a plan is a public document"

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="duties", verbose_name=_("version"))
    slug = models.CharField(_("id in the plan"), max_length=80)
    position = models.PositiveIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    short = models.CharField(_("board title"), max_length=20)
    group = models.CharField(_("board group"), max_length=40)
    clauses = models.JSONField(_("clauses"), default=list)
    bearer_kind = models.CharField(_("bearer"), max_length=20)
    per_mine = models.BooleanField(_("once per mine"), default=False)
    cadence = models.CharField(_("cadence"), max_length=16)
    force = models.CharField(_("force"), max_length=12)
    counted = models.BooleanField(_("counted"), default=True)

    class Meta:
        ordering = ["version_id", "position"]
        verbose_name = _("duty")
        constraints = [models.UniqueConstraint(fields=["version", "slug"], name="duty_once_per_version")]

    def __str__(self) -> str:
        return self.title

    @property
    def clause(self) -> str:
        """The first clause, for tags."""
        return str(self.clauses[0]) if self.clauses else ""


class ParameterValue(models.Model):
    """A dated value of something that the plan leaves open; the newest row for a region wins over the city's."""

    unscoped_because = "parameters of a plan are public to everybody who owes something under it"
    scope_paths = ScopePaths(region="region_code")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="parameter_values", verbose_name=_("plan"))
    name = models.CharField(_("parameter"), max_length=80)
    region_code = models.CharField(_("region"), max_length=6)
    value = models.JSONField(_("value"))
    reason = models.CharField(_("reason"), max_length=300)
    effective_on = models.DateField(_("in force since"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    entered_by = models.CharField(_("entered by"), max_length=100)

    class Meta:
        ordering = ["plan_id", "name", "region_code", "-effective_on", "-id"]
        verbose_name = _("parameter value")

    def __str__(self) -> str:
        return f"{self.name}: {self.value} ({self.region_code})"


class Effect(models.Model):
    """What a parameter value or a version did to the duties, as computed when somebody decided. Never changed."""

    unscoped_because = "figures of a whole plan; pages show its rows within the reader's scope"
    scope_paths = ScopePaths(region="plan__region_code")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="effects", verbose_name=_("plan"))
    value = models.OneToOneField(
        ParameterValue, models.PROTECT, null=True, blank=True, related_name="effect", verbose_name=_("parameter value")
    )
    version = models.OneToOneField(
        PlanVersion, models.PROTECT, null=True, blank=True, related_name="effect", verbose_name=_("version")
    )
    appears = models.PositiveIntegerField(_("duties that appear"))
    vanishes = models.PositiveIntegerField(_("duties that vanish"))
    moves = models.PositiveIntegerField(_("duties that move"))
    overdue = models.PositiveIntegerField(_("overdue duties that vanish"))
    changes = models.JSONField(_("the first of each kind"), default=list, encoder=DjangoJSONEncoder)
    computed_at = models.DateTimeField(_("computed"), default=clock.now)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("effect")
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, version__isnull=True) | Q(value__isnull=True, version__isnull=False),
                name="effect_of_one_act",
            )
        ]

    def __str__(self) -> str:
        return f"+{self.appears} −{self.vanishes} ~{self.moves}"

    @property
    def is_empty(self) -> bool:
        """Whether no duty was touched."""
        return not (self.appears or self.vanishes or self.moves)


class Receipt(ScopedModel):
    """Proof that a plan reached a county bureau or a mine: handed out, opened, acknowledged (rows 1 and 108)."""

    scope_paths = ScopePaths(region="region_code", mine="mine_id", enterprise="mine__enterprise_id")

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="receipts", verbose_name=_("version"))
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("authority")
    )
    mine = models.ForeignKey(Mine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mine"))
    region_code = models.CharField(_("region"), max_length=6, db_index=True)
    handed_out_at = models.DateTimeField(_("handed out"), default=clock.now)
    handed_out_by = models.CharField(_("handed out by"), max_length=100)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    acknowledged_by = models.CharField(_("acknowledged by"), max_length=100, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["version_id", "region_code", "pk"]
        verbose_name = _("receipt")
        constraints = [
            models.CheckConstraint(
                condition=Q(authority__isnull=False, mine__isnull=True) | Q(authority__isnull=True, mine__isnull=False),
                name="receipt_of_one_body",
            ),
            models.UniqueConstraint(
                fields=["version", "authority"], condition=Q(authority__isnull=False), name="receipt_once_per_authority"
            ),
            models.UniqueConstraint(
                fields=["version", "mine"], condition=Q(mine__isnull=False), name="receipt_once_per_mine"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} → {self.authority or self.mine}"
