"""Filling a check in: when and who, the route area by area, the criteria."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui.rules import comma, day, listed
from kuangan.hazards.queries.places import earlier_places
from kuangan.inspections import actions
from kuangan.inspections.actions.answering import answers_told
from kuangan.inspections.actions.route import area_told
from kuangan.inspections.actions.starting import basics_told
from kuangan.inspections.models import MonthlyCheck, RouteArea
from kuangan.inspections.queries.record import record
from kuangan.inspections.states import Step
from kuangan.inspections.web.acting import UNPROCESSABLE, Page, back_to, perform, show
from kuangan.inspections.web.fetching import actor_of, area_or_404, check_or_404
from kuangan.inspections.web.forms import AreaForm, BasicsForm, CriteriaForm
from kuangan.inspections.web.taking import take_in
from kuangan.registry.queries import people_of_mine
from kuangan.registry.states import Post

_SAVED = gettext_lazy("Saved.")
MOST_SHOWN = 6


@require_http_methods(["GET", "POST"])
@screen("inspections.check")
def basics(request: HttpRequest, pk: int) -> HttpResponse:
    """When it happened and who took part."""
    actor, row = actor_of(request), check_or_404(request, pk)
    people = [(one.name, one.post) for one in row.people.all()] or _in_office(request, row)
    form = BasicsForm(request.POST or None, row=row, people=people)
    page = Page(
        "basics", Step.BASICS.label, _("Save"), _SAVED, template="inspections/basics.html", anchor=Step.BASICS,
        now=basics_told, in_words=_basics_in_words,
    )  # fmt: skip
    return perform(
        request, row, form, page,
        lambda: actions.save_basics(actor, row, form.basics(), seen=form.cleaned_data["seen"]),
    )  # fmt: skip


def _in_office(request: HttpRequest, row: MonthlyCheck) -> list[tuple[str, str]]:
    """A proposal while nobody is named: the principal of the mine on that day, as the registry knows."""
    for held in people_of_mine(actor_of(request).scope, row.mine):
        in_office = held.appointed_on <= row.checked_on and (held.ended_on is None or held.ended_on >= row.checked_on)
        if held.post == Post.PRINCIPAL and in_office:
            return [(held.person.name, str(held.get_post_display()))]
    return []


def _basics_in_words(row: MonthlyCheck) -> list[str]:
    """What stands there, to be compared."""
    times = "–".join(f"{one:%H:%M}" for one in (row.began, row.ended) if one)
    return [listed(day(row.checked_on), times), comma().join(str(one) for one in row.people.all())]


@require_http_methods(["GET", "POST"])
@screen("inspections.check")
def add_area(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an area to the route."""
    return _area(request, check_or_404(request, pk), None)


@require_http_methods(["GET", "POST"])
@screen("inspections.check")
def area(request: HttpRequest, pk: int, area_id: int) -> HttpResponse:
    """One area of the route."""
    row = check_or_404(request, pk)
    return _area(request, row, area_or_404(row, area_id))


def _area(request: HttpRequest, row: MonthlyCheck, held: RouteArea | None) -> HttpResponse:
    """The form of an area. Pictures are taken in before the words are looked at."""
    actor = actor_of(request)
    require(actor, "inspections.check", row)
    form = AreaForm(request.POST or None, area=held)
    taken = take_in(request, row, form, held) if request.method == "POST" else None
    page = _area_page(request, row, held)
    page.more["taken"] = taken.photos if taken else []
    if taken and taken.refused:
        form.is_valid()
        for words in taken.refused:
            form.add_error("photos", words)
        return show(request, row, form, page, UNPROCESSABLE)
    return perform(
        request, row, form, page,
        lambda: actions.save_area(
            actor, row, form.told(), area=held, entry_key=form.entry_key, loose=form.loose_ids,
            seen=form.cleaned_data["seen"],
        ),
    )  # fmt: skip


def _area_page(request: HttpRequest, row: MonthlyCheck, held: RouteArea | None) -> Page:
    def now(_row: MonthlyCheck) -> list[object]:
        fresh = RouteArea.rows.filter(pk=held.pk).first() if held else None
        return area_told(fresh) if fresh else []

    def in_words(_row: MonthlyCheck) -> list[str]:
        fresh = RouteArea.rows.filter(pk=held.pk).first() if held else None
        return [listed(fresh.name, fresh.looked_at), listed(fresh.get_result_display(), fresh.words)] if fresh else []

    key = f"area.{held.pk}" if held else "area.new"
    title = held.name if held else _("Add an area")
    photos = held.photos.filter(removed_at__isnull=True).select_related("stored") if held else []
    more = {"area": held, "photos": list(photos), "places": earlier_places(actor_of(request).scope, row.mine)}
    return Page(
        key, title, _("Save this area"), _SAVED, template="inspections/area.html", anchor=Step.ROUTE,
        now=now if held else None, in_words=in_words, more=more,
    )  # fmt: skip


@require_POST
@screen("inspections.check")
def remove_area(request: HttpRequest, pk: int, area_id: int) -> HttpResponse:
    """Take an area off the route."""
    row = check_or_404(request, pk)
    actor = actor_of(request)
    require(actor, "inspections.check", row)
    try:
        actions.remove_area(actor, row, area_or_404(row, area_id))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The area is off the route; its pictures stay with the check."))
    return back_to(row, Step.ROUTE)


@require_POST
@screen("inspections.check")
def copy_route(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over the areas of the earlier check, without anything that was seen there."""
    row = check_or_404(request, pk)
    actor = actor_of(request)
    require(actor, "inspections.check", row)
    try:
        made = actions.copy_route(actor, row)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = ngettext("%(count)d area taken over. Enter what you see there today.",
                         "%(count)d areas taken over. Enter what you see there today.", len(made))  # fmt: skip
        messages.success(request, words % {"count": len(made)})
    return back_to(row, Step.ROUTE)


@require_http_methods(["GET", "POST"])
@screen("inspections.check")
def criteria(request: HttpRequest, pk: int) -> HttpResponse:
    """The determination criteria in force that day; unanswered ones may wait."""
    actor, row = actor_of(request), check_or_404(request, pk)
    held = record(row)
    form = CriteriaForm(request.POST or None, asked=held.asked)
    page = Page(
        "criteria", Step.CRITERIA.label, _("Save the answers"), _SAVED, template="inspections/criteria.html",
        anchor=Step.CRITERIA, now=answers_told, in_words=_answers_in_words,
    )  # fmt: skip
    return perform(
        request, row, form, page,
        lambda: actions.answer_criteria(actor, row, form.answers(), seen=form.cleaned_data["seen"]),
    )  # fmt: skip


def _answers_in_words(row: MonthlyCheck) -> list[str]:
    """The answers that stand there, the telling ones first."""
    given = [(one.criterion.label, one.get_answer_display()) for one in row.answers.select_related("criterion")]
    return [f"{label}：{answer}" for label, answer in given[:MOST_SHOWN]]
