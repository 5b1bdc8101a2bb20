"""Where browsers report what the Content-Security-Policy stopped, and the page on which it is counted.

Anybody can post here, so little is believed: 16 KB, a handful a minute from one address and a few hundred from all,
five violations each, and of those only the directive, the host and the kind of page.
"""

import json
import logging
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from kuangan.access.web.addresses import client_address
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.web import screen
from kuangan.shell.actions import count_violation
from kuangan.shell.models import Violation
from kuangan.shell.rules import Stopped, stopped_by_policy

logger = logging.getLogger(__name__)
LARGEST_BYTES = 16 * 1024
MOST_OF_ONE, MOST_OF_ALL, SECONDS = 20, 300, 60


@csrf_exempt
@require_POST
@screen("public.csp_report")
def csp_report(request: HttpRequest) -> HttpResponse:
    """204, whatever was sent; 413 and 429 when it was too much."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    if not size.isdecimal() or int(size) > LARGEST_BYTES:
        return HttpResponse(status=413)
    if _too_often(request):
        return HttpResponse(status=429)
    try:
        found = stopped_by_policy(json.loads(request.body))
    except (ValueError, RecursionError):
        found = []
    for one in found:
        kind = Stopped(one.directive, one.blocked, _kind_of(one.page))
        count_violation(Actor.nobody(), kind)
        logger.warning("content policy: %s stopped %s on %s", kind.directive, kind.blocked, kind.page)
    return HttpResponse(status=204)


@require_GET
@screen("shell.run_system")
def violations(request: HttpRequest) -> HttpResponse:
    """What was stopped, the most frequent first; kept for 90 days."""
    rows = (
        Violation.objects.values("directive", "blocked", "page")
        .annotate(total=Sum("count"), last=Max("last_at"))
        .order_by("-total", "directive", "blocked", "page")[:200]
    )
    return render(request, "shell/violations.html", {"rows": rows})


def _kind_of(path: str) -> str:
    """The name of the page, without the numbers of records."""
    try:
        return resolve(path).view_name[:100]
    except Resolver404:
        return ""


def _too_often(request: HttpRequest) -> bool:
    who = sha256(client_address(request).encode()).hexdigest()[:16]
    return any(_counted(name) > most for name, most in ((who, MOST_OF_ONE), ("all", MOST_OF_ALL)))


def _counted(name: str) -> int:
    key = f"csp-report-{name}"
    cache.add(key, 0, timeout=SECONDS)
    try:
        return cache.incr(key)
    except ValueError:  # ran out between the two words
        return 1
