"""That somebody meant to connect an identity: a form posted a moment ago, after entering the password again."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from kuangan.foundation.kernel import clock

_MEANT = "access.connect_identity"


def entered_password_again(request: HttpRequest) -> bool:
    """Whether the password, not another way of signing in, was entered again within the time that this counts."""
    user: Any = request.user
    last = max(
        (
            one["at"]
            for one in get_authentication_records(request, user)
            if one.get("method") == "password" and one.get("reauthenticated")
        ),
        default=0.0,
    )
    return clock.real_now().timestamp() - last < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def mean(request: HttpRequest) -> None:
    """The form was posted."""
    request.session[_MEANT] = clock.real_now().timestamp()


def was_meant(request: HttpRequest) -> bool:
    """Whether the form was posted within the last minutes; asked once."""
    at = request.session.pop(_MEANT, 0.0)
    return clock.real_now().timestamp() - at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
