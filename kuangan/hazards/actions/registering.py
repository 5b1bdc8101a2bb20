"""Registering a hazard: on a phone, in under a minute, and never twice."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity import entries
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import check_claim
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.inserting import drafted, relate
from kuangan.hazards import kinds
from kuangan.hazards.actions.linking import write_link
from kuangan.hazards.actions.locking import lock, tell
from kuangan.hazards.actions.photos import Picture, add_photo, attach
from kuangan.hazards.models import Hazard
from kuangan.hazards.policy import is_officer
from kuangan.hazards.rules.words import says_nothing, searched, tidy
from kuangan.hazards.states import MINE_SOURCES, OPEN_STATES, Grade, HazardState, LinkKind, Source
from kuangan.registry.models import Mine
from kuangan.standards.models import Article

PLACE_LENGTH = 120


@dataclass(frozen=True)
class Finding:
    """What was found. `found_at` is when it was found (None: now); `grade` is general or suspected, because only a
    determination makes a hazard major; `entry_key` comes from the form or the offline client."""

    place: str
    description: str
    source: str
    grade: str = Grade.GENERAL
    found_at: datetime | None = None
    found_by: str = ""
    disaster: str = ""
    focus_area: str = ""
    requirement: str = ""
    article: Article | None = None
    entry_key: UUID | None = None
    pictures: Sequence[Picture] = ()


# house: not-atomic — each attempt is a transaction of its own
def register(actor: Actor, mine: Mine, finding: Finding, *, same_as: Hazard | None = None) -> Hazard:
    """Enter a hazard of a mine. The same entry sent again (same `entry_key`) answers with the hazard it made
    and takes pictures that are new; other words under the same key are SentBefore.

    `same_as` links it to an open hazard of the same mine that it belongs to. Raises Refused for an empty or vague
    description, a day in the future, or a source that is not the actor's to claim.
    """
    require(actor, "hazards.register", mine)
    try:
        return _register(actor, mine, finding, same_as)
    except IntegrityError:  # the same entry arrived twice at one instant
        known = _known(actor, mine, finding.entry_key)
        if known is None:
            raise
        return _again(actor, known, finding)


@transaction.atomic
def _register(actor: Actor, mine: Mine, finding: Finding, same_as: Hazard | None) -> Hazard:
    """One attempt; IntegrityError when the same entry is written meanwhile."""
    if known := _known(actor, mine, finding.entry_key):
        return _again(actor, known, finding)
    _check(actor, mine, finding)
    hazard = drafted_hazard(actor, mine, finding)
    hazard.save(force_insert=True)
    for picture in finding.pictures:
        attach(actor, hazard, picture)
    if same_as is not None:
        write_link(actor, hazard, same_as, LinkKind.RELATED, "")
    record(
        actor, kinds.REGISTERED, hazard, happened_at=hazard.found_at, grade=hazard.grade, source=hazard.source,
        place=hazard.place, pictures=len(finding.pictures),
        **entries.mark(finding.entry_key, _sent(finding)),
    )  # fmt: skip
    tell(hazard)
    return hazard


def _again(actor: Actor, known: Hazard, finding: Finding) -> Hazard:
    """The hazard that the same entry made, with pictures that it did not bring then. SentBefore for other words."""
    entries.refuse_other(finding.entry_key, known, kinds.REGISTERED, _sent(finding))
    brought = {(one.stored_id, one.stage) for one in known.photos.all()}
    for picture in finding.pictures:
        if (picture.stored.pk, picture.stage) not in brought:
            add_photo(actor, known, picture)
    return known


def _sent(finding: Finding) -> dict[str, Any]:
    names = ("place", "description", "source", "grade", "found_at", "found_by", "disaster", "focus_area",
             "requirement", "article")  # fmt: skip
    return {name: getattr(finding, name) for name in names}


# house: not-atomic — writes nothing; the caller saves within its own transaction
def drafted_hazard(actor: Actor, mine: Mine, finding: Finding) -> Hazard:
    """The row unsaved, for acts that write many in one statement; the caller has checked the finding."""
    place, description = tidy(finding.place)[:PLACE_LENGTH], tidy(finding.description)
    moment = clock.now()
    row = drafted(
        Hazard,
        region_code=mine.region_code,
        entry_key=finding.entry_key,
        grade=finding.grade,
        source=finding.source,
        disaster=finding.disaster,
        focus_area=finding.focus_area,
        place=place,
        description=description,
        requirement=tidy(finding.requirement),
        search_text=searched(place, description, mine.name, mine.short_name),
        found_at=finding.found_at or moment,
        found_by=(finding.found_by or actor.name)[:100],
        entered_at=moment,
        entered_by_id=actor.user_id,
        entered_by=actor.name[:100],
        is_demo=mine.is_demo,
    )
    return relate(row, mine=mine, article=finding.article)


@transaction.atomic
def correct(actor: Actor, hazard: Hazard, *, place: str, description: str, disaster: str = "", focus_area: str = "",
            requirement: str = "", seen: str = "") -> Hazard:  # fmt: skip
    """Mend the words of a hazard while it is not yet closed; what stood there before stays in the trail.

    `seen` is `words_code` of the words the person started from: when somebody has mended them since, it is Refused.
    """
    row = lock(actor, "hazards.correct", hazard)
    if row.state not in (HazardState.REGISTERED, HazardState.RECTIFYING):
        raise Refused(_("It has been reported as rectified; its words stay as they are."))
    if row.source not in MINE_SOURCES and not is_officer(actor, row):
        raise Refused(_("The bureau found this hazard. Ask the bureau to correct its words."))
    _check_words(place, description)
    if row.is_major and not focus_area:
        raise Refused(_("A major hazard needs a focus area."), "focus_area")
    fields = {"place": tidy(place)[:PLACE_LENGTH], "description": tidy(description), "disaster": disaster,
              "focus_area": focus_area, "requirement": tidy(requirement)}  # fmt: skip
    before = {name: getattr(row, name) for name, value in fields.items() if getattr(row, name) != value}
    if not before:
        return row
    if seen and seen != words_code(row):
        raise Refused(_("The words have been changed meanwhile. Compare with what stands there now, then save again."))
    for name, value in fields.items():
        setattr(row, name, value)
    row.search_text = searched(row.place, row.description, row.mine.name, row.mine.short_name)
    row.save(update_fields=[*fields, "search_text"])
    record(actor, kinds.CORRECTED, row, before=before, after={name: fields[name] for name in before})
    return row


# house: no-actor — only arithmetic
# house: not-atomic — only arithmetic
def words_code(row: Hazard) -> str:
    """A short code of the words that `correct` mends, to tell whether they have changed since a form was opened."""
    told = [row.place, row.description, row.disaster, row.focus_area, row.requirement]
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]


@transaction.atomic
def reopen(actor: Actor, hazard: Hazard, finding: Finding, *, reason: str) -> Hazard:
    """A closed hazard is there again: a new one is registered that points to the old, which stays closed."""
    old = lock(actor, "hazards.reopen", hazard)
    if old.state != HazardState.CLOSED:
        raise Refused(_("Only a hazard that was closed out can be reopened."))
    if says_nothing(reason, 4):
        raise Refused(_("Say what shows that it is there again."), "reason")
    if old.closed_at is not None:
        early = _("It was found again after it had been closed out. Correct the day.")
        check_claim(finding.found_at, "found_at", since=clock.day_of(old.closed_at), early=early)
    again = old.reopened_as.filter(state__in=list(OPEN_STATES)).first()
    if again is not None and again.entry_key != finding.entry_key:
        raise Refused(_("It has been reopened already as %(number)s.") % {"number": again.number})
    row = register(actor, old.mine, finding)
    if row.reopens_id is None:
        row.reopens = old
        row.save(update_fields=["reopens"])
        write_link(actor, row, old, LinkKind.REOPENS, tidy(reason)[:300])
    return row


# house: not-atomic — writes nothing
def check_finding(actor: Actor, mine: Mine, finding: Finding) -> None:
    """Raise Refused, with the field, when a finding cannot be registered; imports ask before they write."""
    _check(actor, mine, finding)


def _check(actor: Actor, mine: Mine, finding: Finding) -> None:
    _check_words(finding.place, finding.description)
    if finding.grade not in (Grade.GENERAL, Grade.SUSPECTED):
        raise Refused(_("A hazard becomes major by determination against a criterion."), "grade")
    if finding.source not in Source.values:
        raise Refused(_("Say how the hazard was found."), "source")
    if finding.source not in MINE_SOURCES and not is_officer(actor, mine):
        raise Refused(_("A mine enters what it found itself; inspections are entered by the bureau."), "source")
    check_claim(finding.found_at, "found_at", future=_("The day on which it was found lies in the future."))


def _check_words(place: str, description: str) -> None:
    if not tidy(place):
        raise Refused(_("Say where it is."), "place")
    if says_nothing(description, 4):
        raise Refused(_("Say what is wrong, in a few words at least."), "description")


def _known(actor: Actor, mine: Mine, key: UUID | None) -> Hazard | None:
    if key is None:
        return None
    known: Hazard | None = Hazard.rows.filter(entry_key=key).select_related("mine").first()
    if known is not None and (known.mine_id != mine.pk or known.entered_by_id != actor.user_id):
        raise Refused(_("This form was already used for another hazard. Open a new form."))
    return known
