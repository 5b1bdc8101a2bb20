"""API (接口): what every room's HTTP operations stand on. Knows nothing of mines, accounts or tokens.

Owns:      Replay (a write's answer, kept under its idempotency key), Allowance (requests taken in the present minute).
Promises:  a write sent twice with one key is done once and answered alike; every answer that is no success is a problem
           (RFC 9457) in the reader's language; no more requests a minute than allowed, over all processes; a cookie
           opens nothing here.
Doors:     operations.Operations (declare a room's operations), areas.declare (what a token may be made for),
           callers.provide (who knows tokens), paging, problems, answers; mounting.mounted (for the shell).
Stands on: kernel, authority.
Not here:  tokens (access); what an operation does (the rooms' actions and queries).
"""
