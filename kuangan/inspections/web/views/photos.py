"""Pictures of a check."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuangan.foundation.authority.policy import may, require
from kuangan.foundation.authority.web import screen
from kuangan.foundation.integrity.files import serve
from kuangan.foundation.integrity.noting import note_read
from kuangan.foundation.kernel.errors import Refused
from kuangan.inspections import actions, kinds
from kuangan.inspections.states import Step
from kuangan.inspections.web.acting import back_to
from kuangan.inspections.web.fetching import actor_of, check_or_404, photo_or_404


@require_safe
@screen("inspections.read")
def photo(request: HttpRequest, pk: int, photo_id: int) -> HttpResponseBase:
    """A picture of a check, as a download; where, when and with what device it was taken is left out for readers who
    have no right to the original."""
    row = check_or_404(request, pk)
    found = photo_or_404(row, photo_id)
    note_read(actor_of(request), kinds.PHOTO_READ, found)
    clean = found.stored.is_image and not may(actor_of(request), "hazards.see_originals", row)
    return serve(found.stored, found.name, preview=clean)


@require_safe
@screen("inspections.read")
def preview(request: HttpRequest, pk: int, photo_id: int) -> HttpResponseBase:
    """The re-drawn preview of a picture."""
    found = photo_or_404(check_or_404(request, pk), photo_id)
    return serve(found.stored, found.name, preview=True)


@require_POST
@screen("inspections.check")
def remove_photo(request: HttpRequest, pk: int, photo_id: int) -> HttpResponse:
    """Take a picture out of a check that is not signed yet."""
    actor, row = actor_of(request), check_or_404(request, pk)
    require(actor, "inspections.check", row)
    try:
        actions.remove_photo(actor, photo_or_404(row, photo_id))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The picture is removed; the record says so."))
    return back_to(row, Step.ROUTE)
