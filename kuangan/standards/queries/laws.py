"""Reading the library of laws: one place from which everything cites."""

from datetime import date

from django.db.models import Case, Count, QuerySet, Value, When

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.text import finding
from kuangan.standards.models import Article, Law
from kuangan.standards.rules import Version, standings
from kuangan.standards.rules.versions import Stand
from kuangan.standards.states import LawKind


# house: unscoped — a published document
def laws() -> QuerySet[Law]:
    """Every version of every law by kind, with `articles_total`: how many of its articles are in the library."""
    return Law.objects.annotate(articles_total=Count("articles")).order_by(_rank("kind"), "short", "-effective_from")


# house: unscoped — a published document
def law_standings(on: date | None = None) -> dict[int, Stand]:
    """Where each version stands on a day (today), by its number; one statement."""
    rows = Law.objects.order_by().values_list("pk", "urn", "effective_from", "effective_to")
    versions = (Version(pk, urn, begins or date.min, ends) for pk, urn, begins, ends in rows)
    return standings(versions, on or clock.today())


# house: unscoped — a published document
def articles() -> QuerySet[Article]:
    """Every article of every version, each with its law."""
    return Article.objects.select_related("law")


# house: unscoped — a published document
def articles_in_force(on: date | None = None) -> QuerySet[Article]:
    """The articles in force on a day (today), by law and number, each with its law: what a choice field offers."""
    counting = [pk for pk, stand in law_standings(on).items() if stand.counts]
    return articles().filter(law__in=counting).order_by(_rank("law__kind"), "law__short", "law_id", "position")


# house: unscoped — a published document
def find_articles(text: str = "", law: Law | None = None, on: date | None = None) -> QuerySet[Article]:
    """Articles with all of these words (heading, content, 第41条, the law's short name).

    Of one version when `law` is given, in force or not; otherwise of those in force on a day (today).
    """
    found = articles().filter(law=law).order_by("position") if law is not None else articles_in_force(on)
    return found.filter(finding(text, "search_text"))


# house: unscoped — a published document
def article(short: str, number: str, on: date | None = None) -> Article | None:
    """The article of a law as it is in force on a day (today): `article("安全生产法", "41(2)")`; None when unknown."""
    return articles_in_force(on).filter(law__short=short, number=number).first()


def _rank(name: str) -> Case:
    """The kinds of rule in the order of their force: laws first."""
    return Case(*(When(**{name: kind}, then=Value(rank)) for rank, kind in enumerate(LawKind.values)))
