"""Bodies: authorities, enterprises, agencies and contractors."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.models import Searchable
from kuangan.foundation.kernel.text import search_text
from kuangan.registry.states import AuthorityKind, CreditCodeState, Level


class Authority(Searchable):
    """A public body that supervises, governs or decides: bureaus with sections, governments, departments.

    `in_scope_since` and `entered_at` are empty for the bodies that an installation begins with; a later one owes
    nothing that ended before its day.
    """

    unscoped_because = "the list of public bodies is public"
    scope_paths = ScopePaths(region="region_code", authority="pk")

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AuthorityKind.choices)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    region_code = models.CharField(_("region"), max_length=6, db_index=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sections", verbose_name=_("belongs to")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    in_scope_since = models.DateField(_("in scope since"), null=True, blank=True)
    entered_at = models.DateTimeField(_("entered"), null=True, blank=True)

    class Meta:
        ordering = ["region_code", "kind", "name"]
        verbose_name = _("authority")

    def __str__(self) -> str:
        return self.name

    def searchable(self) -> str:
        """What the body is found by."""
        return search_text(self.name, self.short_name, limit=self.LONGEST)


class Enterprise(ScopedModel):
    """A mine enterprise (矿山企业): the legal entity that holds one or more mines."""

    scope_paths = ScopePaths(region="region_code", enterprise="pk", mine="mines__pk")

    name = models.CharField(_("name"), max_length=200)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    credit_code_state = models.CharField(
        _("state of the code"), max_length=12, choices=CreditCodeState.choices, default=CreditCodeState.NONE
    )
    region_code = models.CharField(_("region"), max_length=6, db_index=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    search_text = models.CharField(max_length=300, blank=True, editable=False)
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    class Meta(ScopedModel.Meta):
        ordering = ["region_code", "name", "pk"]
        verbose_name = _("enterprise")
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~models.Q(credit_code="") & ~models.Q(credit_code_state="masked"),
                name="enterprise_credit_code_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def searchable(self) -> str:
        """What the enterprise is found by; actions keep it in `search_text`."""
        return search_text(self.name, self.credit_code, limit=300)


class Agency(Searchable):
    """A technical-service agency (安全技术服务机构): evaluation, design, testing."""

    unscoped_because = "agencies work in many regions and their qualifications are public"
    scope_paths = ScopePaths(region="region_code", agency="pk")

    name = models.CharField(_("name"), max_length=200)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    region_code = models.CharField(_("registered in"), max_length=6, db_index=True)
    services = models.JSONField(_("services"), default=list)
    qualification_no = models.CharField(_("qualification number"), max_length=60, blank=True)
    valid_to = models.DateField(_("qualified until"), null=True, blank=True)
    in_scope_since = models.DateField(_("in scope since"), null=True, blank=True)
    entered_at = models.DateTimeField(_("entered"), null=True, blank=True)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("agency")

    def __str__(self) -> str:
        return self.name

    def searchable(self) -> str:
        """What the agency is found by: its name, credit code and number of qualification."""
        return search_text(self.name, self.credit_code, self.qualification_no, limit=self.LONGEST)


class Contractor(Searchable):
    """A contractor (承包单位) that works in mines; one unit can work in several counties."""

    unscoped_because = "a cleared-out contractor must be visible to every county that might meet it again"
    scope_paths = ScopePaths(region="region_code")

    name = models.CharField(_("name"), max_length=200, unique=True)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    region_code = models.CharField(_("registered in"), max_length=6, blank=True)
    licence_no = models.CharField(_("safety licence number"), max_length=60, blank=True)
    licence_valid_to = models.DateField(_("licence valid to"), null=True, blank=True)
    qualification = models.CharField(_("qualification"), max_length=200, blank=True)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("contractor")

    def __str__(self) -> str:
        return self.name

    def searchable(self) -> str:
        """What the contractor is found by: its name, credit code and safety licence."""
        return search_text(self.name, self.credit_code, self.licence_no, limit=self.LONGEST)
