"""The protocol: discovery, tokens and claims, stricter than the library where the standard allows being strict.

Code flow with PKCE, state and nonce. The signature of the ID token is always checked, with an algorithm of our list
and a key of the provider's own set; issuer, audience, expiry and nonce have to fit; userinfo speaks of the same person.
"""

import hmac
import json
from typing import Any

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import get_random_string

from kuangan.access.web.identity import configured

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY_SECONDS = 30
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")


class ProviderDown(OAuth2Error):
    """The provider does not answer, or not in a way that can be read."""


class Adapter(OpenIDConnectOAuth2Adapter):
    """One conversation with the provider. `nonce` is set from the state once the person is back."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_openid_config"):
            self._openid_config = self._discovered()
        return self._openid_config

    def _discovered(self) -> dict[str, Any]:
        found = _asked(self.get_provider().server_url)
        if any(not isinstance(found.get(name), str) for name in _ENDPOINTS):
            raise ProviderDown("discovery lacks an endpoint")
        if str(found.get("issuer", "")).rstrip("/") != configured().issuer:
            raise OAuth2Error("discovery names another issuer")
        return found

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return request.build_absolute_uri(reverse("access:identity_callback"))

    def get_access_token_data(self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: Any = None) -> Any:
        try:
            found = super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)
        except (requests.RequestException, ValueError) as error:
            raise ProviderDown("token endpoint") from error
        if not isinstance(found, dict) or not isinstance(found.get("id_token"), str):
            raise OAuth2Error("no ID token")
        return found

    def parse_token(self, data: dict[str, Any]) -> Any:
        """Only what the next step needs: no refresh token, no expiry, nothing is stored."""
        return super().parse_token({"access_token": str(data["access_token"])})

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        claims = self._verified(app, kwargs["response"]["id_token"])
        about = _asked(self.profile_url, token.token)
        if about.get("sub") != claims["sub"]:
            raise OAuth2Error("userinfo speaks of somebody else")
        return self.get_provider().sociallogin_from_response(request, {**about, **claims})

    def _verified(self, app: Any, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            key = self._key(header)
            claims: dict[str, Any] = jwt.decode(
                token,
                key=key,
                algorithms=[header["alg"]],
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY_SECONDS,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error(f"ID token: {type(error).__name__}") from error
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("ID token is for another client")
        if not self.nonce or not hmac.compare_digest(str(claims.get("nonce", "")).encode(), self.nonce.encode()):
            raise OAuth2Error("ID token answers another question (nonce)")
        return claims

    def _key(self, header: dict[str, Any]) -> Any:
        if header.get("alg") not in ALGORITHMS:
            raise OAuth2Error("ID token: algorithm not accepted")
        keys = jwt.PyJWKSet.from_dict(_asked(self.openid_config["jwks_uri"])).keys
        fitting = [key for key in keys if key.key_id == header.get("kid")] or (keys if len(keys) == 1 else [])
        if not fitting or fitting[0].algorithm_name != header["alg"]:
            raise OAuth2Error("ID token: no such key")
        return fitting[0].key


def _asked(url: str, bearer: str = "") -> dict[str, Any]:
    """A JSON object from the provider."""
    headers = {"Accept": "application/json", **({"Authorization": f"Bearer {bearer}"} if bearer else {})}
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(url, headers=headers)
            answer.raise_for_status()
            found = json.loads(answer.content)
    except (requests.RequestException, ValueError) as error:
        raise ProviderDown(type(error).__name__) from error
    if not isinstance(found, dict):
        raise ProviderDown("no JSON object")
    return found


class Provider(OpenIDConnectProvider):
    """The library's provider with a nonce, and deaf to what the address of a request would like to add."""

    oauth2_adapter_class = Adapter

    def get_callback_url(self) -> str:
        return reverse("access:identity_callback")

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        return reverse("access:identity_start")

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Claims travel in memory only (SocialAccountAdapter.lay_by); nothing of them is kept with the identity."""
        self.claims = data
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        nonce = get_random_string(43)
        params = {"nonce": nonce, **({"prompt": "login"} if process == "connect" else {})}
        return super().redirect(
            request, process, next_url, data, nonce=nonce, auth_params=params, scope=self.get_scope()
        )


class CallbackView(OAuth2CallbackView):
    """Hands the nonce of the state to the adapter before any token is looked at."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        if state:
            self.adapter.nonce = state.get("nonce", "")
        return state, response
