"""Pictures and papers of a hazard: sent one by one, opened, removed."""

from typing import Any, Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import File, Form, Schema
from ninja.files import UploadedFile
from pydantic import Field

from kuangan.foundation.api.operations import FORM, LARGEST_NUMBER, Binary, Pk
from kuangan.foundation.api.problems import invalid
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.files import DOCUMENTS, IMAGES, SHEETS, keep, serve
from kuangan.foundation.integrity.noting import note_read
from kuangan.foundation.kernel import clock
from kuangan.hazards import actions, kinds
from kuangan.hazards.api import telling
from kuangan.hazards.api.declared import READ, actor_of, hazard_of, hazards, part_of
from kuangan.hazards.api.shapes import HazardPhoto
from kuangan.hazards.models import Hazard, Photo
from kuangan.hazards.rules.pictures import taken_at
from kuangan.hazards.states import PhotoStage

ADD = "hazards.add_photo"
EVIDENCE = IMAGES | DOCUMENTS | SHEETS


class HazardPhotoShown(Schema):
    """What a picture shows."""

    stage: Literal[tuple(PhotoStage.values)]  # type: ignore[valid-type]
    spot: str = Field("", max_length=60, description=gettext_noop("From where it was taken."))
    note: str = Field("", max_length=300)
    sent_by: str = Field("", max_length=60, description=gettext_noop("Who took it, when that was somebody else."))
    pairs_with_id: int | None = Field(
        None, ge=1, le=LARGEST_NUMBER, description=gettext_noop("The picture before, taken from the same spot.")
    )


@hazards.post("/{pk}/photos", ADD, HazardPhoto, gettext_noop("Add a picture or paper"), body=FORM)
def add_photo(request: HttpRequest, pk: Pk, file: File[UploadedFile], said: Form[HazardPhotoShown]) -> dict[str, Any]:
    """The same file at the same stage is one; when it was taken is read from the picture itself."""
    actor, row = actor_of(request), hazard_of(request, pk)
    require(actor, ADD, row)
    stored = keep(file, allowed=EVIDENCE)
    made = actions.add_photo(
        actor, row,
        actions.Picture(
            stored=stored, name=file.name or "", stage=said.stage, spot=said.spot, note=said.note,
            sent_by=said.sent_by, taken_at=taken_at(stored.exif, clock.now()), pairs_with=_pair(row, said),
        ),
    )  # fmt: skip
    return telling.photo(made)


def _pair(row: Hazard, said: HazardPhotoShown) -> Photo | None:
    if said.pairs_with_id is None:
        return None
    found: Photo | None = row.photos.filter(pk=said.pairs_with_id).first()
    if found is None:
        raise invalid("pairs_with_id", _("Choose a picture of this hazard from before rectification."))
    return found


@hazards.get("/{pk}/photos/{photo_pk}", READ, Binary, gettext_noop("Download a picture or paper"))
def photo(request: HttpRequest, pk: Pk, photo_pk: Pk) -> HttpResponseBase:
    """A picture or paper of a hazard, removed ones too."""
    found: Photo = part_of(hazard_of(request, pk).photos.select_related("stored"), photo_pk)
    note_read(actor_of(request), kinds.PHOTO_READ, found)
    return serve(found.stored, found.name)


@hazards.delete("/{pk}/photos/{photo_pk}", ADD, gettext_noop("Remove a picture or paper"))
def remove_photo(request: HttpRequest, pk: Pk, photo_pk: Pk) -> None:
    """It stays on record as removed; what acceptance was applied for with stays."""
    found: Photo = part_of(hazard_of(request, pk).photos.select_related("stored", "hazard"), photo_pk)
    actions.remove_photo(actor_of(request), found)
