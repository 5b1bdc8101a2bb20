"""Answers that are no success: problem details (RFC 9457) with a URN as type, in the reader's language."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Schema
from pydantic import Field
from pydantic_core import to_json

MEDIA_TYPE = "application/problem+json"
URN = "urn:kuangan:problem:"

TITLES: dict[str, tuple[int, Any]] = {
    "malformed": (400, gettext_lazy("The request cannot be read")),
    "unauthenticated": (401, gettext_lazy("No valid token")),
    "forbidden": (403, gettext_lazy("Not permitted")),
    "needs-person": (403, gettext_lazy("Only a person can do this")),
    "not-found": (404, gettext_lazy("Not found")),
    "method-not-allowed": (405, gettext_lazy("This address does not answer this method")),
    "refused": (409, gettext_lazy("A rule stands against it")),
    "key-reused": (409, gettext_lazy("The idempotency key was used for something else")),
    "in-flight": (409, gettext_lazy("The same request is still being worked on")),
    "length-required": (411, gettext_lazy("The length is missing")),
    "too-large": (413, gettext_lazy("Too large")),
    "unsupported-media-type": (415, gettext_lazy("This type of content is not read here")),
    "invalid": (422, gettext_lazy("Something has to be corrected")),
    "rate-limited": (429, gettext_lazy("Too many requests")),
    "failed": (500, gettext_lazy("The fault is ours")),
    "busy": (503, gettext_lazy("Busy just now")),
    "unavailable": (503, gettext_lazy("Not available for the moment")),
}
"""Every type of problem: its status and its title. docs/api.md lists them too."""


class FieldError(Schema):
    """What is wrong with one part of the request."""

    field: str = Field(description="Where: a name of the body (`facts.status`), or `query.limit`, `path.pk`.")
    detail: str = Field(description="What is wrong, and what is allowed.")


class Problem(Schema):
    """An answer that is no success."""

    type: str = Field(description=f"`{URN}` and one of: {', '.join(TITLES)}.", pattern=f"^{URN}[a-z-]+$")
    title: str = Field(description="What sort of problem it is, in the reader's language.")
    status: int = Field(description="The HTTP status again.", ge=400, le=599)
    detail: str = Field(description="What happened, and how to mend it.")
    instance: str = Field(description="The address that was asked.")
    errors: list[FieldError] = Field(default_factory=list, description="What is wrong where.")


class Trouble(Exception):
    """Raised by the machinery and by operations: becomes a problem of the named type."""

    def __init__(
        self, slug: str, detail: Any, *, errors: Sequence[tuple[str, Any]] = (), headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(slug)
        self.slug, self.detail, self.errors, self.headers = slug, detail, list(errors), headers or {}


class ProblemResponse(HttpResponse):
    """A problem on its way out; `refusal` is (reason, outside) when a right was missing."""

    refusal: tuple[str, bool] | None = None


def problem(
    request: HttpRequest,
    slug: str,
    detail: Any,
    *,
    errors: Sequence[tuple[str, Any]] = (),
    headers: dict[str, str] | None = None,
) -> ProblemResponse:
    """The answer for a problem of one type (see TITLES)."""
    status, title = TITLES[slug]
    body = {
        "type": URN + slug,
        "title": str(title),
        "status": status,
        "detail": str(detail),
        "instance": request.path,
        "errors": [{"field": name, "detail": str(words)} for name, words in errors],
    }
    return ProblemResponse(to_json(body), status=status, content_type=MEDIA_TYPE, headers=headers or {})


def invalid(name: str, detail: Any) -> Trouble:
    """422 about one part of the request."""
    return Trouble("invalid", _("Correct what is named below and send it again."), errors=[(name, detail)])


def needs_person() -> Trouble:
    """403 for acts that want the person's own password at that very moment."""
    return Trouble(
        "needs-person",
        _("A signed statement needs the person's own password. Let the principal sign after signing in to the site."),
    )
