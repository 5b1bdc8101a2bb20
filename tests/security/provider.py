"""An identity provider for tests, on 127.0.0.1: discovery, authorize, token, keys, userinfo.

`claims` are of whoever is signed in there; `bend` changes an ID token before it is signed, `broken` names an address
that answers 500. The authorize page shows a form (for a browser) and `arrive` plays that form (for the test client).
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from config.identity import IdentityProvider

CLIENT, SECRET, KID = "kuangan", "client-secret-of-the-test", "one"


@cache
def key(number: int = 0) -> Any:
    """A signing key; made once for all tests."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """What the provider knows, and how it misbehaves."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "8001", "name": "陈主任", "staff": "EP-017"}
        self.bend: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.userinfo: dict[str, Any] = {}
        self.broken = ""
        self.signing: dict[str, Any] = {"key": key(), "algorithm": "RS256"}
        self.codes: dict[str, dict[str, str]] = {}
        self.address = ""

    def settings(self, **told: Any) -> IdentityProvider:
        """How the product is told of this provider."""
        told = {"name": "省统一身份认证", "claim": "staff", **told}
        return IdentityProvider(server=self.address, client_id=CLIENT, secret=SECRET, **told)

    def arrive(self, url: str) -> str:
        """What the authorize page does when the person agrees: the address to go back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["client_id"] == CLIENT and asked["response_type"] == "code" and "openid" in asked["scope"]
        code = hashlib.sha256(url.encode()).hexdigest()[:24]
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """The answer to a code, once, for who knows the secret and the verifier; None: refused."""
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if asked is None or form.get("client_secret") != SECRET or asked.get("code_challenge") != challenge:
            return None
        present = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": present, "exp": present + 60, "nonce": asked["nonce"]}
        claims = self.bend({**claims, **self.claims})
        signed = jwt.encode(claims, headers={"kid": KID}, **self.signing)
        return {
            "access_token": "of-the-test",
            "token_type": "Bearer",
            "id_token": signed,
            "refresh_token": "never-kept",
        }

    def discovery(self) -> dict[str, Any]:
        """The provider about itself."""
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {
            "issuer": self.address,
            **{name: f"{self.address}/{path}" for name, path in {**names, "userinfo_endpoint": "userinfo"}.items()},
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        """The public key."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key().public_key()))
        return {"keys": [{**public, "kid": KID, "alg": "RS256", "use": "sig"}]}


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        known = {"/.well-known/openid-configuration": self.provider.discovery, "/keys": self.provider.keys}
        if self.provider.broken and path.endswith(self.provider.broken):
            self._say(500, b"broken")
        elif path in known:
            self._say(200, json.dumps(known[path]()).encode())
        elif path == "/userinfo":
            self._say(200, json.dumps(self.provider.userinfo or self.provider.claims).encode())
        elif path == "/authorize":
            self._say(
                200, b'<title>IdP</title><form method="post"><button id="agree">agree</button></form>', "text/html"
            )
        else:
            self._say(404, b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if urlsplit(self.path).path == "/authorize":
            self.send_response(303)
            self.send_header("Location", self.provider.arrive(self.path))
            self.end_headers()
            return
        form = {name: values[0] for name, values in parse_qs(body).items()}
        answer = None if self.provider.broken == "/token" else self.provider.token(form)
        self._say(200 if answer else 400, json.dumps(answer or {"error": "invalid_grant"}).encode())

    def _say(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@contextmanager
def running() -> Iterator[Provider]:
    """The provider while a test lasts."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"provider": provider}))
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
