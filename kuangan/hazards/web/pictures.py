"""Photos before, during and after rectification, side by side by the spot they were taken from."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.ui.rules import listed
from kuangan.hazards.models import Hazard, Photo
from kuangan.hazards.queries.picture_marks import Mark, marks
from kuangan.hazards.states import PhotoStage

PAIRS_OPEN = 3


@dataclass
class Shot:
    """A picture as it is shown: small, and the address of the original."""

    photo: Photo
    thumb: str
    full: str
    marks: list[Mark] = field(default_factory=list)

    @property
    def alt(self) -> str:
        """What it shows, for readers who cannot see it."""
        return f"{self.photo.get_stage_display()}：{listed(self.photo.spot, self.photo.note or self.photo.name)}"

    @property
    def who(self) -> str:
        """Who took it."""
        return self.photo.sent_by or self.photo.added_by

    @property
    def when(self) -> Any:
        """When it was taken, else added."""
        return self.photo.taken_at or self.photo.added_at

    @property
    def is_picture(self) -> bool:
        """Whether a browser shows it; everything else is a file."""
        return str(self.photo.stored.media_type).startswith("image/")


@dataclass
class Pair:
    """One spot: before, during, after; `ask` says where to stand for what is missing."""

    before: Shot | None
    during: Shot | None
    after: list[Shot]
    ask: str


@dataclass
class Gallery:
    """The card of photos: pairs, pictures without a pair, files."""

    pairs: list[Pair] = field(default_factory=list)
    loose: list[Shot] = field(default_factory=list)
    files: list[Shot] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All pictures and papers."""
        shown = sum(bool(one.before) + bool(one.during) + len(one.after) for one in self.pairs)
        return shown + len(self.loose) + len(self.files)

    @property
    def has_during(self) -> bool:
        """Whether the middle column is needed."""
        return any(one.during for one in self.pairs)

    @property
    def open_pairs(self) -> list[Pair]:
        """What stands open; the others are folded away."""
        return self.pairs[:PAIRS_OPEN]

    @property
    def folded_pairs(self) -> list[Pair]:
        """The others."""
        return self.pairs[PAIRS_OPEN:]


def gallery(scope: Scope, row: Hazard, photos: list[Photo]) -> Gallery:
    """The photos of a hazard by spot. A hazard without any picture has one empty pair that says what to bring."""
    found, noticed = Gallery(), marks(scope, row, photos)
    shots = [_shot(row, one, noticed.get(one.pk, [])) for one in photos]
    by_stage: dict[str, list[Shot]] = {stage: [] for stage in PhotoStage.values}
    for shot in shots:
        if shot.photo.stage == PhotoStage.PAPER or not shot.is_picture:
            found.files.append(shot)
        else:
            by_stage[shot.photo.stage].append(shot)
    taken: set[int] = set()
    during = list(by_stage[PhotoStage.DURING])
    for number, before in enumerate(by_stage[PhotoStage.BEFORE], start=1):
        after = [one for one in by_stage[PhotoStage.AFTER] if one.photo.pairs_with_id == before.photo.pk]
        middle = _middle(before, during, only=len(by_stage[PhotoStage.BEFORE]) == 1)
        taken |= {one.photo.pk for one in (before, *after, *([middle] if middle else []))}
        if middle:
            during.remove(middle)
        found.pairs.append(Pair(before, middle, after, _ask(before, number)))
    found.loose = [
        one for stage in (PhotoStage.DURING, PhotoStage.AFTER) for one in by_stage[stage] if one.photo.pk not in taken
    ]
    if not found.pairs:  # nothing to pair with: what there is stands in its place all the same
        found.pairs = [Pair(None, None, by_stage[PhotoStage.AFTER], "")]
        found.loose = during
    return found


def _middle(before: Shot, during: list[Shot], *, only: bool) -> Shot | None:
    """The latest picture from the same spot; where there is one spot only, the latest at all."""
    same = [one for one in during if before.photo.spot and one.photo.spot == before.photo.spot]
    return (same or (during if only else []) or [None])[-1]  # type: ignore[list-item]


def _ask(before: Shot, number: int) -> str:
    if before.photo.spot:
        return _("Stand at “%(spot)s” and take it from there") % {"spot": before.photo.spot}
    return _("Stand where picture %(number)d before was taken") % {"number": number}


def _shot(row: Hazard, photo: Photo, noticed: list[Mark]) -> Shot:
    thumb, full = (reverse(f"hazards:{name}", args=[row.pk, photo.pk]) for name in ("preview", "photo"))
    return Shot(photo, thumb, full, noticed)
