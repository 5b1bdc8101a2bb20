"""Pictures and papers of a hazard."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import kinds
from kuangan.hazards.actions.locking import lock
from kuangan.hazards.models import Hazard, Photo
from kuangan.hazards.queries.picture_marks import resaved
from kuangan.hazards.states import OPEN_STATES, PhotoStage


@dataclass(frozen=True)
class Picture:
    """A file that is already kept (integrity.files.keep), and what it shows. `pairs_with` names the picture before
    rectification that was taken from the same spot; only a picture after rectification has one."""

    stored: StoredFile
    name: str
    stage: str
    spot: str = ""
    note: str = ""
    sent_by: str = ""
    taken_at: datetime | None = None
    pairs_with: Photo | None = None


@transaction.atomic
def add_photo(actor: Actor, hazard: Hazard, picture: Picture) -> Photo:
    """Attach a picture or paper. The same file at the same stage is attached once."""
    row = lock(actor, "hazards.add_photo", hazard)
    if row.state not in OPEN_STATES:
        raise Refused(_("The hazard is settled; nothing is added to it any more."))
    return attach(actor, row, picture)


# house: not-atomic — a step of register and add_photo
def attach(actor: Actor, row: Hazard, picture: Picture) -> Photo:
    """Write a picture of a locked or new hazard, with its record."""
    if picture.stage not in PhotoStage.values:
        raise Refused(_("Say whether it shows the hazard before, during or after rectification."), "stage")
    if picture.taken_at is not None and picture.taken_at > clock.now():
        raise Refused(_("The picture cannot have been taken in the future."), "taken_at")
    pair = picture.pairs_with if picture.stage == PhotoStage.AFTER else None
    if pair is not None and (pair.hazard_id != row.pk or pair.stage != PhotoStage.BEFORE or pair.removed_at):
        raise Refused(_("Choose a picture of this hazard from before rectification."), "pairs_with")
    if picture.stage == PhotoStage.AFTER and (before := resaved(row, picture.stored)) is not None:
        raise Refused(
            _("“%(name)s” is the same shot as “%(before)s” from before rectification. Take a new one.")
            % {"name": picture.name, "before": before.name},
            "file",
        )
    found = Photo.rows.filter(hazard=row, stage=picture.stage, stored=picture.stored, removed_at__isnull=True).first()
    if found is not None:
        return found
    photo = Photo.rows.create(
        hazard=row, stored=picture.stored, stage=picture.stage, name=picture.name[:200],
        spot=(picture.spot or (pair.spot if pair else ""))[:60], note=picture.note[:300], sent_by=picture.sent_by[:60],
        taken_at=picture.taken_at, pairs_with=pair, added_by_id=actor.user_id, added_by=actor.name[:100],
    )  # fmt: skip
    record(actor, kinds.PHOTO_ADDED, row, file=photo.name, sha256=picture.stored.sha256, stage=photo.stage)
    return photo


@transaction.atomic
def remove_photo(actor: Actor, photo: Photo, *, reason: str = "") -> Photo:
    """Mark a picture as removed; it stays on record. What was there when acceptance was applied for stays."""
    row = lock(actor, "hazards.add_photo", photo.hazard)
    found: Photo = Photo.rows.select_for_update().get(pk=photo.pk)
    if found.removed_at is not None:
        return found
    if row.applied_at is not None or row.state not in OPEN_STATES:
        raise Refused(_("Acceptance has been applied for with this picture; it stays."))
    if actor.user_id != found.added_by_id and not actor.is_system:
        raise Refused(_("Only %(name)s, who added it, can remove it.") % {"name": found.added_by})
    found.removed_at = clock.now()
    found.save(update_fields=["removed_at"])
    record(actor, kinds.PHOTO_REMOVED, row, file=found.name, sha256=found.stored.sha256, reason=reason)
    return found
