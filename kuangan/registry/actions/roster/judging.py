"""What each row of a roster is: new, a change, the same, or a suspected duplicate that a person decides about."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import scope_for
from kuangan.foundation.exchange.importers import Candidate, Match
from kuangan.foundation.exchange.objections import CleanRow
from kuangan.foundation.exchange.states import Verdict
from kuangan.foundation.exchange.writing.cells import as_text
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import FIRST_DAY
from kuangan.registry.actions.roster.knowing import LICENCES, Known
from kuangan.registry.queries.roster import RosterEntry
from kuangan.registry.rules import bare_name
from kuangan.registry.rules.extents import is_outside
from kuangan.registry.rules.licences import doubts
from kuangan.registry.rules.likeness import NEAR, Called, is_twin, outline
from kuangan.registry.sheets import ROSTER

MOST_NEAR = 200
"""So many earlier rows of one enterprise, or of one mine name in a county, a row is compared with."""
_NOT_COMPARED = frozenset({"code", "status_since"})


def _object_once(row: CleanRow, key: str, code: str, **params: Any) -> None:
    """Object to a cell that a row cannot do without, unless its own fault was told already: then that keeps it out."""
    told = [issue for issue in row.issues if issue.title == ROSTER[key].title and issue.is_kept]
    if told:
        row.issues = [replace(issue, is_kept=False) if issue in told else issue for issue in row.issues]
        row.kept.pop(ROSTER[key].title, None)
    else:
        row.object_to(ROSTER[key], code, **params)


def alone(values: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, str]:
    """What a row says about something that neither it nor the registry names: a last day without a licence number."""
    found = {}
    for column in ROSTER:
        value = values.get(column.key)
        if column.partner and value is not None and not values.get(column.partner) and not known.get(column.partner):
            found[column.title] = as_text(column, value)
    return found


def _called(values: Mapping[str, Any]) -> Called:
    return Called(values.get("mine_name") or "", values.get("enterprise_name") or "",
                  credit_code=values.get("credit_code") or "")  # fmt: skip


class Judge:
    """Judges the rows of one file, in their order, against what is registered and against each other."""

    def __init__(self, actor: Actor, rows: Sequence[CleanRow]) -> None:
        self.known = Known(scope_for(actor, "registry.import_roster"), (row.values for row in rows))
        self.entries_by_mine = {entry.mine.pk: entry for entry in self.known.entries}
        self.seen: dict[tuple[str, str], tuple[int, str]] = {}
        self.near: dict[tuple[str, str, str], list[tuple[int, Called]]] = defaultdict(list)
        self.today = clock.today()

    def judge(self, row: CleanRow) -> Match:
        """The verdict on one row, with the reason where somebody must look."""
        noted = len(row.issues)
        match = self._judge(row)
        issues = tuple(row.issues[noted:])
        keys = [match.key] if match.key else [one.key for one in match.candidates]
        seen = self._seen(row, keys) if keys else ""
        return Match(match.verdict, match.key, match.label, match.changes, match.candidates, issues, seen)

    def _seen(self, row: CleanRow, keys: Sequence[str]) -> str:
        """What the mines hold in the columns that the row fills, in short."""
        columns = sorted(key for key, value in row.values.items() if value is not None)  # jsonb keeps no order
        held = [[str(self.known.by_code[key].values.get(column)) for column in columns] for key in keys]
        return hashlib.blake2b(repr(held).encode(), digest_size=16).hexdigest()

    def _bound_days(self, row: CleanRow) -> None:
        for key in ("status_since", "in_scope_since"):
            day = row.values.get(key)
            if day and day > self.today:
                row.object_to(ROSTER[key], "registry.future_day")
            if day and day < FIRST_DAY:
                row.object_to(ROSTER[key], "registry.early_day")

    def _judge(self, row: CleanRow) -> Match:
        values = row.values
        county = str(values.get("county") or "")
        region = self.known.region_of(county)
        if not region:
            _object_once(row, "county", "registry.county_unknown", given=county)
        elif self.known.is_former(county):
            row.object_to(ROSTER["county"], "registry.county_former", today=region)
        self._doubt(row, region)
        self._bound_days(row)
        entry, candidates = self._recognise(row, region)
        if entry is None and not candidates:
            twin = self._twin_in_file(row)
            if not values.get("status"):
                _object_once(row, "status", "registry.status_missing")
        else:
            twin = False
        if row.bad:
            return Match(Verdict.BAD)
        label = f"{values.get('mine_name')}（{values.get('enterprise_name')}）"
        if candidates or twin:
            return Match(Verdict.SUSPECT, label=label, candidates=tuple(candidates))
        if entry is None:
            return Match(Verdict.NEW, label=label)
        changes = {**self.changes(row.values, entry), **self.kept(row, entry)}
        return Match(Verdict.UPDATE if changes else Verdict.SAME, entry.values["code"], label, changes)

    def changes(self, values: dict[str, Any], entry: RosterEntry) -> dict[str, tuple[str, str]]:
        """What the row would change, as shown text; an empty cell changes nothing."""
        found = {}
        lone = alone(values, entry.values)
        for key, value in values.items():
            if value is None or key in _NOT_COMPARED or key not in ROSTER.by_key or ROSTER[key].title in lone:
                continue
            former = entry.values.get(key)
            if key == "county":
                if self.known.region_of(str(value)) == entry.mine.region_code:
                    continue
            elif ROSTER[key].several:
                if set(value) <= set(former or ()) and (value or former in ((), None)):
                    continue
            elif value == former:
                continue
            column = ROSTER[key]
            found[key] = (as_text(column, former), as_text(column, value))
        return found

    def _doubt(self, row: CleanRow, region: str) -> None:
        """Remark on numbers whose form does not fit their field, and on a place outside the county."""
        for key, kind in LICENCES.items():
            for doubt in doubts(kind, str(row.values.get(key) or ""), region, self.known.is_region):
                row.object_to(ROSTER[key], doubt.code, **doubt.params)
        if is_outside(region, row.values.get("longitude"), row.values.get("latitude")):
            row.object_to(ROSTER["longitude"], "registry.outside_county")

    def kept(self, row: CleanRow, entry: RosterEntry) -> dict[str, tuple[str, str]]:
        """Texts that could not be read and are not yet kept with the mine."""
        held = entry.mine.as_written
        told = {**row.kept, **alone(row.values, entry.values)}
        return {title: (held.get(title, ""), text) for title, text in told.items() if held.get(title) != text}

    def _recognise(self, row: CleanRow, region: str) -> tuple[RosterEntry | None, list[Candidate]]:
        """The mine a row surely means, or the mines it may mean; neither for a new one."""
        values = row.values
        code = values.get("code")
        if code and (entry := self.known.by_code.get(code)):
            self._check_held(row, entry)
            return entry, []
        if code:
            elsewhere = code in self.known.codes_elsewhere
            row.object_to(ROSTER["code"], "registry.code_elsewhere" if elsewhere else "registry.code_unknown")
        named = self._by_names(values)
        licensed = self._by_licences(row)
        if named and all(entry is named for entry in licensed):
            self._check_held(row, named)
            return named, []
        found = {entry.mine.pk: entry for entry in [*licensed, *([named] if named else [])]}
        if found:
            return None, [self._candidate(entry, _("same licence number")) for entry in found.values()]
        return None, self._doubtful(row, region)

    def _by_names(self, values: dict[str, Any]) -> RosterEntry | None:
        mine = bare_name(values.get("mine_name") or "")
        names = bare_name(values.get("enterprise_name") or ""), mine
        return self.known.by_names.get(names) or self.known.by_credit.get((values.get("credit_code") or "", mine))

    def _by_licences(self, row: CleanRow) -> list[RosterEntry]:
        found = []
        for key, kind in LICENCES.items():
            held = self.known.licences.get((kind, row.values.get(key) or ""))
            if held and held[0] in self.entries_by_mine:
                found.append(self.entries_by_mine[held[0]])
            elif held:
                row.object_to(ROSTER[key], "registry.licence_elsewhere", name=held[1])
        return found

    def _check_held(self, row: CleanRow, entry: RosterEntry) -> None:
        """A number or code that the row gives to this mine may not be somebody else's."""
        for key, kind in LICENCES.items():
            held = self.known.licences.get((kind, row.values.get(key) or ""))
            if held and held[0] != entry.mine.pk and (held[0] or held[2] != entry.mine.enterprise_id):
                row.object_to(ROSTER[key], "registry.licence_elsewhere", name=held[1])
        owner = self.known.enterprises.get(row.values.get("credit_code") or "")
        if owner and owner.pk != entry.mine.enterprise_id:
            row.object_to(ROSTER["credit_code"], "registry.credit_code_elsewhere", name=owner.name)

    def _doubtful(self, row: CleanRow, region: str) -> list[Candidate]:
        values = row.values
        name = bare_name(values.get("enterprise_name") or "")
        owner = self.known.enterprises.get(values.get("credit_code") or "")
        if owner and bare_name(owner.name) != name:
            mines = self.known.of_enterprise.get(owner.pk, [])
            if not mines:
                row.object_to(ROSTER["credit_code"], "registry.credit_code_elsewhere", name=owner.name)
            return [self._candidate(entry, _("same credit code under another name")) for entry in mines]
        own = _called(values)
        whole = outline(own.owner) + outline(own.name)
        known = self.known.by_county.get(region, {})
        near = [text for text, *_score in process.extract(whole, known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR)]
        near += [text for text in self.known.by_owner.get((region, outline(own.owner)), ()) if text not in near]
        alike = [known[text] for text in near if is_twin(own, _called(known[text].values))]
        return [self._candidate(entry, _("almost the same name")) for entry in alike[:3]]

    def _twin_in_file(self, row: CleanRow) -> bool:
        """Whether an earlier new row of this file names the same licence or code under another name."""
        values = row.values
        enterprise, mine = bare_name(values.get("enterprise_name") or ""), bare_name(values.get("mine_name") or "")
        keys: Iterable[tuple[str, str, str, str]] = (
            ("mining_licence_no", values.get("mining_licence_no") or "", enterprise + mine, "registry.twice_licence"),
            ("safety_licence_no", values.get("safety_licence_no") or "", enterprise + mine, "registry.twice_licence"),
            ("credit_code", values.get("credit_code") or "", enterprise, "registry.twice_credit_code"),
            ("mine_name", enterprise + mine, "", "registry.twice_name"),
        )
        twin = False
        for key, value, name, code in keys:
            if not value or "*" in value:
                continue
            first, first_name = self.seen.setdefault((key, value), (row.number, name))
            if first != row.number and (first_name != name or key == "mine_name"):
                row.object_to(ROSTER[key], code, row=first)
                twin = True
        return self._near_in_file(row) or twin

    def _near_in_file(self, row: CleanRow) -> bool:
        """Whether an earlier new row of this file, of the same enterprise or mine name, is nearly the same."""
        own = _called(row.values)
        county = str(row.values.get("county") or "")
        twin = None
        for block in ((county, outline(own.owner), ""), (county, "", outline(own.name))):
            earlier = self.near[block]
            twin = twin or next((number for number, other in earlier[-MOST_NEAR:] if is_twin(own, other)), None)
            earlier.append((row.number, own))
        if twin is not None and not any(issue.code == "registry.twice_name" for issue in row.issues):
            row.object_to(ROSTER["mine_name"], "registry.twice_name", row=twin)
        return twin is not None

    def _candidate(self, entry: RosterEntry, reason: str) -> Candidate:
        label = f"{entry.values['mine_name']}（{entry.values['enterprise_name']}）"
        return Candidate(entry.values["code"], label, reason)
