"""How a hazard is named in a notice: the mine, the place, and the first words of what is wrong."""

from kuangan.hazards.models import Hazard
from kuangan.registry.models import Mine

_LENGTH = 24


def title_of(row: Hazard) -> str:
    """鹤山石场 北帮+85米平台：最终边坡台阶高度超过设计."""
    words = row.description if len(row.description) <= _LENGTH else f"{row.description[:_LENGTH]}…"
    return f"{name_of(row.mine)} {row.place}：{words}"


# house: no-actor — only words
# house: not-atomic — only words
def name_of(mine: Mine) -> str:
    """The name by which people call a mine."""
    return mine.short_name or mine.name
