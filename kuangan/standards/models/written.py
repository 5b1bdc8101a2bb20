"""What all published standards have in common: they are written once."""

from typing import Any

from django.db import models


class WrittenOnce(models.Model):
    """A row that is saved once; a correction is a new version of the whole document."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new row. Raises TypeError for a row that is already stored."""
        if not self._state.adding:
            raise TypeError(f"{self._meta.label} is never edited: load a new version")
        super().save(*args, **kwargs)
