"""Reporting a hazard: choose the mine, fill in the form, look at what may be the same, done."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuangan.foundation.authority.policy import scope_for
from kuangan.foundation.authority.web import screen
from kuangan.foundation.integrity.files import serve
from kuangan.foundation.kernel.errors import OutOfScope, Refused
from kuangan.foundation.ui import drafts
from kuangan.hazards import actions
from kuangan.hazards.actions.registering import check_finding
from kuangan.hazards.models import Hazard, Photo
from kuangan.hazards.policy import OFFICERS, is_officer
from kuangan.hazards.queries.hazards import Alike, open_like
from kuangan.hazards.queries.places import earlier_places
from kuangan.hazards.states import UNRECTIFIED_STATES, PhotoStage
from kuangan.hazards.web.fetching import actor_of
from kuangan.hazards.web.forms.registering import RegisterForm
from kuangan.hazards.web.keeping import Basket, basket, kept_file
from kuangan.hazards.web.offering import mine_asked
from kuangan.registry.models import Mine
from kuangan.registry.queries import MineFilter, mines

CONFLICT, UNPROCESSABLE = 409, 422
MOST_LISTED = 60
"""Mines that one list offers; whoever sees more looks the mine up first."""
NEW, RELATED, SAME, EDIT = "new", "related", "same", "edit"


@dataclass(slots=True)
class Entry:
    """One round of the form: what was typed and sent along."""

    request: HttpRequest
    form: RegisterForm
    files: Basket
    draft_key: str
    mine: Mine | None
    """The mine when there is no choice."""


@require_http_methods(["GET", "POST"])
@screen("hazards.register")
def new_hazard(request: HttpRequest) -> HttpResponse:
    """Report a hazard; what was typed and every picture taken in survive each refusal."""
    entry = _entry(request)
    if entry is None:
        return _choose_mine(request)
    form = entry.form
    if request.method == "GET":
        return _form_page(entry)
    valid = form.is_valid()
    for words in entry.files.refused:
        form.add_error("photos", words)
    if not valid or entry.files.refused:
        return _form_page(entry, UNPROCESSABLE)
    if request.POST.get("answer") == EDIT:
        return _form_page(entry)
    try:
        return _take(entry)
    except Refused as refusal:
        form.refuse(refusal)
        return _form_page(entry, UNPROCESSABLE)


def _entry(request: HttpRequest) -> Entry | None:
    """The form of this request; None when the mine has to be looked up first."""
    actor = actor_of(request)
    asked = request.GET.get("mine", "")
    own = Mine.objects.within(scope_for(actor, "hazards.register")).order_by("region_code", "pk")
    fixed = mine_asked(actor.scope, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 12 else None
    if asked and fixed is None:
        raise OutOfScope
    if fixed is None:
        offered = list(own[: MOST_LISTED + 1 if request.method == "GET" else 2])
        fixed = offered[0] if len(offered) == 1 else None
        if len(offered) > MOST_LISTED and request.method == "GET":
            return None
    if fixed is not None:
        own = own.filter(pk=fixed.pk)
    is_post = request.method == "POST"
    official = is_officer(actor, fixed) if fixed else actor.is_system or bool(actor.roles & OFFICERS)
    form = RegisterForm(request.POST if is_post else None, mines=own, fixed=fixed, is_officer=official, name=actor.name)
    files = basket(request, actor.user_id, request.FILES.getlist("photos")) if is_post else Basket()
    key = f"hazards.new.{actor.user_id}" + (f".{fixed.pk}" if fixed else "")
    return Entry(request, form, files, key, fixed)


def _take(entry: Entry) -> HttpResponse:
    """Register what was entered, or show what may be the same. Raises Refused."""
    request, actor = entry.request, actor_of(entry.request)
    mine: Mine = entry.form.cleaned_data["mine"]
    finding = entry.form.finding(entry.files.kept)
    check_finding(actor, mine, finding)
    answer, _colon, told = request.POST.get("answer", "").partition(":")
    other = _named(request, mine, told) if answer in (SAME, RELATED) else None
    if answer == SAME and other is not None:
        return _same(entry, other, finding)
    if answer != NEW and not (answer == RELATED and other is not None):
        alike = open_like(actor.scope, mine, finding.place, finding.description)
        if alike and all(one.hazard.entry_key != finding.entry_key for one in alike):
            return _alike_page(entry, mine, alike)
    if answer == NEW and finding.entry_key:  # told to be another one, also when it was made of a form sent before
        finding = replace(finding, entry_key=uuid5(finding.entry_key, finding.place + finding.description))
    row = actions.register(actor, mine, finding, same_as=other)
    drafts.taken(request, entry.draft_key)
    messages.success(request, _("Registered as %(number)s.") % {"number": row.number})
    return redirect("hazards:hazard", row.pk)


def _named(request: HttpRequest, mine: Mine, told: str) -> Hazard | None:
    """The hazard of the same mine that an answer names."""
    if not (told.isascii() and told.isdigit() and len(told) < 12):
        return None
    found: Hazard | None = Hazard.objects.within(actor_of(request).scope).filter(mine=mine, pk=int(told)).first()
    return found


def _same(entry: Entry, other: Hazard, finding: actions.Finding) -> HttpResponse:
    """Nothing is registered; new pictures go to the hazard that is there already, as long as it is not rectified."""
    added = 0
    if other.state in UNRECTIFIED_STATES:
        for picture in finding.pictures:
            actions.add_photo(actor_of(entry.request), other, picture)
            added += 1
    drafts.taken(entry.request, entry.draft_key)
    words = _("Not registered again. This is the hazard that was there already.")
    if added:
        words += _("Your pictures have been added to it.")
    messages.success(entry.request, words)
    return redirect("hazards:hazard", other.pk)


def _form_page(entry: Entry, status: int = 200) -> HttpResponse:
    if entry.mine is not None:
        entry.form.offer(earlier_places(actor_of(entry.request).scope, entry.mine))
    context = {
        "form": entry.form,
        "mine": entry.mine,
        "files": entry.files,
        "draft_key": entry.draft_key,
        "keeps_draft": entry.form.is_bound,
    }
    return render(entry.request, "hazards/new.html", context, status=status)


def _alike_page(entry: Entry, mine: Mine, alike: list[Alike]) -> HttpResponse:
    """What may be the same, with everything that was entered in hidden fields."""
    pictures = Photo.objects.within(actor_of(entry.request).scope).filter(
        hazard__in=[one.hazard.pk for one in alike], stage=PhotoStage.BEFORE, removed_at__isnull=True,
        stored__media_type__startswith="image/",
    )  # fmt: skip
    shown: dict[int, int] = {}
    for hazard_id, pk in pictures.order_by("-pk").values_list("hazard_id", "pk"):
        shown[hazard_id] = pk
    names = [name for name in entry.form.fields if name != "photos"]
    context: dict[str, Any] = {
        "form": entry.form,
        "mine": mine,
        "files": entry.files,
        "hidden": [entry.form[name].as_hidden() for name in names],
        "alike": [(one.hazard, round(one.likeness), shown.get(one.hazard.pk)) for one in alike],
        "told": entry.form.cleaned_data,
    }
    return render(entry.request, "hazards/alike.html", context, status=CONFLICT)


def _choose_mine(request: HttpRequest) -> HttpResponse:
    """Look the mine up by any part of its name, for whoever sees more mines than a list can show."""
    text = request.GET.get("q", "").strip()[:60]
    found = mines(actor_of(request).scope, MineFilter(text=text))[:MOST_LISTED]
    return render(request, "hazards/choose_mine.html", {"text": text, "mines": found if text else []})


@require_safe
@screen("hazards.register")
def kept(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The preview of a picture that one's own form has kept."""
    found = kept_file(reference, actor_of(request).user_id)
    if found is None:
        raise OutOfScope
    return serve(found.stored, found.name, preview=True)
