"""Which addresses are for programmes: they know tokens and no cookie; the documentation is for people who signed in."""

ROOT = "/api/v1/"
FOR_PEOPLE = frozenset({f"{ROOT}docs", f"{ROOT}openapi.json"})


def is_for_programmes(path: str) -> bool:
    """Whether a session counts for nothing at this address."""
    return path.startswith("/api/") and path not in FOR_PEOPLE
