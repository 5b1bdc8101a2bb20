"""Pictures that come with a form: each is taken in or refused by itself, before the words are looked at."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kuangan.foundation.integrity.files import IMAGES, keep
from kuangan.foundation.integrity.files.names import clean_name
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards.rules.pictures import taken_at
from kuangan.inspections import actions
from kuangan.inspections.models import CheckPhoto, MonthlyCheck, RouteArea
from kuangan.inspections.web.fetching import actor_of
from kuangan.inspections.web.forms.parts import EntryForm

MOST = 20
"""Pictures that one form takes."""


@dataclass(slots=True)
class Basket:
    """The pictures of one form: what was taken in, earlier rounds among them, and what was refused, in words."""

    photos: list[CheckPhoto] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def take_in(request: HttpRequest, row: MonthlyCheck, form: EntryForm, area: RouteArea | None = None) -> Basket:
    """Add the pictures of a posted form to the check; the form carries them on, so nothing has to be chosen again."""
    mine = row.photos.filter(removed_at__isnull=True, area__isnull=True).select_related("stored")
    found = Basket(list(mine.filter(pk__in=form.loose_ids)))
    for number, upload in enumerate(request.FILES.getlist("photos")):
        if number >= MOST:
            found.refused.append(
                _("At most %(count)d pictures at a time; send the others afterwards.") % {"count": MOST}
            )
            break
        try:
            stored = keep(upload, allowed=IMAGES)
            picture = actions.Picture(stored, clean_name(upload.name or ""), taken_at(stored.exif, clock.now()))
            photo = actions.add_photo(actor_of(request), row, picture, area=area)
        except Refused as refusal:
            found.refused.append(str(refusal))
            continue
        if all(one.pk != photo.pk for one in found.photos):
            found.photos.append(photo)
    form.carry([one.pk for one in found.photos])
    return found
