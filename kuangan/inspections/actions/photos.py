"""Pictures of a check. They are kept the moment they arrive, even when the words beside them are refused."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.inspections import kinds
from kuangan.inspections.actions.locking import draft
from kuangan.inspections.models import CheckPhoto, MonthlyCheck, RouteArea

MOST_PHOTOS = 200


@dataclass(frozen=True)
class Picture:
    """A file that is already kept (integrity.files.keep)."""

    stored: StoredFile
    name: str
    taken_at: datetime | None = None


@transaction.atomic
def add_photo(actor: Actor, check: MonthlyCheck, picture: Picture, *, area: RouteArea | None = None) -> CheckPhoto:
    """Add a picture, to an area where one is named. The same picture is added once; it goes to the area named last."""
    row = draft(actor, check)
    if area is not None and area.monthly_check_id != row.pk:
        raise Refused(_("This area does not belong to the route of this check."), "area")
    if picture.taken_at is not None and picture.taken_at > clock.now():
        raise Refused(_("The picture cannot have been taken in the future."), "photos")
    found = CheckPhoto.rows.filter(monthly_check=row, stored=picture.stored, removed_at__isnull=True).first()
    if found is not None:
        if area is not None and found.area_id != area.pk:
            found.area = area
            found.save(update_fields=["area"])
        return found
    if row.photos.filter(removed_at__isnull=True).count() >= MOST_PHOTOS:
        raise Refused(_("A check has at most %(count)d pictures.") % {"count": MOST_PHOTOS}, "photos")
    photo: CheckPhoto = CheckPhoto.rows.create(
        monthly_check=row, area=area, stored=picture.stored, name=picture.name[:200], taken_at=picture.taken_at,
        added_by_id=actor.user_id, added_by=actor.name[:100],
    )  # fmt: skip
    record(
        actor,
        kinds.PHOTO_ADDED,
        row,
        file=photo.name,
        sha256=picture.stored.sha256,
        route_area=area.name if area else "",
    )
    return photo


@transaction.atomic
def remove_photo(actor: Actor, photo: CheckPhoto) -> CheckPhoto:
    """Take a picture out of a check that is not signed yet; the record says so."""
    row = draft(actor, photo.monthly_check)
    found: CheckPhoto = CheckPhoto.rows.select_for_update().get(pk=photo.pk)
    if found.removed_at is not None:
        return found
    found.removed_at = clock.now()
    found.save(update_fields=["removed_at"])
    record(actor, kinds.PHOTO_REMOVED, row, file=found.name, sha256=found.stored.sha256)
    return found
