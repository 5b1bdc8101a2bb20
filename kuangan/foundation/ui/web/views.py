"""The frame's two switches: large type and language. Both are plain POST forms that come back to the page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kuangan.foundation.authority.web import screen
from kuangan.foundation.ui.context import LARGE_COOKIE

_YEAR = 365 * 24 * 3600


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that the switch was on, if it is ours."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if safe else "/")


def _remember(response: HttpResponse, name: str, value: str) -> HttpResponse:
    response.set_cookie(
        name, value, max_age=_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response


@require_POST
@screen("public.large_type")
def large(request: HttpRequest) -> HttpResponse:
    """Turn the large-type mode on or off (大字版)."""
    return _remember(_back(request), LARGE_COOKIE, "1" if request.POST.get("on") == "1" else "0")


@require_POST
@screen("public.language")
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages."""
    chosen = request.POST.get("language", "")
    code = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return _remember(_back(request), settings.LANGUAGE_COOKIE_NAME, code)
