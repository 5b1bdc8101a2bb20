"""The criteria offered for a determination: grouped by item with its sub-items, narrowed by words."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kuangan.standards.models import Criterion
from kuangan.standards.queries import criteria, find_criteria
from kuangan.standards.states import Wording


@dataclass
class Choice:
    """One criterion that can be chosen."""

    criterion: Criterion
    is_chosen: bool

    @property
    def wording(self) -> Any:
        """The mark of a text that was not compared with the print; "" for one that was."""
        found = self.criterion.wording
        return "" if found == Wording.VERIFIED else self.criterion.get_wording_display()


@dataclass
class Item:
    """An item with its sub-items; `is_open` shows the sub-items at once."""

    head: Choice
    parts: list[Choice] = field(default_factory=list)
    is_open: bool = False


@dataclass
class Document:
    """The items of one document."""

    title: str
    number: str
    items: list[Item]


@dataclass
class Chooser:
    """Documents with what fits the words; `total` is what is in force at all on that day for that kind of mine."""

    documents: list[Document]
    total: int
    shown: int
    day: date
    text: str


def chooser(mine_kind: str, day: date, text: str, chosen: str) -> Chooser:
    """The criteria in force on a day for a kind of mine. What is chosen is shown in any case, in force or not."""
    whole = list(find_criteria(mine_kind=mine_kind, on=day))
    hits = {one.pk for one in find_criteria(text, mine_kind, day)} if text.strip() else {one.pk for one in whole}
    rows = [*whole]
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 12 and all(str(one.pk) != chosen for one in whole):
        rows += criteria().filter(pk=int(chosen))
    documents: dict[int, Document] = {}
    for one in rows:
        if one.parent_id is not None:
            continue
        item = _item(one, [part for part in rows if part.parent_id == one.pk], hits, chosen, bool(text.strip()))
        if item is not None:
            found = one.criterion_set
            document = documents.setdefault(found.pk, Document(found.title, found.document_number, []))
            document.items.append(item)
    shown = sum(1 + len(item.parts) for document in documents.values() for item in document.items)
    return Chooser(list(documents.values()), len(whole), shown, day, text)


def _item(head: Criterion, parts: list[Criterion], hits: set[int], chosen: str, narrowed: bool) -> Item | None:
    """An item with all its sub-items when it fits itself, else with those that fit; None when nothing does."""
    fits = head.pk in hits or str(head.pk) == chosen
    kept = [one for one in parts if fits or one.pk in hits or str(one.pk) == chosen]
    if not fits and not kept:
        return None
    choices = [Choice(one, str(one.pk) == chosen) for one in kept]
    is_open = narrowed or any(one.is_chosen for one in choices)
    return Item(Choice(head, str(head.pk) == chosen), choices, is_open)
