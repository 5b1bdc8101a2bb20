"""Laws and their articles: the small library that everything cites."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock
from kuangan.standards.models.written import WrittenOnce
from kuangan.standards.rules.citing import article_formally
from kuangan.standards.states import LawKind, Wording

_PUBLIC = "a law is a published document"


class Law(WrittenOnce):
    """One version of a law, regulation, rule or standard; `short` is what people call it (安全生产法), `also` lists the
    other names that a basis may use. One without articles is known by its title alone: the text is not loaded.
    """

    unscoped_because = _PUBLIC

    urn = models.CharField(_("URN"), max_length=200)
    version = models.CharField(_("version"), max_length=40)
    short = models.CharField(_("short name"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    document_number = models.CharField(_("document number"), max_length=80, blank=True)
    issuer = models.CharField(_("issuer"), max_length=100)
    kind = models.CharField(_("kind of rule"), max_length=12, choices=LawKind.choices)
    also = models.JSONField(_("other names"), default=list, blank=True)
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_to = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    content_hash = models.CharField(_("content hash"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded"), default=clock.now)
    loaded_by = models.CharField(_("loaded by"), max_length=100)

    class Meta:
        ordering = ["kind", "short", "-effective_from"]
        verbose_name = _("law")
        constraints = [
            models.UniqueConstraint(fields=["urn", "version"], name="law_version_once"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="law_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"《{self.short}》"


class Article(WrittenOnce):
    """One article, or a paragraph of one, summarised in own words; never shown as a quotation."""

    unscoped_because = _PUBLIC

    law = models.ForeignKey(Law, models.PROTECT, related_name="articles", verbose_name=_("law"))
    number = models.CharField(_("number"), max_length=20)
    label = models.CharField(_("article"), max_length=60)
    heading = models.CharField(_("heading"), max_length=100)
    summary = models.CharField(_("in short"), max_length=800, blank=True)
    wording = models.CharField(_("wording"), max_length=12, choices=Wording.choices)
    position = models.PositiveSmallIntegerField(_("order"))
    search_text = models.CharField(max_length=1000, blank=True, editable=False)

    class Meta:
        ordering = ["law_id", "position"]
        verbose_name = _("article")
        constraints = [
            models.UniqueConstraint(fields=["law", "number"], name="article_number_once"),
            models.UniqueConstraint(fields=["law", "position"], name="article_position_once"),
        ]

    def __str__(self) -> str:
        return self.cited

    @property
    def cited(self) -> str:
        """How it is cited on screen and in a table: 《安全生产法》第41条第2款."""
        return f"{self.law}{self.label}"

    @property
    def cited_formally(self) -> str:
        """How it is cited on a letter: 《中华人民共和国安全生产法》第四十一条第二款."""
        return f"《{self.law.title}》{article_formally(self.number)}"
