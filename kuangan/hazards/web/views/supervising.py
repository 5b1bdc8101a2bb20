"""Listed supervision: the ledger, the notice, its number, returns, delisting, and the close-out."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kuangan.foundation.authority.policy import may, scope_for
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.authority.web import screen
from kuangan.foundation.documents.letters import counted
from kuangan.foundation.ui.forms import Form
from kuangan.hazards import actions, letters
from kuangan.hazards.models import Hazard, ListedSupervision
from kuangan.hazards.queries import listings
from kuangan.hazards.queries.listings import ListingFilter, listing_counts, public_notices, supervisions, unlisted
from kuangan.hazards.queries.record import Record, record
from kuangan.hazards.queries.settings import number
from kuangan.hazards.states import HazardState, ListingState
from kuangan.hazards.web.acting import Page, opened, perform, sent
from kuangan.hazards.web.fetching import actor_of, hazard_or_404
from kuangan.hazards.web.forms.amounts import moment_of
from kuangan.hazards.web.forms.supervising import CloseForm, DelistForm, ListForm, NumberForm, ReturnForm
from kuangan.hazards.web.offering import counties_offered
from kuangan.hazards.web.supervising import supervision_line, waiting_words
from kuangan.plan.queries import region_names

PAGE_SIZE, UNLISTED_SHOWN, PUBLIC_SHOWN = 50, 10, 20
CHIPS = (
    (listings.IN_FORCE, pgettext_lazy("supervision", "In force")),
    (listings.OVERDUE, _("Overdue in rectification")),
    (listings.DUE, _("Return due")),
    (listings.DELISTED, _("Delisted")),
    (listings.ALL, _("All")),
)


@require_safe
@screen("hazards.see_supervision")
def supervision(request: HttpRequest) -> HttpResponse:
    """Every listed supervision of the jurisdiction; for the city, what is still to be listed on top."""
    actor = actor_of(request)
    wanted = ListingFilter.read(request.GET)
    counts = listing_counts(actor.scope, wanted)
    rows = supervisions(actor.scope, wanted)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    lists = bool(may(actor, "hazards.list"))
    waiting = list(unlisted(scope_for(actor, "hazards.list"))[: UNLISTED_SHOWN + 1]) if lists else []
    held = list(page.object_list)
    names = region_names(sorted({one.hazard.region_code for one in held} | {one.region_code for one in waiting}))
    public = listings.listings(actor.scope).filter(is_public=True).order_by("-happened_at", "-id")[:PUBLIC_SHOWN]
    context = {
        "lines": [supervision_line(actor, one, names) for one in held],
        "page": page,
        "wanted": wanted,
        "chips": [(key, word, counts[key]) for key, word in CHIPS],
        "counties": counties_offered(actor.scope),
        "narrowed": bool(wanted.county or wanted.text),
        "unlisted": [(one, names.get(one.region_code, ""), waiting_words(one)) for one in waiting[:UNLISTED_SHOWN]],
        "more_unlisted": len(waiting) > UNLISTED_SHOWN,
        "public": public_notices(public),
        "clause": "七(三)",
    }
    return render(request, "hazards/supervision.html", context)


@require_http_methods(["GET", "POST"])
@screen("hazards.list")
def list_it(request: HttpRequest, pk: int) -> HttpResponse:
    """The city lists a major hazard: what is required, until when, whether it is made public."""
    actor, row = opened(request, pk, "hazards.list")
    page = Page(
        "list_it", _("List it for supervision"), pgettext_lazy("supervision", "List"),
        _("Listed. The notice can be printed from the hazard's page."), template="hazards/list_it.html", bound=True,
        more=lambda held: {"determination": held.determinations[-1] if held.determinations else None},
    )  # fmt: skip

    def act(given: dict[str, Any]) -> Any:
        names = ("requirements", "deadline", "document_number", "is_public", "public_words", "shown")
        return actions.list_for_supervision(
            actor, row, happened_at=moment_of(given["happened_at"]), **{name: given[name] for name in names}
        )

    form: Form = ListForm(sent(request), days=number(row.region_code, "listing_deadline_days"))
    return perform(request, row, form, page, act)


def _listing_or_404(row: Hazard, listing_id: int) -> ListedSupervision:
    found: ListedSupervision | None = row.listings.select_related("hazard").filter(pk=listing_id).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@screen("hazards.list")
def number_listing(request: HttpRequest, pk: int, listing_id: int) -> HttpResponse:
    """The number of the notice, once it has been issued."""
    actor, row = opened(request, pk, "hazards.list")
    held = _listing_or_404(row, listing_id)
    page = Page("number_listing", _("Enter the number of the notice"), _("Enter"), _("The number has been entered."))
    form: Form = NumberForm(sent(request), held=held)
    return perform(request, row, form, page, lambda given: actions.number_listing(actor, held, **given))


@require_http_methods(["GET", "POST"])
@screen("hazards.return_progress")
def return_progress(request: HttpRequest, pk: int, listing_id: int) -> HttpResponse:
    """The county tells the city how rectification stands."""
    actor, row = opened(request, pk, "hazards.return_progress")
    held = _listing_or_404(row, listing_id)
    page = Page(
        "return_progress", _("Return progress to the city"), _("Return"), _("Returned. The city bureau reads it."),
        template="hazards/return_progress.html",
        more=lambda told: {"listing": held, "due_at": told.return_due_at, "returns": list(held.returns.all())},
    )  # fmt: skip

    def act(given: dict[str, Any]) -> Any:
        return actions.return_progress(actor, held, text=given["text"], happened_at=moment_of(given["happened_at"]))

    return perform(request, row, ReturnForm(sent(request)), page, act)


@require_http_methods(["GET", "POST"])
@screen("hazards.list")
def delist(request: HttpRequest, pk: int, listing_id: int) -> HttpResponse:
    """Take a hazard off the list without closing it out."""
    actor, row = opened(request, pk, "hazards.list")
    held = _listing_or_404(row, listing_id)
    page = Page(
        "delist", _("Delist without closing"), _("Delist"), _("Delisted. The reason stays on record."),
        hint=_("A hazard that is rectified is delisted by closing it out; here only what is not major after all."),
        bound=True,
    )  # fmt: skip
    return perform(request, row, DelistForm(sent(request)), page, lambda given: actions.delist(actor, held, **given))


@require_http_methods(["GET", "POST"])
@screen("hazards.close")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The city closes out an accepted major hazard; what is still lacking stands in sentences with links."""
    actor, row = opened(request, pk, "hazards.close")
    is_held = row.listings.filter(state=ListingState.LISTED).exists()
    page = Page(
        "close", _("Close it out"), pgettext_lazy("hazard", "Close out"), _("Closed out."),
        template="hazards/close.html", more=lambda held: {"needs": _needs(held)}, bound=True,
    )  # fmt: skip
    form: Form = CloseForm(sent(request), listed=is_held)
    return perform(request, row, form, page, lambda given: actions.close(actor, row, **given))


def _needs(held: Record) -> list[tuple[Any, bool, Any, str, Any]]:
    """What a close-out stands on: title, whether it is there, the words, and where to mend it."""
    row, cause, listing = held.row, held.cause, held.listing
    seen = row.state in (HazardState.VERIFIED, HazardState.CLOSED)
    found: list[tuple[Any, bool, Any, str, Any]] = [
        (_("On-site check by two people"), seen,
         row.verified_by if seen else _("It has to pass the on-site check by two people first."), "", ""),
        (_("Root cause and lasting measure"), cause is not None,
         cause.measure if cause else _("The root cause and the lasting measure are not recorded."),
         "" if cause else reverse("hazards:cause", args=[row.pk]), _("Record root cause and lasting measure")),
    ]  # fmt: skip
    for one in held.evacuated:
        still = _("An evacuation is still in force. Lift it first.")
        found.append((one.area, False, still, reverse("hazards:lift", args=[row.pk, one.pk]), _("Lift the evacuation")))
    if not held.evacuated:
        found.append((_("People in the danger area"), True, _("No evacuation is in force."), "", ""))
    words: Any = _("It was not listed for supervision.")
    if listing is not None:
        words = listing.document_number or _("number still to come")
    url = reverse("hazards:list_it", args=[row.pk]) if listing is None and row.is_open else ""
    found.append((_("Listed supervision"), listing is not None, words, url, _("List it for supervision")))
    return found


@require_safe
@screen("hazards.read")
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The supervision notice (挂牌督办通知书) as a page: the same draft that is fetched as a document."""
    actor, row = actor_of(request), hazard_or_404(request, pk)
    held = record(actor.scope, row, whole=False)
    asked = request.GET.get("listing", "")
    chosen = next((one for one in held.listings if str(one.pk) == asked), None)
    listing = chosen or held.listing or next(iter(held.listings), None)
    if listing is None:
        raise Http404
    # The bureaus' names are on every letter; a mine, too, reads who has written to it.
    letter = letters.notice(Scope.of_region(f"{row.region_code[:4]}00"), held, listing)
    fetched = bool(may(actor, "hazards.export"))
    context = {
        "row": row,
        "listing": listing,
        "letter": letter,
        "blocks": counted(letter.blocks),
        "docx_url": reverse("hazards:listing_letter", args=[row.pk, listing.pk]) if fetched else "",
        "pdf_url": reverse("hazards:notice_pdf", args=[row.pk]) if fetched and listing == held.listings[0] else "",
        "delisting_url": reverse("hazards:delisting_docx", args=[row.pk]) if fetched and not listing.in_force else "",
    }
    return render(request, "hazards/notice.html", context)
