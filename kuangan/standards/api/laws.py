"""The library of laws: versions of laws, articles by day and words."""

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Schema
from pydantic import Field

from kuangan.foundation.api.operations import LARGEST_NUMBER, Cursor
from kuangan.foundation.api.paging import Column, Paging, page
from kuangan.standards import queries
from kuangan.standards.api.criteria import OnDay
from kuangan.standards.api.declared import ON, OWN_WORDS, SEARCHED, PublishedShape, Wordings, document, standards
from kuangan.standards.models import Article
from kuangan.standards.states import LawKind

IN_ORDER = (Column("law_id"), Column("position"), Column("id"))
if TYPE_CHECKING:
    LawKinds = str
else:
    LawKinds = Literal[tuple(LawKind.values)]


class LawShape(PublishedShape):
    """One version of a law, regulation, rule or standard."""

    short: str = Field(description=gettext_noop("What people call it."))
    kind: LawKinds
    articles: int = Field(description=gettext_noop("How many of its articles the library holds."))


class Laws(Schema):
    """Every version of every law, by kind."""

    items: list[LawShape]


class ArticleFilter(Schema):
    """Which articles."""

    on: date | None = Field(None, description=ON)
    q: str = Field("", max_length=60, description=SEARCHED)
    law: int | None = Field(
        None, ge=1, le=LARGEST_NUMBER, description=gettext_noop("One version, whether or not it is in force.")
    )


class ArticleShape(Schema):
    """One article, or a paragraph of one."""

    id: int
    law_id: int
    number: str = Field(description=gettext_noop("As in 41, 41(2) (paragraph), 134-1 (inserted article), 5.2.4."))
    cited: str = Field(description=gettext_noop("How it is cited, in Chinese."))
    cited_formally: str = Field(description=gettext_noop("How it is cited on a letter, in Chinese."))
    heading: str
    summary: str = Field(description=OWN_WORDS)
    wording: Wordings = Field(description=gettext_noop("How far it was compared with the printed text."))


class Articles(Cursor):
    """A page of articles, by law and number."""

    items: list[ArticleShape]


@standards.get("/laws", "standards.read", Laws, gettext_noop("Laws and rules"))
def laws(request: HttpRequest, wanted: Query[OnDay]) -> dict[str, Any]:
    """Every version with where it stands on a day."""
    stands = queries.law_standings(wanted.on)
    return {"items": [_law(row, stands) for row in queries.laws()]}


@standards.get("/articles", "standards.read", Articles, gettext_noop("Articles"))
def articles(request: HttpRequest, wanted: Query[ArticleFilter], paging: Query[Paging]) -> dict[str, Any]:
    """The articles in force on a day, or those of one version."""
    law = None
    if wanted.law is not None and (law := queries.laws().filter(pk=wanted.law).first()) is None:
        raise Http404
    rows, following = page(request, queries.find_articles(wanted.q, law, wanted.on), IN_ORDER, paging)
    return {"items": [_article(one) for one in rows], "next_cursor": following}


def _law(row: Any, stands: dict[int, Any]) -> dict[str, Any]:
    return document(row, stands[row.pk]) | {"short": row.short, "kind": row.kind, "articles": row.articles_total}


def _article(row: Article) -> dict[str, Any]:
    plain = ("id", "law_id", "number", "cited", "cited_formally", "heading", "summary", "wording")
    return {name: getattr(row, name) for name in plain}
