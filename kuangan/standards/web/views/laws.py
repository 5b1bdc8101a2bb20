"""Pages of the library of laws: all laws with a search, one law with its articles, one article."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.web import screen
from kuangan.foundation.ui import panels
from kuangan.standards import queries
from kuangan.standards.models import Article
from kuangan.standards.web.asking import Asked
from kuangan.standards.web.presenting import law_document, laws_shown

PAGE = "standards.article"
"""The page to which rooms above add their panels."""


@require_safe
@screen("standards.read")
def laws(request: HttpRequest) -> HttpResponse:
    """Every law; with a search, the articles in force that fit it."""
    asked = Asked.read(request)
    context = {"asked": asked, "laws": laws_shown()}
    if asked.text:
        context["articles"] = list(queries.find_articles(asked.text))
    return render(request, "standards/laws.html", context)


@require_safe
@screen("standards.read")
def law(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of a law with the articles that the library holds."""
    row = get_object_or_404(queries.laws(), pk=pk)
    asked = Asked.read(request)
    context = {
        "asked": asked,
        "document": law_document(row),
        "articles": list(queries.find_articles(asked.text, law=row)),
    }
    return render(request, "standards/law.html", context)


@require_safe
@screen("standards.read")
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """One article: how it is cited, what it says in our own words."""
    row: Article = get_object_or_404(queries.articles(), pk=pk)
    context = {
        "article": row,
        "document": law_document(row.law),
        "panels": panels.shown(request, PAGE, row),
        "aside_panels": panels.shown(request, PAGE, row, is_aside=True),
    }
    return render(request, "standards/article.html", context)
