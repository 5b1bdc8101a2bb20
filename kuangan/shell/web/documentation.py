"""The API's documentation for people, and its OpenAPI document."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from pydantic_core import to_json

from kuangan.foundation.authority.web import SIGNED_IN, screen


@require_safe
@screen(SIGNED_IN)
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    from kuangan.shell.api import document

    return HttpResponse(to_json(document()), content_type="application/json")


@require_safe
@screen(SIGNED_IN)
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation with what it takes and answers, on one page."""
    from kuangan.shell.api import document
    from kuangan.shell.web.chapters import chapters

    found: dict[str, Any] = document()
    return render(request, "shell/api_docs.html", {"chapters": chapters(found), "version": found["info"]["version"]})
