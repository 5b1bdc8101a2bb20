"""Whether a check reads word for word like another: a sign of going through the motions (走过场)."""

from collections.abc import Sequence

from kuangan.hazards.rules.words import bare
from kuangan.inspections.rules.gaps import AreaTold


def reads_the_same(one: Sequence[AreaTold], other: Sequence[AreaTold]) -> bool:
    """Whether route and words are identical, whatever the signs and spaces. Two empty routes are not."""
    return bool(one) and [_bare(area) for area in one] == [_bare(area) for area in other]


def _bare(area: AreaTold) -> tuple[str, str, str, str]:
    return bare(area.name), bare(area.looked_at), area.result, bare(area.words)
