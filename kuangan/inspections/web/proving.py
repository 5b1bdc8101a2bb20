"""The password entered again, as the hand under the check."""

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kuangan.foundation.kernel.errors import Refused


def proven(request: HttpRequest, password: str) -> bool:
    """Whether the password is the signer's own; wrong ones count towards the lockout like any sign-in. Raises Refused
    when it is not."""
    user = authenticate(request, username=request.user.get_username(), password=password)
    if user is None or user.pk != request.user.pk:
        raise Refused(_("This is not your password. Try again; too many wrong ones lock the account."), "password")
    return True
