"""Reads of access: the Actor of a request; accounts, grants, invitations, devices; whom an administrator reaches."""

from kuangan.access.queries.accounts import (
    accounts,
    all_grants,
    devices,
    grant_requests,
    grants_of,
    has_second_factor,
    invitations,
    open_invitation,
    own_requests,
)
from kuangan.access.queries.actors import build_actor, is_official, scope_of
from kuangan.access.queries.identities import holder_of, identities_of, noted_identity
from kuangan.access.queries.mixtures import mixtures
from kuangan.access.queries.reach import reaches, reaches_wholly
from kuangan.access.queries.tokens import actor_of_token, token_behind, tokens_of

__all__ = [
    "accounts",
    "actor_of_token",
    "all_grants",
    "build_actor",
    "devices",
    "grant_requests",
    "grants_of",
    "has_second_factor",
    "holder_of",
    "identities_of",
    "invitations",
    "is_official",
    "mixtures",
    "noted_identity",
    "open_invitation",
    "own_requests",
    "reaches",
    "reaches_wholly",
    "scope_of",
    "token_behind",
    "tokens_of",
]
