"""Text that is typed to find or to name something: one normaliser for every search box, index and name.

What one office types with a full-width bracket, a second with an invisible character copied from a web page and a third
with a radical out of a PDF is the same name. Kept texts lose only what nobody can see; compared texts are folded
further.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import and_, or_

from django.db.models import Q

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"\s+")
_DASHES = re.compile("[\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u2e3a\u2e3b\u301c\u30fc\ufe58\ufe63\uff0d]+")
# Equivalent_Unified_Ideograph of the radicals supplement, which NFKC leaves alone (it unifies the Kangxi radicals).
_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬"
    "⺧牛⺨犭⺩王⺪𤴔⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷羊⺸羋⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷"
    "⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜"
    "⻰龙⻱龜⻲亀⻳龟"
)
_RADICALS = str.maketrans(_SUPPLEMENT[::2], _SUPPLEMENT[1::2]) | {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)
}
_HAN = re.compile(r"[㐀-鿿]+")
_SEPARATORS = re.compile(r"[-()\[\]〔〕【】/._]")
MOST_WORDS = 5


def visible(text: str) -> str:
    """The text without characters that nobody sees, radicals as the characters they stand for; nothing else changes."""
    return _UNSEEN.sub("", text or "").translate(_RADICALS)


def named(text: str) -> str:
    """A name as it is kept: what is visible, single spaces, none at its ends. Empty means that no name was given."""
    return _SPACES.sub(" ", visible(text)).strip()


@lru_cache(maxsize=65_536)
def compared(text: str) -> str:
    """A text as it is compared and searched in: half-width, lower case, plain digits and dashes, single spaces."""
    half = visible(unicodedata.normalize("NFKC", visible(text)))
    if not half.isascii():
        half = _DASHES.sub("-", "".join(map(_digit, half)))
    return _SPACES.sub(" ", half).strip().lower()


def _digit(letter: str) -> str:
    """٣ and ３ are 3; everything else stays."""
    return letter if letter.isascii() or not letter.isdecimal() else str(unicodedata.decimal(letter))


def numbered(text: str) -> str:
    """The number of a document as it is kept: as compared, in upper case, without spaces. Once more changes nothing.

    Taking out a space lets both sides grow together (an accent of its own is a space and a mark): hence the turns.
    """
    for _turn in range(4):
        held, text = text, compared("".join(compared(text).upper().split())).upper()
        if held == text:
            break
    return text


def compact(text: str) -> str:
    """A number without its dashes, brackets and points: 440785-0012 → 4407850012."""
    return _SEPARATORS.sub("", compared(text)).replace(" ", "")


def words_of(text: str) -> list[str]:
    """The words of a search, each of which must be found, at most five; none for what is empty once it is cleaned."""
    return compared(text).split()[:MOST_WORDS]


def finding(text: str, *columns: str, numbers: Iterable[str] = ()) -> Q:
    """The condition that every word of a search stands in one of the columns.

    `columns` hold what `search_text` made; `numbers` hold codes as people write them, in upper case. All rows match
    when nothing was typed.
    """
    return reduce(and_, (_word_in(word, columns, numbers) for word in words_of(text)), Q())


def _word_in(word: str, columns: Iterable[str], numbers: Iterable[str]) -> Q:
    found = [Q(**{f"{column}__contains": word}) for column in columns]
    if any(letter.isdigit() for letter in word):
        found += [Q(**{f"{column}__icontains": word}) for column in numbers]
    return reduce(or_, found, Q(pk__in=[]))


def search_text(*parts: str, beside: Iterable[str] = (), limit: int = 400) -> str:
    """What a record is found by: its parts, their pinyin initials and their pinyin; `beside` only as it is written.

    Short parts come first, so that a limit cuts off the end of a long text and never a number.
    """
    kept = [text for part in parts if (text := compared(part))]
    spoken = [_spoken("".join(_HAN.findall(part))) for part in kept if _HAN.search(part)]
    words = [*kept, *(initials for _, initials in spoken), *(pinyin for pinyin, _ in spoken)]
    words += [text for part in beside if (text := compared(part))]
    words += [compact(text) for text in words if len(text) <= 60 and _is_number(text)]
    return " ".join(sorted(dict.fromkeys(words), key=len))[:limit]


def _is_number(text: str) -> bool:
    return any(letter.isdigit() for letter in text) and _SEPARATORS.search(text) is not None


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
