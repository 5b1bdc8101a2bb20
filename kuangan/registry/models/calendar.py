"""Days off and make-up days (放假调休) as the State Council announces them, each with its document."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock


class CalendarNotice(models.Model):
    """One announcement for a year; a later one for the same year changes the days that it names."""

    unscoped_because = "the calendar is the same for everybody"

    year = models.PositiveSmallIntegerField(_("year"))
    document_number = models.CharField(_("document number"), max_length=100)
    announced_on = models.DateField(_("announced on"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    entered_by = models.CharField(_("entered by"), max_length=100)

    class Meta:
        ordering = ["-year", "-announced_on", "-id"]
        verbose_name = _("announcement of days off")
        constraints = [models.UniqueConstraint(fields=["year", "document_number"], name="calendar_notice_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.document_number}"


class WorkingDay(models.Model):
    """A day that is off or worked otherwise than the week would have it, and the latest announcement that says so."""

    unscoped_because = "the calendar is the same for everybody"

    day = models.DateField(_("day"), unique=True)
    works = models.BooleanField(_("working day"))
    notice = models.ForeignKey(CalendarNotice, models.PROTECT, related_name="days", verbose_name=_("announced by"))

    class Meta:
        ordering = ["day"]
        verbose_name = _("announced day")

    def __str__(self) -> str:
        return f"{self.day} {self.works}"
