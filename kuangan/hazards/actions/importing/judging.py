"""What each row of a ledger is: new, a correction, known already, or a near duplicate that a person decides about."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import scope_for
from kuangan.foundation.exchange.cleaning.text import folded
from kuangan.foundation.exchange.importers import Candidate, Match
from kuangan.foundation.exchange.objections import CleanRow
from kuangan.foundation.exchange.states import Verdict
from kuangan.foundation.exchange.writing.cells import as_text
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import earliest_claim
from kuangan.hazards.actions.importing.knowing import Entry, Known, held_of, same_of, says_the_same
from kuangan.hazards.models import Hazard
from kuangan.hazards.policy import is_officer
from kuangan.hazards.queries.listing import serial_of
from kuangan.hazards.rules.words import bare, near, says_nothing
from kuangan.hazards.sheets.ledger import CORRECTED, FOLLOWED, INTAKE, LEDGER, STATES
from kuangan.hazards.states import MINE_SOURCES, UNRECTIFIED_STATES, Grade, HazardState
from kuangan.registry.models import Mine

NEAR = 85
"""Likeness (rules.words.near) from which a new row may be a hazard that is open, or another row of the same day."""
_WORDS_ALIKE = 80
"""What the words alone must come to for that: the place weighs a quarter."""
_UNFINISHED = {folded(word) for word in (*STATES[HazardState.REGISTERED], *STATES[HazardState.RECTIFYING], "否")}
_COURSE = ("rectified_on", "verified_on", "closed_on")


class Judge:
    """Judges the rows of one file, in their order, against the ledger and against each other."""

    def __init__(self, actor: Actor, rows: Sequence[CleanRow]) -> None:
        self.actor, self.known = actor, Known(scope_for(actor, "hazards.import"), rows)
        self.today, self.earliest = clock.today(), earliest_claim()
        self.open_words: dict[int, list[str]] = {}
        self.fresh: dict[tuple[int, date], list[tuple[int, str, str, str]]] = defaultdict(list)

    def judge(self, row: CleanRow) -> Match:
        """The verdict on one row, with what is to be mended or looked at."""
        noted = len(row.issues)
        number = str(row.values.get("number") or "")
        if number and not serial_of(number):
            row.object_to(INTAKE["number"], "hazards.number_foreign")
        match = self._numbered(row, number) if serial_of(number) else self._unnumbered(row)
        verdict, issues = Verdict.BAD if row.bad else match.verdict, tuple(row.issues[noted:])
        del row.issues[noted:]  # the match carries them
        return Match(verdict, match.key, match.label, match.changes, match.candidates, issues, match.seen)

    def _numbered(self, row: CleanRow, number: str) -> Match:
        """A row that names a hazard: its words may be mended where the page would allow it."""
        hazard = self.known.numbered.get(number)
        if hazard is None:
            row.object_to(INTAKE["number"], "hazards.number_unknown")
            return Match(Verdict.BAD)
        placed = self.known.placed[row.number][0]
        if placed is not None and placed.pk != hazard.mine_id:
            row.object_to(INTAKE["mine"], "hazards.other_mine", name=hazard.mine.name)
        held = self.known.values[number]
        changes = {}
        for key in CORRECTED:
            value = row.values.get(key)
            if value is not None and not says_the_same(LEDGER[key], held[key], value):
                changes[key] = (as_text(LEDGER[key], held[key]), as_text(LEDGER[key], value))
        if changes:
            self._check_correction(row, hazard)
        for key in FOLLOWED:
            value = row.values.get(key)
            if value is not None and not says_the_same(LEDGER[key], held[key], value):
                row.object_to(INTAKE[key], "hazards.followed", held=as_text(LEDGER[key], held[key]) or "—")
        label = f"{number} {hazard.place} {hazard.description}"[:120]
        return Match(Verdict.UPDATE if changes else Verdict.SAME, number, label, changes, seen=held_of(hazard))

    def _check_correction(self, row: CleanRow, hazard: Hazard) -> None:
        """What actions.correct would refuse, said before anything is written."""
        if hazard.state not in UNRECTIFIED_STATES:
            row.object_to(None, "hazards.settled", number=hazard.number)
        if hazard.source not in MINE_SOURCES and not is_officer(self.actor, hazard):
            row.object_to(None, "hazards.of_bureau", number=hazard.number)
        self._check_words(row)

    def _check_words(self, row: CleanRow) -> None:
        if says_nothing(str(row.values.get("description") or ""), 4):
            row.object_to(INTAKE["description"], "hazards.says_nothing")

    def _unnumbered(self, row: CleanRow) -> Match:
        mine, code, word = self.known.placed[row.number]
        if mine is None:
            row.object_to(INTAKE["mine"], code, name=word)
        if row.values.get("found_on") and row.values["found_on"] > self.today:
            row.object_to(INTAKE["found_on"], "hazards.future_day")
        if row.values.get("found_on") and row.values["found_on"] < self.earliest:
            row.object_to(INTAKE["found_on"], "hazards.early_day")
        self._check_words(row)
        source = row.values.get("source")
        if source and source not in MINE_SOURCES and mine is not None and not is_officer(self.actor, mine):
            row.object_to(INTAKE["source"], "hazards.source_official")
        if row.bad or mine is None:
            return Match(Verdict.BAD)
        label = f"{mine.short_name or mine.name} {row.values['place']} {row.values['description']}"[:120]
        known = self.known.same.get(same_of(mine.pk, row.values))
        if known is not None:
            return self._again(row, known, label)
        self._say_what_is_not_taken(row)
        return self._new(row, mine, label)

    def _again(self, row: CleanRow, known: Entry, label: str) -> Match:
        """The ledger has this very hazard: nothing is entered twice."""
        if known.is_withdrawn:
            row.object_to(None, "hazards.was_withdrawn", number=known.number)
            return Match(Verdict.SUSPECT, label=label, seen=_held([known]))
        row.object_to(None, "hazards.known", number=known.number)
        return Match(Verdict.SAME, known.number, label)

    def _new(self, row: CleanRow, mine: Mine, label: str) -> Match:
        values = row.values
        alike = self._alike(mine, values["place"], values["description"])
        offered = [one for one in alike if self._may_be_mended(mine, one)]
        for one in alike:
            if one not in offered:
                row.object_to(None, "hazards.like_settled", number=one.number)
        day = (mine.pk, values["found_on"])
        twin = self._twin(day, values["place"], values["description"])
        if twin:
            row.object_to(None, "hazards.like_row", row=twin)
        if alike or twin:
            reason = _("almost the same words")
            candidates = [Candidate(one.number, one.label, reason) for one in offered]
            return Match(Verdict.SUSPECT, label=label, candidates=candidates, seen=_held(alike))
        self.fresh[day].append((row.number, values["place"], values["description"], bare(values["description"])))
        return Match(Verdict.NEW, label=label)

    def _alike(self, mine: Mine, place: str, words: str) -> list[Entry]:
        """Open hazards of the mine that may be the same, the nearest three."""
        entries = self.known.open.get(mine.pk)
        if not entries:
            return []
        if mine.pk not in self.open_words:
            self.open_words[mine.pk] = [one.bare for one in entries]
        found = process.extract(
            bare(words), self.open_words[mine.pk], scorer=fuzz.ratio, score_cutoff=_WORDS_ALIKE, limit=20
        )
        scored = [(near(place, words, entries[at].place, entries[at].description), at) for _w, _s, at in found]
        return [entries[at] for score, at in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if score >= NEAR][:3]

    def _twin(self, day: tuple[int, date], place: str, words: str) -> int:
        """The number of an earlier new row of the same mine and day that may be the same; 0 for none."""
        others = self.fresh.get(day)
        if not others:
            return 0
        found = process.extract(
            bare(words), [one[3] for one in others], scorer=fuzz.ratio, score_cutoff=_WORDS_ALIKE, limit=20
        )
        return next(
            (others[at][0] for _w, _s, at in found if near(place, words, others[at][1], others[at][2]) >= NEAR), 0
        )

    def _may_be_mended(self, mine: Mine, entry: Entry) -> bool:
        return entry.state in UNRECTIFIED_STATES and (entry.source in MINE_SOURCES or is_officer(self.actor, mine))

    def _say_what_is_not_taken(self, row: CleanRow) -> None:
        """Only a determination makes a hazard major, and only proof closes one: the row says what becomes of both."""
        values = row.values
        if values.get("grade") == Grade.MAJOR:
            row.object_to(INTAKE["grade"], "hazards.grade_suspected")
        elif not values.get("grade"):
            row.object_to(INTAKE["grade"], "hazards.grade_missing")
        state = str(values.get("state") or "")
        if (state and folded(state) not in _UNFINISHED) or any(values.get(key) for key in _COURSE):
            row.object_to(INTAKE["state"], "hazards.not_proven")


def _held(entries: Sequence[Entry]) -> str:
    """What the hazards held that a row may mean, in short."""
    told = [(one.pk, one.state, one.place, one.description) for one in entries]
    return hashlib.blake2b(repr(told).encode(), digest_size=16).hexdigest() if told else ""
