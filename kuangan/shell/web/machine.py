"""Addresses that machines ask: liveness, readiness, figures, robots, the browser's own icon."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.templatetags.static import static
from django.utils.crypto import constant_time_compare

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import Request, screen
from kuangan.shell.queries.health import health

_NEAR = frozenset({"127.0.0.1", "::1"})


@screen("public.health")
def healthz(request: HttpRequest) -> HttpResponse:
    """Liveness: this process answers. Asks nobody else, so that a slow database does not get processes killed."""
    return _unkept(JsonResponse({"status": "ok"}))


@screen("public.ready")
def readyz(request: Request) -> HttpResponse:
    """Readiness: 200 while pages can be answered, 503 otherwise.

    A stranger learns one word; whoever may read the figures, and administrators, learn which part is amiss.
    """
    found = health()
    body = {"status": found.word}
    if may_watch(request) or may(request.actor, "shell.administer"):
        body |= found.parts()
    return _unkept(JsonResponse(body, status=200 if found.serving else 503))


@screen("public.metrics")
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus; without the token, or where they are switched off, the address does not exist."""
    if not settings.KUANGAN_METRICS or not may_watch(request):
        raise Http404
    from kuangan.shell.watching import figures  # here: the library is loaded only where figures are wanted

    return _unkept(HttpResponse(figures.exposition(), content_type="text/plain; version=0.0.4; charset=utf-8"))


def may_watch(request: HttpRequest) -> bool:
    """Whether the request carries the token, or comes from this very machine and past no proxy."""
    if token := settings.KUANGAN_METRICS_TOKEN:
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"))
    return bool(settings.KUANGAN_METRICS) and not forwarded and request.META.get("REMOTE_ADDR") in _NEAR


@screen("public.robots")
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@screen("public.icon")
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address unasked; the mark is an SVG among the static files."""
    return HttpResponsePermanentRedirect(static("ui/icon.svg"))


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
