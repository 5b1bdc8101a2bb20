"""The floor of the list pages: bare Django with session, sign-in and one filter, and nothing of the product."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from kuangan.duties.models import Assignment

MIDDLEWARE = (
    "kuangan.shell.bench.bare.at_own_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
)
_PAGE = Engine().from_string(
    "<!doctype html><title>List</title><p>{{ total }}</p><table>{% for row in rows %}<tr><td>{{ row.duty.title }}</td>"
    "<td>{{ row.mine.name }}</td><td>{{ row.region_code }}</td><td>{{ row.state }}</td><td>{{ row.due_at }}</td></tr>"
    "{% endfor %}</table>"
)


def at_own_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that leads to the addresses of this module instead of the product's."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return answer


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Fifty assignments of one state in one city, with their number."""
    found = Assignment.rows.filter(state=request.GET["state"], region_code__startswith="4407")
    rows = found.select_related("duty", "mine").order_by("due_at", "id")[:50]
    return HttpResponse(_PAGE.render(Context({"rows": rows, "total": found.count()})))


urlpatterns = [path("bare/", listing)]
