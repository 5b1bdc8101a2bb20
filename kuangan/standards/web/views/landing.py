"""The first page of standards: its three parts, and one search over criteria and articles."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.web import screen
from kuangan.standards import queries
from kuangan.standards.web.asking import Asked
from kuangan.standards.web.presenting import laws_shown, parts, sets_shown

MOST_SHOWN = 60
"""Of each sort, in a search over everything; the page of that sort shows all."""


@require_safe
@screen("standards.read")
def home(request: HttpRequest) -> HttpResponse:
    """Determination criteria, laws and checklists; or what is in force and fits the words that are looked for."""
    asked = Asked.read(request)
    context: dict[str, Any] = {"asked": asked}
    if asked.text:
        criteria = list(queries.find_criteria(asked.text)[: MOST_SHOWN + 1])
        articles = list(queries.find_articles(asked.text)[: MOST_SHOWN + 1])
        context |= {
            "parts": parts(criteria[:MOST_SHOWN]),
            "articles": articles[:MOST_SHOWN],
            "criteria_cut": len(criteria) > MOST_SHOWN,
            "articles_cut": len(articles) > MOST_SHOWN,
        }
    else:
        context |= {"sets": sets_shown(), "laws": laws_shown(), "checklists": list(queries.checklists())}
    return render(request, "standards/home.html", context)
