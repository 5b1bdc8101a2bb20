"""The door of every page: it names its verb, and nobody passes without it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.kernel.errors import Forbidden

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """A request as views see it, for type hints: the access room's middleware has set who acts."""

    actor: Actor
    user: Any


SIGNED_IN = "signed_in"
"""Verb of pages that belong to the person themself, whatever their role."""
PUBLIC = "public."
"""Prefix of verbs that need no sign-in."""


def screen(verb: str) -> Callable[[View], View]:
    """Declare the verb of a view. Visitors are sent to sign in; people whose roles lack the verb get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not verb.startswith(PUBLIC):
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                if verb != SIGNED_IN and not (decision := may(request.actor, verb)):
                    raise Forbidden(decision.reason)
            return view(request, *args, **kwargs)

        guarded.verb = verb  # type: ignore[attr-defined]
        return guarded

    return decorate
