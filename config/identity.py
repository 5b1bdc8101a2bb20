"""The identity provider (统一身份认证) by which people may sign in beside their password, read from the environment."""

from dataclasses import dataclass
from dataclasses import field as told
from hashlib import sha256
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.environment import env

FIELDS = frozenset({"", "username", "phone"})
WELL_KNOWN = "/.well-known/openid-configuration"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class IdentityProvider:
    """One OpenID Connect provider.

    `name` stands on the button. `server` is the issuer's address. `claim` names the claim that an administrator notes
    for an account, `field` the field of the account that this claim has to equal ("" when it equals none). `amr` and
    `acr` are the values by which the provider says that a second factor was shown; empty means that it is not believed.
    """

    name: str
    server: str
    client_id: str
    secret: str = told(repr=False)
    claim: str = "sub"
    field: str = ""
    scopes: tuple[str, ...] = ("openid", "profile")
    amr: frozenset[str] = frozenset()
    acr: frozenset[str] = frozenset()

    @property
    def issuer(self) -> str:
        """The issuer that discovery and every token have to name."""
        return self.server.split(WELL_KNOWN, 1)[0].rstrip("/")

    @property
    def key(self) -> str:
        """What bindings are kept under: another issuer's identities never count as this one's."""
        return "oidc-" + sha256(self.issuer.encode()).hexdigest()[:16]


def identity_provider() -> IdentityProvider | None:
    """The provider of this installation, or None; refuses to start with half of it or without TLS."""
    server = str(env.str("KUANGAN_OIDC_SERVER", default="")).strip()
    if not server:
        return None
    address = urlsplit(server)
    if address.scheme != "https" and address.hostname not in _LOOPBACK:
        raise ImproperlyConfigured("KUANGAN_OIDC_SERVER has to begin with https://")
    given = {name: str(env.str(f"KUANGAN_OIDC_{name.upper()}", default="")) for name in ("client_id", "secret")}
    if not all(given.values()):
        raise ImproperlyConfigured("KUANGAN_OIDC_SERVER needs KUANGAN_OIDC_CLIENT_ID and KUANGAN_OIDC_SECRET.")
    matched = str(env.str("KUANGAN_OIDC_FIELD", default=""))
    if matched not in FIELDS:
        raise ImproperlyConfigured("KUANGAN_OIDC_FIELD is username, phone or empty.")
    return IdentityProvider(
        name=str(env.str("KUANGAN_OIDC_NAME", default="统一身份认证")),
        server=server,
        claim=str(env.str("KUANGAN_OIDC_CLAIM", default="sub")),
        field=matched,
        scopes=tuple(env.list("KUANGAN_OIDC_SCOPES", default=["openid", "profile"])),
        amr=frozenset(env.list("KUANGAN_OIDC_TRUSTED_AMR", default=[])),
        acr=frozenset(env.list("KUANGAN_OIDC_TRUSTED_ACR", default=[])),
        **given,
    )
