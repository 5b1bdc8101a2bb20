"""API tokens: a person's own page, and revoking by the security administrator."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kuangan.access import actions, queries
from kuangan.access.models import ApiToken, User
from kuangan.access.web.forms.tokens import TokenForm
from kuangan.foundation.api import areas
from kuangan.foundation.api.doors import ROOT
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.kernel.errors import Refused


@require_GET
@screen("signed_in")
def board(request: Request) -> HttpResponse:
    """接口令牌: my tokens, what each may do and until when."""
    tokens = shown(queries.tokens_of(request.actor, request.user))
    return render(request, "access/tokens.html", {"tokens": tokens, "docs_url": f"{ROOT}docs"})


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@screen("signed_in")
def create(request: Request) -> HttpResponse:
    """A new token; its secret is shown on the answer, once."""
    form = TokenForm(request.POST or None, actor=request.actor, account=request.user)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                token, secret = actions.create_token(
                    request.actor, request.user, proven=_proven(request, form), **form.wishes()
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                return render(request, "access/token_made.html", {"token": token, "secret": secret})
    return render(request, "access/token_form.html", {"form": form}, status=status)


@require_POST
@screen("signed_in")
def revoke_own(request: Request, pk: int) -> HttpResponse:
    """Make one of my tokens worthless."""
    _revoke(request, get_object_or_404(queries.tokens_of(request.actor, request.user), pk=pk))
    return redirect("access:tokens")


@require_POST
@screen("access.administer_accounts")
def revoke(request: Request, pk: int) -> HttpResponse:
    """Make a token of an account of the area worthless."""
    token = ApiToken.objects.select_related("user").filter(pk=pk).first()
    if token is None or not queries.reaches(request.actor, token.user):
        raise Http404
    _revoke(request, token)
    return redirect("access:account", token.user_id)


def shown(tokens: Iterable[ApiToken]) -> list[tuple[ApiToken, str]]:
    """Tokens with the words of their areas."""
    known = areas.known()
    return [(one, "、".join(str(known[name].label) for name in one.areas if name in known)) for one in tokens]


def _revoke(request: Request, token: ApiToken) -> None:
    try:
        actions.revoke_token(request.actor, token)
        messages.success(request, _("The token has been revoked."))
    except Refused as refusal:
        messages.error(request, str(refusal))


def _proven(request: Request, form: TokenForm) -> bool:
    """Whether the password is the person's own; wrong ones count towards the lockout like any sign-in."""
    account: User = request.user
    if not account.has_usable_password():
        from allauth.account.reauthentication import did_recently_authenticate

        if not did_recently_authenticate(request):
            raise Refused(_("Sign out, sign in again and make the token within five minutes."))
        return True
    found = authenticate(request, username=account.get_username(), password=form.cleaned_data["password"])
    if found is None or found.pk != account.pk:
        raise Refused(_("This is not your password. Try again; too many wrong ones lock the account."), "password")
    return True
