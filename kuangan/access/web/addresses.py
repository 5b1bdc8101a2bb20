"""Where a request comes from, behind the number of proxies that the installation names."""

from django.conf import settings
from django.http import HttpRequest

from kuangan.foundation.kernel.text import compared


def client_address(request: HttpRequest) -> str:
    """The network address of the browser; a forwarded header counts only as far as our own proxies wrote it."""
    proxies: int = getattr(settings, "KUANGAN_PROXIES", 0)
    direct = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    if proxies:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= proxies:
            return str(hops[-proxies])
    return str(direct)


def sign_in_name(request: HttpRequest | None, credentials: dict[str, str] | None = None) -> str:
    """The sign-in name of an attempt in its stored form, so that lockout cannot be dodged by changing case."""
    given = credentials or {}
    typed = given.get("username") or given.get("login") or (request.POST.get("login", "") if request else "")
    if not typed and request is not None and request.user.is_authenticated:
        typed = request.user.get_username()
    return compared(typed)
