"""Checklists in versions, their aspects and items."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock
from kuangan.registry.states import MineKind
from kuangan.standards.models.written import WrittenOnce


class Checklist(WrittenOnce):
    """One version of a checklist (检查表). `purpose` is the name under which plans ask for it."""

    unscoped_because = "a checklist is a public document"

    urn = models.CharField(_("URN"), max_length=200)
    version = models.CharField(_("version"), max_length=40)
    mine_kind = models.CharField(_("kind of mine"), max_length=20, choices=MineKind.choices)
    purpose = models.CharField(_("used for"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=200)
    official = models.BooleanField(_("official"), default=False)
    source = models.CharField(_("source"), max_length=300)
    effective_from = models.DateField(_("in force from"))
    effective_to = models.DateField(_("in force until"), null=True, blank=True)
    aspects_total = models.PositiveSmallIntegerField(_("aspects"))
    items_total = models.PositiveSmallIntegerField(_("items"))
    unverified_basis = models.JSONField(_("basis not compared with the printed text"), default=list)
    content_hash = models.CharField(_("content hash"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded"), default=clock.now)
    loaded_by = models.CharField(_("loaded by"), max_length=100)

    class Meta:
        ordering = ["mine_kind", "-official", "-effective_from", "-pk"]
        verbose_name = _("checklist")
        constraints = [
            models.UniqueConstraint(fields=["urn", "version"], name="checklist_version_once"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="checklist_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="checklist_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"

    @property
    def unverified_text(self) -> str:
        """The rules whose wording was not compared with the printed text, in one line."""
        return "；".join(self.unverified_basis)


class Aspect(WrittenOnce):
    """One aspect (方面) of a checklist version, in order."""

    unscoped_because = "a checklist is a public document"

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="aspects", verbose_name=_("checklist"))
    position = models.PositiveSmallIntegerField(_("order"))
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("aspect"), max_length=100)

    class Meta:
        ordering = ["checklist_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "code"], name="aspect_code_once"),
            models.UniqueConstraint(fields=["checklist", "position"], name="aspect_position_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CheckItem(WrittenOnce):
    """One item (检查项): the condition that is to be met, how to look, and on what it rests.

    `major_hazard_ref` names the criterion that an answer 不符合 may meet; it prompts and decides nothing.
    `later_basis` marks an item whose basis is younger than the campaign that the checklist belongs to.
    """

    unscoped_because = "a checklist is a public document"

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="items", verbose_name=_("checklist"))
    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="items", verbose_name=_("aspect"))
    no = models.PositiveSmallIntegerField(_("item number"))
    text = models.CharField(_("what is required"), max_length=500)
    method = models.JSONField(_("method"), default=list)
    basis = models.JSONField(_("basis"), default=list)
    major_hazard_ref = models.CharField(_("major hazard criterion"), max_length=20, blank=True)
    later_basis = models.BooleanField(_("basis later than the campaign"), default=False)

    class Meta:
        ordering = ["checklist_id", "no"]
        verbose_name = _("item")
        constraints = [
            models.UniqueConstraint(fields=["checklist", "no"], name="check_item_number_once"),
            models.CheckConstraint(condition=Q(no__gte=1), name="check_item_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.text}"

    @property
    def method_text(self) -> str:
        """How it is looked at, in one line."""
        return "、".join(self.method)

    @property
    def basis_text(self) -> str:
        """The rules it rests on, in one line; 、 belongs to article numbers, so ； stands between rules."""
        return "；".join(self.basis)
