"""Mines, the dated facts about them, and the states those facts add up to."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedManager, ScopedModel, ScopedQuerySet
from kuangan.foundation.authority.scopes import Scope, ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.text import search_text
from kuangan.registry.models.bodies import Enterprise
from kuangan.registry.states import Hydrogeology, MineKind, MineStatus, Supervisor, WatchMode


class MineQuerySet(ScopedQuerySet["Mine"]):
    """Mines; one that was merged into another is read through that other alone."""

    def within(self, scope: Scope) -> Self:
        """Only the mines that `scope` covers."""
        return super().within(scope).filter(merged_into=None)


class MineManager(ScopedManager.from_queryset(MineQuerySet)):  # type: ignore[misc]
    """The default manager of mines."""


class Mine(ScopedModel):
    """A mine (矿山): one production system, pond or dump that is inspected and filed.

    `as_written` holds, by the title of a column, what a roster said that could not be read, or how a coordinate stood
    there before it was converted.

    `in_scope_since` is the day from which plans may ask anything of it, as whoever entered it said; nothing that ended
    before is owed. Empty: as long as its facts are known.
    """

    scope_paths = ScopePaths(region="region_code", enterprise="enterprise_id", mine="pk")

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="mines", verbose_name=_("enterprise"))
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=MineKind.choices)
    attached_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="attachments", verbose_name=_("attached to")
    )
    region_code = models.CharField(_("county"), max_length=6, db_index=True)
    town = models.CharField(_("town"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    mineral = models.CharField(_("mineral"), max_length=60, blank=True)
    design_capacity = models.CharField(_("design capacity"), max_length=60, blank=True)
    licensed_capacity = models.CharField(_("licensed capacity"), max_length=60, blank=True)
    actual_capacity = models.CharField(_("actual output"), max_length=60, blank=True)
    builder = models.CharField(_("building or operating body"), max_length=200, blank=True)
    answers_after_closure = models.CharField(_("who answers after closure"), max_length=200, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    as_written = models.JSONField(_("as it was written"), default=dict, blank=True)
    apart_because = models.CharField(_("why it is another mine"), max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("merged into"), db_index=False
    )
    current = models.ForeignKey(
        "registry.MineState", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("present facts")
    )
    search_text = models.CharField(max_length=400, blank=True, editable=False)
    in_scope_since = models.DateField(_("in scope since"), null=True, blank=True)
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = MineManager()  # type: ignore[misc]

    class Meta(ScopedModel.Meta):
        ordering = ["region_code", "name", "pk"]
        verbose_name = _("mine")
        indexes = [models.Index(fields=["region_code", "name", "id"], name="mine_by_region_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(attached_to__isnull=True) | Q(kind=MineKind.DUMP_SITE), name="only_dumps_are_attached"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="mine_is_merged_into_another"
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True) | Q(longitude__range=(73, 136)), name="mine_longitude_in_china"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__range=(3, 54)), name="mine_latitude_in_china"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def searchable(self) -> str:
        """What the mine is found by: its names and code, its enterprise's name and credit code."""
        enterprise = self.enterprise
        return search_text(self.name, self.short_name, self.code, enterprise.name, enterprise.credit_code)

    @classmethod
    def next_codes(cls, region_code: str, count: int) -> list[str]:
        """The next free codes of a county in order: 440785-0012, 440785-0013, …"""
        taken = cls.rows.filter(code__startswith=f"{region_code}-").values_list("code", flat=True)
        numbers = [int(tail) for code in taken if (tail := code.rsplit("-", 1)[1]).isdigit()]
        first = max(numbers, default=0) + 1
        return [f"{region_code}-{number:04d}" for number in range(first, first + count)]


class FactRecord(ScopedModel):
    """One dated statement about a mine: `name` has been `value` since `effective_on`. Never changed, only followed."""

    scope_paths = ScopePaths(region="mine__region_code", enterprise="mine__enterprise_id", mine="mine_id")

    mine = models.ForeignKey(Mine, models.PROTECT, related_name="fact_records", verbose_name=_("mine"))
    name = models.CharField(_("fact"), max_length=40)
    value = models.JSONField(_("value"), null=True)
    effective_on = models.DateField(_("true since"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    entered_by = models.CharField(_("entered by"), max_length=100)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    is_declared = models.BooleanField(_("declared by the mine"), default=False)

    class Meta(ScopedModel.Meta):
        ordering = ["mine_id", "name", "effective_on", "id"]
        indexes = [models.Index(fields=["mine", "name", "effective_on"], name="fact_by_mine_name_day")]

    def __str__(self) -> str:
        return f"{self.name}: {self.value} ({self.effective_on})"


class MineState(ScopedModel):
    """All facts of a mine together, over one stretch of days in which none of them changed.

    Derived from FactRecord by actions.change_facts and rebuilt at will; plans ask their questions of this table.
    `valid_to` is exclusive and empty for the present state. `known_at` is when the facts that opened the stretch were
    entered (the latest of them): duties tell by it whether a deadline was already past when anybody could know.
    """

    scope_paths = ScopePaths(region="mine__region_code", enterprise="mine__enterprise_id", mine="mine_id")

    mine = models.ForeignKey(Mine, models.CASCADE, related_name="states", verbose_name=_("mine"))
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    known_at = models.DateTimeField(_("became known"), default=clock.now)
    status = models.CharField(_("status"), max_length=24, choices=MineStatus.choices, default=MineStatus.PRODUCING)
    people_working = models.BooleanField(_("people working"), null=True)
    daily_supervisor = models.CharField(
        _("in charge of daily supervision"), max_length=16, choices=Supervisor.choices, blank=True, null=True
    )
    watch_mode = models.CharField(_("watch"), max_length=10, choices=WatchMode.choices, blank=True, null=True)
    slope_height_m = models.DecimalField(_("slope height, m"), max_digits=7, decimal_places=2, null=True)
    slope_angle_deg = models.DecimalField(_("slope angle, °"), max_digits=5, decimal_places=2, null=True)
    dump_height_m = models.DecimalField(_("dump height, m"), max_digits=7, decimal_places=2, null=True)
    below_grade = models.BooleanField(_("below-grade pit"), null=True)
    hydrogeology = models.CharField(_("hydrogeology"), max_length=10, choices=Hydrogeology.choices, null=True)
    flood_threat = models.BooleanField(_("threatened by water"), null=True)
    geological_threat = models.BooleanField(_("threatened by geological disaster"), null=True)
    severe_hazard = models.BooleanField(_("severe disaster"), null=True)
    overhead_pond = models.BooleanField(_("overhead pond"), null=True)
    worrying = models.BooleanField(_("judged worrying"), null=True)
    has_contractors = models.BooleanField(_("has contractors"), null=True)

    class Meta(ScopedModel.Meta):
        ordering = ["mine_id", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["mine", "valid_from"], name="one_state_per_mine_and_day"),
            models.UniqueConstraint(
                fields=["mine"], condition=Q(valid_to__isnull=True), name="one_present_state_per_mine"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="state_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.valid_from}–{self.valid_to or ''}"


FACTS = (
    "status",
    "people_working",
    "daily_supervisor",
    "watch_mode",
    "slope_height_m",
    "slope_angle_deg",
    "dump_height_m",
    "below_grade",
    "hydrogeology",
    "flood_threat",
    "geological_threat",
    "severe_hazard",
    "overhead_pond",
    "worrying",
    "has_contractors",
)
"""Names of the dated facts, as plans use them; each is a column of MineState. `kind` belongs to the mine itself."""
