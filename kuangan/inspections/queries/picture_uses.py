"""The pictures of checks, for whoever compares pictures."""

from collections.abc import Collection, Iterator

from django.urls import reverse

from kuangan.foundation.integrity.picture_uses import Use
from kuangan.foundation.kernel import clock
from kuangan.inspections.models import CheckPhoto


# house: unscoped — whoever asks shows only what lies in the reader's scope
def check_uses(stored_ids: Collection[int]) -> Iterator[Use]:
    """Checks on which one of these pictures hangs."""
    rows = CheckPhoto.rows.filter(stored__in=stored_ids, removed_at__isnull=True).select_related("monthly_check__mine")
    for one in rows:
        check = one.monthly_check
        url = reverse("inspections:check", args=[check.pk])
        yield Use(one.stored_id, check, check.mine_id, check.number, url, clock.start_of_day(check.checked_on))
