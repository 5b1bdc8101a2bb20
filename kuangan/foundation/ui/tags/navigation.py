"""Where one is and where to go: crumbs, sortable heads, pages of a list."""

from collections.abc import Iterable
from typing import Any

from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuangan.foundation.integrity.frozen import differences_of
from kuangan.foundation.ui import frame
from kuangan.foundation.ui.tags.acts import note
from kuangan.foundation.ui.tags.library import register

SORT = "sort"
PAGE = "page"


@register.simple_tag
def crumbs(*parts: Any) -> SafeString:
    """`{% crumbs "责任清单" list_url mine.name mine_url duty.title %}`: pairs of label and address, then this page."""
    pairs = list(zip(parts[:-1:2], parts[1::2], strict=False))
    rows = format_html_join("", '<li><a href="{}">{}</a></li>', ((url, label) for label, url in pairs))
    last = format_html('<li aria-current="page">{}</li>', parts[-1]) if len(parts) % 2 else ""
    return format_html('<nav aria-label="{}"><ol class="ka-crumb">{}{}</ol></nav>', _("You are here"), rows, last)


@register.simple_tag
def history_link(row: Any) -> SafeString:
    """`{% history_link mine %}`: the way to what happened to a record, for its head; empty where none is offered."""
    url = str(frame.filled(frame.HISTORY_ADDRESS, row)) if row else ""
    return format_html('<a class="ka-small" href="{}">{}</a>', url, _("Record of acts")) if url else SafeString("")


@register.simple_tag
def unlike_trail(row: Any) -> SafeString:
    """`{% unlike_trail hazard %}`: in red what of a record is not as the trail has it; empty when all is."""
    if not (found := differences_of(row)):
        return SafeString("")
    words = _("Changed past the system: %(rows)s. It is not what the trail recorded. Tell the audit administrator.")
    told = words % {"rows": "、".join(one.words() for one in found)}
    return format_html('<div class="ka-notes" role="alert">{}</div>', note(told, "danger"))


def _query(context: Context, **changes: str) -> str:
    """This page's query string with some parameters changed; an empty value drops one."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is None:
        return "?" + "&".join(f"{key}={value}" for key, value in changes.items() if value)
    for key, value in changes.items():
        query.pop(key, None)
        if value:
            query[key] = value
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: Any) -> str:
    """The present address with parameters changed, for filter links: `href="{% with_query state='over' page='' %}"`."""
    return _query(context, **{key: "" if value is None else str(value) for key, value in changes.items()})


@register.simple_tag(takes_context=True)
def table_head(context: Context, columns: Iterable[Any]) -> SafeString:
    """A `<thead>`. Each column is a label, (label, sort key) or (label, sort key, css class); "" is not sortable.

    The chosen order is `?sort=key` or `?sort=-key`; the view reads it.
    """
    request = context.get("request")
    chosen = request.GET.get(SORT, "") if request is not None else ""
    cells = []
    for column in columns:
        label, key, css = (
            *((column,) if isinstance(column, str) or not isinstance(column, (tuple, list)) else column),
            "",
            "",
        )[:3]
        cells.append(_head_cell(context, label, key, css, chosen))
    return format_html("<thead><tr>{}</tr></thead>", format_html_join("", "{}", ((cell,) for cell in cells)))


def _head_cell(context: Context, label: Any, key: str, css: str, chosen: str) -> SafeString:
    attributes = format_html(' class="{}"', css) if css else SafeString("")
    if not key:
        return format_html('<th scope="col"{}>{}</th>', attributes, label)
    down = chosen == f"-{key}"
    active = down or chosen == key
    order = SafeString(f' aria-sort="{"descending" if down else "ascending"}"') if active else ""
    arrow = (" ↓" if down else " ↑") if active else ""
    address = _query(context, **{SORT: f"-{key}" if active and not down else key, PAGE: ""})
    return format_html('<th scope="col"{}{}><a href="{}">{}{}</a></th>', attributes, order, address, label, arrow)


@register.simple_tag(takes_context=True)
def pager(context: Context, page: Any) -> SafeString:
    """Pages of a Django Page: total, neighbours, first and last; nothing when all fits on one page but the total."""
    last = page.paginator.num_pages
    total = format_html("<span>{}</span>", _("%(count)s in all") % {"count": page.paginator.count})
    if last <= 1:
        return format_html('<nav class="ka-pager" aria-label="{}">{}</nav>', _("Pages"), total)
    cells = []
    if page.has_previous():
        cells.append(_page_link(context, page.previous_page_number(), _("Previous page")))
    previous = 0
    for number in sorted({1, last, *range(max(1, page.number - 2), min(last, page.number + 2) + 1)}):
        if number - previous > 1:
            cells.append(SafeString('<li><span class="is-gap">…</span></li>'))
        if number == page.number:
            cells.append(format_html('<li><span aria-current="page">{}</span></li>', number))
        else:
            cells.append(_page_link(context, number, str(number)))
        previous = number
    if page.has_next():
        cells.append(_page_link(context, page.next_page_number(), _("Next page")))
    rows = format_html_join("", "{}", ((cell,) for cell in cells))
    return format_html('<nav class="ka-pager" aria-label="{}">{}<ul>{}</ul></nav>', _("Pages"), total, rows)


def _page_link(context: Context, number: int, label: str) -> SafeString:
    return format_html('<li><a href="{}">{}</a></li>', _query(context, **{PAGE: str(number)}), label)
