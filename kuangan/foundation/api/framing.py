"""What stands around every operation: who calls, how often, with which right, in which language, what went wrong."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from kuangan.foundation.api import callers, limits
from kuangan.foundation.api.operations import FORM, NOTHING, Spec
from kuangan.foundation.api.problems import ProblemResponse, Trouble
from kuangan.foundation.api.replays import once
from kuangan.foundation.api.translating import translated
from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import SIGNED_IN
from kuangan.foundation.kernel.errors import Forbidden

View = Callable[..., HttpResponseBase]
_ROOM_FOR_FIELDS = 1024 * 1024
"""What a form may be larger than the file that it carries."""


def framed(view: View, specs: Mapping[str, Spec], verb: str) -> View:
    """The view of one address with everything around it; `verb` is what the address declares for the house."""

    def answering(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        language = language_of(request)
        with translation.override(language):
            response = _answered(request, view, specs, parts)
            if isinstance(response, ProblemResponse) and response.refusal:
                callers.keep_refusal(request, response.refusal[0], outside=response.refusal[1])
        response.headers["Content-Language"] = language
        response.headers.setdefault("Cache-Control", "no-store")
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        return response

    answering.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie opens anything here
    answering.verb = verb  # type: ignore[attr-defined]
    return answering


def language_of(request: HttpRequest) -> str:
    """Chinese or English by Accept-Language; Chinese when neither is asked for."""
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200]):
        for code, _name in settings.LANGUAGES:
            if wanted.split("-")[0] == code.split("-")[0]:
                return str(code)
    return str(settings.LANGUAGE_CODE)


def _answered(
    request: HttpRequest, view: View, specs: Mapping[str, Spec], parts: Mapping[str, Any]
) -> HttpResponseBase:
    standing = None
    try:
        caller = _caller(request)
        standing = limits.admit(caller.key)
        spec = _spec(request, specs)
        if spec.verb != SIGNED_IN and not (decision := may(caller.actor, spec.verb)):
            raise Forbidden(decision.reason)
        _refuse_unreadable(request, spec)
        if spec.writes:
            response = once(request, caller.key, lambda: view(request, **parts))
        else:
            response = view(request, **parts)
    except Exception as error:
        response = translated(request, error)
    if standing is not None:
        for name, value in standing.headers().items():
            response.headers[name] = value
    return response


def _caller(request: Any) -> callers.Caller:
    secret = callers.secret_of(request)
    found = callers.recognised(secret, request) if secret else None
    if found is None:
        words = _("This token opens nothing: it is unknown, revoked or over, or its account is closed.")
        if not secret:
            words = _("Send a token: Authorization: Bearer …")
        raise Trouble("unauthenticated", words, headers={"WWW-Authenticate": 'Bearer realm="kuangan"'})
    request.actor, request.caller = found.actor, found
    return found


def _spec(request: HttpRequest, specs: Mapping[str, Spec]) -> Spec:
    method = request.method or ""
    if method not in specs:
        allowed = ", ".join(sorted(specs))
        words = _("Here you can use: %(methods)s.") % {"methods": allowed}
        raise Trouble("method-not-allowed", words, headers={"Allow": allowed})
    return specs[method]


def _refuse_unreadable(request: HttpRequest, spec: Spec) -> None:
    """400, 413 and 415, before anything is parsed."""
    if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
        raise _malformed()
    if not spec.writes:
        return
    most = settings.KUANGAN_API_BODY_BYTES
    if spec.body == FORM:
        most = settings.KUANGAN_MAX_FILE_BYTES + _ROOM_FOR_FIELDS
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise Trouble("too-large", _("At most %(size)d MB are taken here.") % {"size": most // 1024**2})
    if spec.body not in {NOTHING, request.content_type}:
        raise Trouble("unsupported-media-type", _("Send this as %(type)s.") % {"type": spec.body})
    _refuse_null(request, spec)


def _refuse_null(request: HttpRequest, spec: Spec) -> None:
    """No database keeps the character U+0000 in a text."""
    if spec.body == FORM:
        words = [value for name in request.POST for value in (name, *request.POST.getlist(name))]
        if any("\x00" in word for word in words):
            raise _malformed()
    elif b"\\u0000" in request.body:
        raise _malformed()


def _malformed() -> Trouble:
    return Trouble("malformed", _("The character U+0000 is not taken."))
