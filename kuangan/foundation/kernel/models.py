"""Tables of the kernel: the demo clock; what searched rows share."""

from typing import Any

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


class Searchable(models.Model):
    """Base of rows that a search box finds: saving one keeps the text it is found in; bulk writes set it themselves."""

    LONGEST = 600
    search_text = models.CharField(max_length=LONGEST, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *arguments: Any, **options: Any) -> None:
        """Save the row with the text it is found in."""
        self.search_text = self.searchable()
        if (names := options.get("update_fields")) is not None:
            options["update_fields"] = {*names, "search_text"}
        super().save(*arguments, **options)

    def searchable(self) -> str:
        """What the row is found by, at most LONGEST characters; made by kernel.text.search_text."""
        raise NotImplementedError
