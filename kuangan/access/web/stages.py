"""The step of signing in that asks for the second factor."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest


class SecondFactorStage(AuthenticateStage):
    """Asks for the code of the app, unless the identity provider showed a second factor in words that are believed."""

    def _should_handle(self, request: HttpRequest) -> bool:
        shown = self.login.signal_kwargs or {}
        return not shown.get("strong") and bool(super()._should_handle(request))
