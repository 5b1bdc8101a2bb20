"""Search words: names are found by any part, by full pinyin and by pinyin initials."""

import re
import unicodedata
from functools import lru_cache

_HAN = re.compile(r"[㐀-鿿]+")


@lru_cache(maxsize=16_384)
def _spoken(text: str) -> tuple[str, str]:
    """Pinyin and initials: names are cut into words as pypinyin does it, and each word is looked up once."""
    from pypinyin.seg.mmseg import seg  # here: its dictionaries take 55 MB, and most processes never name anything

    words = [_word(word) for word in seg.cut(text)]
    return "".join([pinyin for pinyin, _ in words]), "".join([initials for _, initials in words])


@lru_cache(maxsize=20_000)
def _word(word: str) -> tuple[str, str]:
    from pypinyin import Style, lazy_pinyin

    syllables = lazy_pinyin(word, style=Style.NORMAL)
    return "".join(syllables), "".join(syllable[:1] for syllable in syllables)


def search_text(*parts: str, limit: int = 400) -> str:
    """The text a record is searched in: its names and codes, then their initials, then their pinyin, lower case."""
    kept = [unicodedata.normalize("NFKC", part).strip().lower() for part in parts if part and part.strip()]
    spoken = [_spoken("".join(_HAN.findall(part))) for part in kept if _HAN.search(part)]
    words = [*kept, *(initials for _, initials in spoken), *(pinyin for pinyin, _ in spoken)]
    return " ".join(dict.fromkeys(words))[:limit]


def words_of(text: str) -> list[str]:
    """The words of a search, each of which must be found: half-width, lower case, at most five."""
    return unicodedata.normalize("NFKC", text or "").lower().split()[:5]
