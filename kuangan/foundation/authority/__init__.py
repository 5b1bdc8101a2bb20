"""Authority (权限): who may do what, where.

Owns:      nothing in the database; the vocabulary of roles, scopes, actors and policies.
Promises:  no scope, no rows; outside a jurisdiction a record does not exist; a missing right comes with its reason.
Doors:     actors.Actor / Grant; scopes.Scope / ScopePaths; querysets.ScopedManager; policy.allow / may / require;
           web.screen.
Stands on: kernel.
Not here:  accounts and grants as rows (access).
"""
