"""Pictures and papers of a hazard: added, shown, opened, removed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuangan.foundation.authority.policy import may, require
from kuangan.foundation.authority.web import screen
from kuangan.foundation.integrity.files import keep, serve
from kuangan.foundation.integrity.noting import note_read
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import actions, kinds
from kuangan.hazards.models import Hazard, Photo
from kuangan.hazards.rules.pictures import taken_at
from kuangan.hazards.states import OPEN_STATES, PhotoStage
from kuangan.hazards.web.fetching import actor_of, hazard_or_404, photo_or_404
from kuangan.hazards.web.forms.photos import PhotoForm
from kuangan.hazards.web.keeping import EVIDENCE

CONFLICT, UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "POST"])
@screen("hazards.add_photo")
def photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Add pictures and papers; each is taken or refused by itself, and those taken stay."""
    actor, row = actor_of(request), hazard_or_404(request, pk)
    require(actor, "hazards.add_photo", row)
    there = list(row.photos.filter(removed_at__isnull=True).select_related("stored", "pairs_with"))
    if request.method == "GET":
        asked = request.GET.get("stage", "")
        initial = {"stage": asked} if asked in PhotoStage.values else {}
        return _page(request, row, there, PhotoForm(hazard=row, photos=there, initial=initial))
    form = PhotoForm(request.POST, request.FILES, hazard=row, photos=there)
    if not form.is_valid():
        return _page(request, row, there, form, UNPROCESSABLE)
    added, refused = _add_all(request, row, form.cleaned_data)
    if added:
        words = ngettext("%(count)d file added.", "%(count)d files added.", added)
        messages.success(request, words % {"count": added})
    if refused:
        there = list(row.photos.filter(removed_at__isnull=True).select_related("stored", "pairs_with"))
        for words in refused:
            form.add_error("files", words)
        return _page(request, row, there, form, UNPROCESSABLE)
    return redirect("hazards:hazard", row.pk)


def _add_all(request: HttpRequest, row: Hazard, told: dict[str, Any]) -> tuple[int, list[str]]:
    """How many were added, and what was refused, in words."""
    added, refused = 0, []
    for upload in told["files"]:
        try:
            stored = keep(upload, allowed=EVIDENCE)
            picture = actions.Picture(
                stored=stored, name=upload.name or "", stage=told["stage"], spot=told["spot"], note=told["note"],
                sent_by=told["sent_by"], taken_at=taken_at(stored.exif, clock.now()),
                pairs_with=told.get("pairs_with") if told["stage"] == PhotoStage.AFTER else None,
            )  # fmt: skip
            actions.add_photo(actor_of(request), row, picture)
            added += 1
        except Refused as refusal:
            refused.append(str(refusal))
    return added, refused


def _page(request: HttpRequest, row: Hazard, there: list[Photo], form: PhotoForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    groups = [
        (label, [one for one in there if one.stage == stage]) for stage, label in PhotoStage.choices
    ]  # fmt: skip
    context = {
        "row": row,
        "form": form,
        "groups": [(label, found) for label, found in groups if found],
        "is_settled": row.state not in OPEN_STATES,
        "removable": {one.pk for one in there if one.added_by_id == actor.user_id and row.applied_at is None},
        "may_add": bool(may(actor, "hazards.add_photo", row)),
    }
    return render(request, "hazards/photos.html", context, status=status)


@require_POST
@screen("hazards.add_photo")
def remove(request: HttpRequest, pk: int, photo_id: int) -> HttpResponse:
    """Take a picture or paper away; it stays on record."""
    row = hazard_or_404(request, pk)
    require(actor_of(request), "hazards.add_photo", row)
    try:
        actions.remove_photo(actor_of(request), photo_or_404(row, photo_id))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file is removed; the record says so."))
    return redirect("hazards:photos", pk)


@require_safe
@screen("hazards.read")
def photo(request: HttpRequest, pk: int, photo_id: int) -> HttpResponseBase:
    """A picture or paper of a hazard, as a download; where, when and with what device it was taken is left out for
    readers who have no right to the original."""
    row = hazard_or_404(request, pk)
    found = photo_or_404(row, photo_id)
    note_read(actor_of(request), kinds.PHOTO_READ, found)
    clean = found.stored.is_image and not may(actor_of(request), "hazards.see_originals", row)
    return serve(found.stored, found.name, preview=clean)


@require_safe
@screen("hazards.read")
def preview(request: HttpRequest, pk: int, photo_id: int) -> HttpResponseBase:
    """The re-drawn preview of a picture."""
    found = photo_or_404(hazard_or_404(request, pk), photo_id)
    return serve(found.stored, found.name, preview=True)
