"""What every desk is made of: figures that lead to their rows, sections of entries, each entry one link."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuangan.duties.models import Assignment
from kuangan.duties.web.wording import who
from kuangan.foundation.authority.actors import Actor
from kuangan.hazards.models import Hazard
from kuangan.hazards.web.lines import line as hazard_line
from kuangan.shell.queries.needs import HazardFigures, Need


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it counts, the list behind it. `tone` is that of a count: over, review or empty."""

    label: Any
    number: int
    url: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of a section: the mark of a state, a title, grey words, and the day that counts."""

    url: str
    mark: str
    title: str
    words: str = ""
    due: datetime | None = None
    settled: bool = False


@dataclass(slots=True)
class Section:
    """A list with its title. `more` leads to the rest; `none` says what its emptiness means ("": it is left out)."""

    title: Any
    entries: list[Entry] = field(default_factory=list)
    total: int = 0
    more: str = ""
    none: Any = ""

    @property
    def is_shown(self) -> bool:
        """Whether it has something to say."""
        return bool(self.entries or self.none)


def hazard_entries(actor: Actor, rows: Iterable[Hazard]) -> list[Entry]:
    """Hazards as entries; asks the database nothing."""
    lines = (hazard_line(actor, row) for row in rows)
    return [
        Entry(one.url, one.face, f"{one.mine}{_(': ')}{one.row.description[:40]}",
              f"{one.row.get_grade_display()} · {one.word}", one.due, one.settled)
        for one in lines
    ]  # fmt: skip


def duty_entries(actor: Actor, rows: Iterable[Assignment], *, reviewing: bool = False) -> list[Entry]:
    """Duties as entries; asks the database nothing. `reviewing` counts to the deadline of the review."""
    return [
        Entry(
            reverse("duties:duty", args=[row.pk]) + ("#review" if reviewing else ""), row.display_state, row.title,
            who(actor, row), (row.review_due_at if reviewing else None) or row.due_at,
        )
        for row in rows
    ]  # fmt: skip


def need_entries(needs: Iterable[Need]) -> list[Entry]:
    """Mines that need somebody, each with what is overdue there."""
    return [
        Entry(reverse("registry:mine", args=[need.mine.pk]), "overdue", need.mine.name, _need_words(need))
        for need in needs
    ]


def _need_words(need: Need) -> str:
    told = (
        (need.major, ngettext("%(count)d major hazard overdue", "%(count)d major hazards overdue", need.major)),
        (need.hazards, ngettext("%(count)d hazard overdue", "%(count)d hazards overdue", need.hazards)),
        (need.duties, ngettext("%(count)d duty overdue", "%(count)d duties overdue", need.duties)),
    )
    return "，".join(words % {"count": count} for count, words in told if count)


def hazard_figures_shown(found: HazardFigures) -> list[Figure]:
    """Four figures of hazards with the lists behind them."""
    ledger = reverse("hazards:list")
    return [
        Figure(_("Hazards not closed out"), found.open, f"{ledger}?state=open"),
        Figure(_("Major hazards not closed out"), found.major, f"{ledger}?state=open&grade=major", "over"),
        Figure(_("Hazards overdue"), found.overdue, f"{ledger}?state=overdue", "over"),
        Figure(_("Listed for supervision"), found.listed, f"{ledger}?state=open&listed=yes"),
    ]
