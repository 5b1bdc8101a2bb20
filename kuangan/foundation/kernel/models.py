"""Tables of the kernel: the demo clock and the exceptions of the working-day calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DemoClock(models.Model):
    """The moved clock of a demo: at real moment `anchored_at` the demo showed `shows`, and time runs on from there."""

    unscoped_because = "one row for the whole demo, no jurisdiction"

    anchored_at = models.DateTimeField(_("set at"))
    shows = models.DateTimeField(_("showed"))

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="kernel_one_demo_clock")]

    def __str__(self) -> str:
        return f"{self.shows:%Y-%m-%d %H:%M}"


class WorkingDay(models.Model):
    """An exception of the calendar, as the State Council announces it: a holiday, or a weekend worked to make up."""

    unscoped_because = "the calendar is the same for everybody"

    day = models.DateField(_("day"), unique=True)
    works = models.BooleanField(_("working day"))
    note = models.CharField(_("note"), max_length=100, blank=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.works}"
