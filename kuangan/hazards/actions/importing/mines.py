"""Which mine a cell means: its code, its name, its short name, or its enterprise where that has one mine only."""

from collections import defaultdict

from rapidfuzz import fuzz, process

from kuangan.foundation.authority.scopes import Scope
from kuangan.registry.models import Mine
from kuangan.registry.queries.bodies import counties
from kuangan.registry.rules import bare_name

LIKE = 70
"""Per cent of likeness from which the name of a known mine is offered as what may be meant."""
_READ = ("name", "short_name", "code", "region_code", "is_demo", "enterprise__name")


class Mines:
    """The mines of a jurisdiction by what people write for them."""

    def __init__(self, scope: Scope) -> None:
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._by_owner: dict[str, set[int]] = defaultdict(set)
        self._regions = {region.code: {region.name, region.short_name} for region in counties(scope)}
        self.by_id: dict[int, Mine] = {}
        for mine in Mine.objects.within(scope).select_related("enterprise").only(*_READ).order_by("pk"):
            self.by_id[mine.pk] = mine
            for word in (mine.code, mine.name, mine.short_name, mine.enterprise.name + mine.name):
                if bare := bare_name(word):
                    self._by_word[bare].add(mine.pk)
            self._by_owner[bare_name(mine.enterprise.name)].add(mine.pk)
        self._known: dict[tuple[str, str], tuple[Mine | None, str, str]] = {}

    def find(self, text: str, county: str) -> tuple[Mine | None, str, str]:
        """The mine, else the code of what is wrong and the word that goes with it (a name that is like it)."""
        asked = (text, county)
        if asked not in self._known:
            self._known[asked] = self._find(bare_name(text), county)
        return self._known[asked]

    def _find(self, bare: str, county: str) -> tuple[Mine | None, str, str]:
        found = self._by_word.get(bare) or self._by_owner.get(bare) or set()
        if len(found) > 1 and county:
            found = {pk for pk in found if self._lies_in(self.by_id[pk], county)} or found
        if len(found) == 1:
            return self.by_id[next(iter(found))], "", ""
        if found:
            return None, "hazards.mine_several", "、".join(sorted(self.by_id[pk].code for pk in found)[:5])
        near = process.extractOne(bare, self._by_word.keys(), scorer=fuzz.ratio, score_cutoff=LIKE) if bare else None
        if near is None:
            return None, "hazards.mine_unknown", ""
        return None, "hazards.mine_like", self.by_id[min(self._by_word[near[0]])].name

    def _lies_in(self, mine: Mine, county: str) -> bool:
        names = self._regions.get(mine.region_code, set())
        return county == mine.region_code or any(name and (name in county or county in name) for name in names)
