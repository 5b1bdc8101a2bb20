"""People and the posts they hold, with the days on which they took and left them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.text import search_text
from kuangan.registry.models.bodies import Agency, Authority, Enterprise
from kuangan.registry.models.mines import Mine
from kuangan.registry.states import Post


class Person(ScopedModel):
    """Somebody who is named in a record, with or without an account."""

    scope_paths = ScopePaths(
        region="region_code",
        enterprise="enterprise_id",
        mine="enterprise__mines__pk",
        authority="authority_id",
        agency="agency_id",
    )

    name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    id_number_masked = models.CharField(_("identity number, masked"), max_length=18, blank=True)
    region_code = models.CharField(_("region"), max_length=6, db_index=True)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("enterprise")
    )
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("authority")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("agency")
    )
    title = models.CharField(_("post held"), max_length=60, blank=True)
    search_text = models.CharField(max_length=200, blank=True, editable=False)
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    class Meta(ScopedModel.Meta):
        ordering = ["region_code", "name", "pk"]
        verbose_name = _("person")
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(enterprise__isnull=True, authority__isnull=True)
                    | Q(enterprise__isnull=True, agency__isnull=True)
                    | Q(authority__isnull=True, agency__isnull=True)
                ),
                name="person_has_one_employer_at_most",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def searchable(self) -> str:
        """What the person is found by."""
        return search_text(self.name, limit=200)

    @property
    def employer(self) -> Enterprise | Authority | Agency | None:
        """The body that employs the person, if known."""
        return self.enterprise or self.authority or self.agency


class Appointment(ScopedModel):
    """A person holds a post (任职) in exactly one organisation, from one day to another; ended, never deleted."""

    scope_paths = ScopePaths(
        region="region_code",
        enterprise="person__enterprise_id",
        mine="mine_id",
        authority="authority_id",
        agency="agency_id",
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name=_("person"))
    post = models.CharField(_("post"), max_length=24, choices=Post.choices)
    speciality = models.CharField(_("line of work"), max_length=60, blank=True)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name=_("enterprise")
    )
    mine = models.ForeignKey(
        Mine, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name=_("mine")
    )
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name=_("authority")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name=_("agency")
    )
    region_code = models.CharField(_("region"), max_length=6, db_index=True)
    appointed_on = models.DateField(_("appointed on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    document = models.CharField(_("document of appointment"), max_length=200, blank=True)
    certificate_no = models.CharField(_("certificate number"), max_length=60, blank=True)
    certificate_valid_to = models.DateField(_("certificate valid to"), null=True, blank=True)
    entered_at = models.DateTimeField(_("entered"), default=clock.now)

    class Meta(ScopedModel.Meta):
        ordering = ["post", "appointed_on", "pk"]
        verbose_name = _("appointment")
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(enterprise__isnull=False, mine__isnull=True, authority__isnull=True, agency__isnull=True)
                    | Q(enterprise__isnull=True, mine__isnull=False, authority__isnull=True, agency__isnull=True)
                    | Q(enterprise__isnull=True, mine__isnull=True, authority__isnull=False, agency__isnull=True)
                    | Q(enterprise__isnull=True, mine__isnull=True, authority__isnull=True, agency__isnull=False)
                ),
                name="appointment_in_exactly_one_organisation",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("appointed_on")),
                name="appointment_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["authority"],
                condition=Q(post=Post.CONTACT_PERSON, ended_on__isnull=True),
                name="one_contact_person_per_authority",
            ),
            models.UniqueConstraint(
                fields=["authority"],
                condition=Q(post=Post.GROUP_HEAD, ended_on__isnull=True),
                name="one_head_per_leading_group",
            ),
            models.UniqueConstraint(
                fields=["mine"],
                condition=Q(post=Post.PRINCIPAL, ended_on__isnull=True),
                name="one_principal_per_mine",
            ),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(post=Post.PRINCIPAL, ended_on__isnull=True),
                name="one_principal_per_enterprise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {Post(self.post).label}"

    @property
    def organisation(self) -> Enterprise | Mine | Authority | Agency:
        """The one body in which the post is held."""
        return self.mine or self.authority or self.agency or self.enterprise  # type: ignore[return-value]  # never none
