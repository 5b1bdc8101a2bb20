"""Where the bases of a checklist lead: to an article or a criterion of the library, to a title alone, or nowhere."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from kuangan.standards.models import Article, Criterion, Law
from kuangan.standards.queries.criteria import in_force_sets
from kuangan.standards.queries.laws import articles_in_force, law_standings
from kuangan.standards.rules.basis import Basis, basis, criterion_code, without_paragraph
from kuangan.standards.states import Resolution


@dataclass(frozen=True)
class ResolvedBasis:
    """One basis as written, where it leads, and the rows it leads to: the law also where its text is not loaded."""

    text: str
    resolution: Resolution
    law: Law | None = None
    articles: tuple[Article, ...] = ()
    criteria: tuple[Criterion, ...] = ()


@dataclass
class Library:
    """What a basis can lead to on a day, by the names under which it is cited. Four statements."""

    laws: dict[str, Law] = field(default_factory=dict)
    articles: dict[tuple[int, str], list[Article]] = field(default_factory=lambda: defaultdict(list))
    criteria: dict[tuple[str, str], Criterion] = field(default_factory=dict)
    criterion_documents: dict[str, list[Criterion]] = field(default_factory=lambda: defaultdict(list))

    def resolve(self, text: str) -> ResolvedBasis:
        """Where one basis leads. It is in the library only when every place that it names is."""
        named = basis(text)
        if named.document in self.criterion_documents:
            return self._criteria(named)
        law = self.laws.get(named.document)
        if law is None:
            return ResolvedBasis(text, Resolution.NOTHING)
        by_place = [self._at(law, place) for place in named.places]
        whole = bool(by_place) and all(any(row.summary for row in rows) for rows in by_place)
        rows = tuple(row for rows in by_place for row in rows)
        return ResolvedBasis(text, Resolution.TEXT if whole else Resolution.TITLE, law, rows)

    def _criteria(self, named: Basis) -> ResolvedBasis:
        if not named.places:
            return ResolvedBasis(
                named.text, Resolution.TEXT, criteria=tuple(self.criterion_documents[named.document][:1])
            )
        codes = [criterion_code(place) for place in named.places]
        rows = [self.criteria.get((named.document, code)) for code in codes]
        known = tuple(row for row in rows if row is not None)
        return ResolvedBasis(
            named.text, Resolution.TEXT if len(known) == len(rows) else Resolution.TITLE, criteria=known
        )

    def _at(self, law: Law, place: str) -> list[Article]:
        """The article at a place; a paragraph is found by its article, an article by its paragraphs."""
        whole = without_paragraph(place)
        return self.articles.get((law.pk, place)) or self.articles.get((law.pk, f"{whole}()")) or []


# house: unscoped — published documents
def library(on: date | None = None) -> Library:
    """The library as it stands on a day (today), for resolving many bases."""
    made = Library()
    standing = law_standings(on)
    for law in Law.objects.order_by("effective_from", "pk"):
        if standing[law.pk].counts:
            made.laws |= dict.fromkeys([law.short, law.title, law.document_number, *law.also], law)
    for article in articles_in_force(on):
        whole = without_paragraph(article.number)
        made.articles[(article.law_id, article.number)].append(article)
        made.articles[(article.law_id, f"{whole}()")].append(article)
        if whole != article.number:
            made.articles[(article.law_id, whole)].append(article)
    rows = Criterion.objects.filter(criterion_set__in=in_force_sets(on)).select_related("criterion_set")
    for criterion in rows.order_by("criterion_set_id", "position"):
        document = criterion.criterion_set.document_number
        made.criteria[(document, criterion.code)] = criterion
        made.criterion_documents[document].append(criterion)
    made.laws.pop("", None)
    return made


# house: unscoped — published documents
def resolved_bases(texts: Iterable[str], on: date | None = None) -> dict[str, ResolvedBasis]:
    """Where each basis leads on a day (today), by its words; four statements for any number of them."""
    held = library(on)
    return {text: held.resolve(text) for text in dict.fromkeys(texts)}
