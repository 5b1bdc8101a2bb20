"""Tables of the shell: what browsers report of the Content-Security-Policy, counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock


class Violation(models.Model):
    """How often browsers stopped something on a day: kinds of pages and hosts, no person, no address, no record."""

    unscoped_because = "says something about the installation, nothing about a record or a person"

    day = models.DateField(_("day"))
    directive = models.CharField(_("directive"), max_length=40)
    blocked = models.CharField(_("what was stopped"), max_length=120, blank=True)
    page = models.CharField(_("kind of page"), max_length=100, blank=True)
    count = models.PositiveIntegerField(_("reports"), default=0)
    last_at = models.DateTimeField(_("last"), default=clock.real_now)

    class Meta:
        ordering = ["-day", "-count", "id"]
        verbose_name = _("stopped by the content policy")
        constraints = [
            models.UniqueConstraint(fields=["day", "directive", "blocked", "page"], name="one_counter_per_violation")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.directive} {self.blocked} × {self.count}"


class Play(models.Model):
    """How far the invented campaign of a demo has been played, and what lies ahead (`state`, see actions.play)."""

    unscoped_because = "one row for the whole demo, no jurisdiction"

    began_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    reached = models.DateTimeField(_("played until"))
    day = models.DateField(_("day"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    state = models.BinaryField(blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="shell_one_play")]

    def __str__(self) -> str:
        return f"{self.reached:%Y-%m-%d %H:%M}"

    @property
    def percent(self) -> int:
        """How much of the campaign has been played."""
        return int(100 * ((self.reached - self.began_at) / (self.ends_at - self.began_at)))
