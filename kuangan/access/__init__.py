"""Access (账号): who can sign in, as what, where and for how long.

Owns:      User, GrantRecord, Invitation.
Promises:  nobody grants anything to themselves; one person never holds two of the three administrations; a revoked
           grant ends the sessions that used it; every sign-in, grant and refusal is in the audit trail.
Doors:     queries.build_actor / accounts; actions.create_account / grant / revoke_grant / invite / reset_password.
Stands on: registry.
Not here:  what a role may do (each room's policy.py); the vocabulary of roles and scopes (authority).
"""
