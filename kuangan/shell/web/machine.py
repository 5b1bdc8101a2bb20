"""Addresses that machines ask: health, robots, the browser's own icon."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.templatetags.static import static

from kuangan.foundation.authority.web import screen
from kuangan.shell.queries.health import health


@screen("public.health")
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while pages can be answered, 503 otherwise; the body says what is wrong, and nothing about any record."""
    found = health()
    body = {
        "status": found.word,
        "database": "ok" if found.database else "down",
        "migrations": "ok" if found.migrations else "missing",
        "worker": "ok" if found.worker else "silent",
    }
    response = JsonResponse(body, status=200 if found.serving else 503)
    response["Cache-Control"] = "no-store"
    return response


@screen("public.robots")
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@screen("public.icon")
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address unasked; the mark is an SVG among the static files."""
    return HttpResponsePermanentRedirect(static("ui/icon.svg"))
