"""Determination criteria (判定标准) in versions: what makes a hazard a major one."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock
from kuangan.registry.states import MineKind
from kuangan.standards.models.written import WrittenOnce
from kuangan.standards.states import Wording

_PUBLIC = "determination criteria are a published document"
_PARTS = {MineKind.UNDERGROUND: "地下", MineKind.OPEN_PIT: "露天", MineKind.TAILINGS_POND: "尾矿库"}
"""The three parts of the document, as people cite them. Chinese content: a citation is the same in every language."""


class CriterionSet(WrittenOnce):
    """One version of a document with determination criteria.

    It is in force from `effective_from` until `effective_to` or until a set that repeals it comes into force.
    `repeals` and `supplements` are URNs: one replaces the other, the other is added to the first.
    """

    unscoped_because = _PUBLIC

    urn = models.CharField(_("URN"), max_length=200)
    version = models.CharField(_("version"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    document_number = models.CharField(_("document number"), max_length=60)
    issuer = models.CharField(_("issuer"), max_length=100)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    effective_from = models.DateField(_("in force from"))
    effective_to = models.DateField(_("in force until"), null=True, blank=True)
    repeals = models.CharField(_("replaces"), max_length=200, blank=True)
    supplements = models.CharField(_("adds to"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300)
    content_hash = models.CharField(_("content hash"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded"), default=clock.now)
    loaded_by = models.CharField(_("loaded by"), max_length=100)

    class Meta:
        ordering = ["-effective_from", "-pk"]
        verbose_name = _("determination criteria")
        constraints = [
            models.UniqueConstraint(fields=["urn", "version"], name="criterion_set_version_once"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="criterion_set_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="criterion_set_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.document_number}）"


class Criterion(WrittenOnce):
    """One item or sub-item of a set. A head with sub-items is met by any of them; both can be cited."""

    unscoped_because = _PUBLIC

    criterion_set = models.ForeignKey(
        CriterionSet, models.PROTECT, related_name="criteria", verbose_name=_("determination criteria")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("belongs to")
    )
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("order"))
    mine_kind = models.CharField(_("kind of mine"), max_length=20, choices=MineKind.choices)
    text = models.CharField(_("criterion"), max_length=600)
    wording = models.CharField(_("wording"), max_length=12, choices=Wording.choices)
    search_text = models.CharField(max_length=700, blank=True, editable=False)

    class Meta:
        ordering = ["criterion_set_id", "position"]
        verbose_name = _("criterion")
        constraints = [
            models.UniqueConstraint(fields=["criterion_set", "code"], name="criterion_code_once"),
            models.UniqueConstraint(fields=["criterion_set", "position"], name="criterion_position_once"),
            models.CheckConstraint(condition=~Q(text=""), name="criterion_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.text}"

    @property
    def label(self) -> str:
        """How it is cited: 露天第4项, 地下第1项第2小项, 露天补充第1项; from the code OP-04, UG-01-2, OP-S1."""
        part = _PARTS.get(MineKind(self.mine_kind), "")
        numbers = self.code.split("-")[1:]
        first, *rest = [*numbers]
        supplement = "补充" if first.startswith("S") else ""
        words = f"{part}{supplement}第{int(first.lstrip('S'))}项"
        return words + "".join(f"第{int(number)}小项" for number in rest)

    @property
    def sub_label(self) -> str:
        """A sub-item under its item, where the item is named already: 第2小项; "" for an item."""
        return f"第{int(self.code.rpartition('-')[2])}小项" if self.parent_id else ""
