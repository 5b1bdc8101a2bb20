"""Watching: what a machine that looks after the installation sees: readiness, figures, one line per request.

Nothing here is about a record or a person: names of views, numbers, and the number of an account.
"""
