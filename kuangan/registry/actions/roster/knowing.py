"""What is already registered, indexed by everything a row may be recognised by."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kuangan.foundation.authority.scopes import Scope
from kuangan.registry.models import Enterprise, Licence, Mine, Region
from kuangan.registry.queries.bodies import counties
from kuangan.registry.queries.roster import RosterEntry, roster
from kuangan.registry.rules import bare_name
from kuangan.registry.rules.former_regions import former_regions
from kuangan.registry.rules.likeness import outline
from kuangan.registry.states import CreditCodeState

_BATCH = 500
LICENCES = {"mining_licence_no": "mining", "safety_licence_no": "safety"}


def _chunks(values: Iterable[Any]) -> Iterable[list[Any]]:
    known = sorted({value for value in values if value})
    return (known[start : start + _BATCH] for start in range(0, len(known), _BATCH))


class Known:
    """The mines of a scope and, beyond it, who holds the codes and licence numbers that the rows name."""

    def __init__(self, scope: Scope, rows: Iterable[dict[str, Any]]) -> None:
        rows = list(rows)
        self.entries = roster(scope)
        self.by_code = {entry.values["code"]: entry for entry in self.entries}
        self.by_names: dict[tuple[str, str], RosterEntry] = {}
        self.by_credit: dict[tuple[str, str], RosterEntry] = {}
        self.by_county: dict[str, dict[str, RosterEntry]] = defaultdict(dict)
        self.by_owner: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.of_enterprise: dict[int, list[RosterEntry]] = defaultdict(list)
        for entry in self.entries:
            self._add(entry)
        self.codes_elsewhere = self._codes_elsewhere(rows)
        self.licences = self._licences(rows)
        self.enterprises = self._enterprises(rows)
        self._regions(scope)

    def _add(self, entry: RosterEntry) -> None:
        values = entry.values
        names = bare_name(values["enterprise_name"]), bare_name(values["mine_name"])
        self.by_names[names] = entry
        if values["credit_code"] and "*" not in values["credit_code"]:
            self.by_credit[values["credit_code"], names[1]] = entry
        text = outline(values["enterprise_name"]) + outline(values["mine_name"])
        self.by_county[entry.mine.region_code][text] = entry
        self.by_owner[entry.mine.region_code, outline(values["enterprise_name"])].append(text)
        self.of_enterprise[entry.mine.enterprise_id].append(entry)

    def _codes_elsewhere(self, rows: list[dict[str, Any]]) -> set[str]:
        found: set[str] = set()
        for some in _chunks(row.get("code") for row in rows if row.get("code") not in self.by_code):
            found |= set(Mine.rows.filter(code__in=some).values_list("code", flat=True))
        return found

    def _licences(self, rows: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[int | None, str, int]]:
        """(kind, number) → (mine, name of the holder, enterprise), wherever the licence is held."""
        found: dict[tuple[str, str], tuple[int | None, str, int]] = {}
        for some in _chunks(row.get(key) for row in rows for key in LICENCES):
            held = Licence.rows.filter(number__in=some, ended_on__isnull=True)
            for kind, number, mine_id, mine, owner, owner_id in held.values_list(
                "kind", "number", "mine", "mine__name", "enterprise__name", "enterprise"
            ):
                found[kind, number] = (mine_id, mine or owner, owner_id)
        return found

    def _enterprises(self, rows: list[dict[str, Any]]) -> dict[str, Enterprise]:
        """Credit code → enterprise, wherever it is registered; masked codes prove nothing."""
        found: dict[str, Enterprise] = {}
        for some in _chunks(row.get("credit_code") for row in rows):
            held = Enterprise.rows.filter(credit_code__in=some).exclude(credit_code_state=CreditCodeState.MASKED)
            found |= {one.credit_code: one for one in held}
        return found

    def _regions(self, scope: Scope) -> None:
        self._by_region_name: dict[str, list[str]] = defaultdict(list)
        for region in counties(scope):
            for text in {region.code, region.name, region.short_name}:
                self._by_region_name[text].append(region.code)
        own = {code for codes in self._by_region_name.values() for code in codes}
        self.former: dict[str, str] = {}
        for code, name, successor in former_regions():
            if successor in own:
                self.former |= {code: successor, name: successor}
        self._resolved: dict[str, str] = {}
        self._codes: set[str] = set()

    def is_region(self, code: str) -> bool:
        """Whether six digits are the code of a region, of today or of earlier days."""
        if not self._codes:
            self._codes = set(Region.objects.values_list("code", flat=True)) | {
                code for code, *_rest in former_regions()
            }
        return code in self._codes

    def region_of(self, text: str) -> str:
        """The code of the one county of the jurisdiction that a cell names; "" when there is none or several."""
        if text not in self._resolved:
            exact = self._by_region_name.get(text, [])
            ends = {
                code
                for name, codes in self._by_region_name.items()
                if len(name) > 1 and text.endswith(name)
                for code in codes
            }
            codes = set(exact) or ends or self._successors(text)
            self._resolved[text] = codes.pop() if len(codes) == 1 else ""
        return self._resolved[text]

    def is_former(self, text: str) -> bool:
        """Whether a cell names a county by what it was called before."""
        return not self._by_region_name.get(text) and bool(self._successors(text)) and bool(self.region_of(text))

    def _successors(self, text: str) -> set[str]:
        """The county that has taken the place of one named as it was before: 新会市 or 新会县 is 新会区 today."""
        exact = {code for name, code in self.former.items() if text.endswith(name)}
        bare = text.rstrip("县市区") if len(text) > 2 else ""
        return exact or {code for code in self._by_region_name.get(bare, []) if bare != text}
