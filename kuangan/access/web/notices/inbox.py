"""站内通知: what was told to me, unread first in mind; read, and gone to the thing."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.notices import actions, kinds, queries
from kuangan.foundation.notices.models import Notice
from kuangan.foundation.notices.wording import body_of, title_of

_PER_PAGE = 30


@require_GET
@screen("signed_in")
def board(request: Request) -> HttpResponse:
    """My notices, newest first."""
    group = request.GET.get("group", "")
    group = group if group in kinds.groups() else ""
    unread = request.GET.get("show") == "unread"
    page = Paginator(queries.inbox(request.actor, unread=unread, group=group), _PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [(notice, title_of(notice.cause), body_of(notice.cause)) for notice in page],
        "unread": unread,
        "group": group,
        "groups": [(name, label) for name, label in kinds.groups().items()],
        "count": queries.unread_count(request.actor),
    }
    return render(request, "access/notices/inbox.html", context)


@require_POST
@screen("signed_in")
def open_notice(request: Request, pk: int) -> HttpResponse:
    """Mark one of my notices as read and go to the thing it is about."""
    notice = actions.mark_read(request.actor, pk)
    if notice is None:
        raise Http404
    return redirect(_target(request, notice))


def _target(request: Request, notice: Notice) -> str:
    url = str(notice.cause.url)
    is_ours = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()})
    return url if is_ours else reverse("access:inbox")


@require_POST
@screen("signed_in")
def read_all(request: Request) -> HttpResponse:
    """Mark everything as read, or one group."""
    group = request.POST.get("group", "")
    actions.mark_all_read(request.actor, group=group if group in kinds.groups() else "")
    return redirect("access:inbox")
