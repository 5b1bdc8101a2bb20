"""Documents and criteria as rows of a page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kuangan.registry.states import MineKind
from kuangan.standards import queries
from kuangan.standards.models import CheckItem, Checklist, Criterion, CriterionSet, Law
from kuangan.standards.queries import ResolvedBasis
from kuangan.standards.rules.versions import Stand
from kuangan.standards.states import Resolution, Standing


@dataclass(slots=True)
class Document:
    """A version of a document and where it stands on the day that is asked for."""

    row: Any
    stand: Stand

    @property
    def counts(self) -> bool:
        """Whether it is in force."""
        return self.stand.counts

    @property
    def ended(self) -> bool:
        """Whether it is no longer in force."""
        return self.stand.standing == Standing.ENDED


@dataclass(slots=True)
class Part:
    """The criteria for one kind of mine in one document."""

    criterion_set: CriterionSet
    mine_kind: str
    rows: list[Criterion] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The kind of mine."""
        return str(MineKind(self.mine_kind).label)

    @property
    def items(self) -> int:
        """How many items, without sub-items."""
        return sum(row.parent_id is None for row in self.rows)


def sets_shown() -> list[Document]:
    """Every version of the criteria, newest first. Two statements."""
    stands = queries.set_standings()
    return [Document(row, stands[row.pk]) for row in queries.criterion_sets()]


def laws_shown() -> list[Document]:
    """Every version of every law. Two statements."""
    stands = queries.law_standings()
    return [Document(row, stands[row.pk]) for row in queries.laws()]


def set_document(row: CriterionSet) -> Document:
    """One version of the criteria, as it stands today."""
    return Document(row, queries.set_standings()[row.pk])


def law_document(row: Law) -> Document:
    """One version of a law, as it stands today."""
    return Document(row, queries.law_standings()[row.pk])


def parts(found: Iterable[Criterion]) -> list[Part]:
    """Criteria by document and kind of mine; a sub-item that was found alone brings the item it belongs to."""
    shown = []
    for (_set, kind), rows in groupby(found, key=lambda row: (row.criterion_set_id, row.mine_kind)):
        listed: dict[int, Criterion] = {}
        for row in rows:
            if row.parent is not None:
                listed.setdefault(row.parent.pk, row.parent)
            listed[row.pk] = row
        shown.append(Part(row.criterion_set, kind, list(listed.values())))
    return shown


@dataclass(slots=True)
class AspectShown:
    """One aspect of a checklist; each of its items stands beside its bases and where they lead."""

    name: str
    rows: list[tuple[CheckItem, list[ResolvedBasis]]]


@dataclass(slots=True)
class ResolutionCount:
    """How many bases of a checklist lead to a text, to a title alone, or nowhere."""

    label: str
    total: int


def aspects_shown(checklist: Checklist) -> list[AspectShown]:
    """A checklist by aspects. Six statements for any number of items."""
    aspects = list(queries.aspects(checklist))
    resolved = queries.resolved_bases(text for one in aspects for item in one.items.all() for text in item.basis)
    return [
        AspectShown(one.name, [(item, [resolved[text] for text in item.basis]) for item in one.items.all()])
        for one in aspects
    ]


def counted_resolutions(aspects: Iterable[AspectShown]) -> list[ResolutionCount]:
    """The bases of all items by where they lead; only a text counts as resolved."""
    totals = Counter(one.resolution for aspect in aspects for _item, bases in aspect.rows for one in bases)
    return [ResolutionCount(str(kind.label), totals[kind]) for kind in Resolution]
