"""The faces (字体) that documents are set in: the office's licensed ones first, then the free ones of the packages."""

from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from kuangan.foundation.documents.coverage import characters_of
from kuangan.foundation.kernel.errors import Refused

FANGSONG = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang R", "FandolFang")
TITLE = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", "FZXBSK--GBK1-0")
HEADING = ("SimHei", "黑体", "FZHei-B01", "STHeiti", "FandolHei")
KAI = ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FandolKai")
SONG = ("SimSun", "宋体", "NSimSun", "STSong", "FandolSong")
SERIF, SANS, RARE = "Noto Serif SC", "Noto Sans SC", "Noto Serif JP"
"""Free faces of the packages; the last one holds a few rare characters (𠮷) that the first two lack."""


def folders() -> list[str]:
    """Where faces are looked for: the folder of the packages, and the customer's own where one is set."""
    return [str(folder) for folder in (settings.OFFICIAL_FONT_DIR, settings.FONT_DIR) if folder and folder.is_dir()]


@cache
def installed() -> typst.Fonts:
    """Every face there is, read once in a process. Raises Refused when none can show Chinese."""
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders())
    if not {SERIF, *FANGSONG} & set(found.families()):
        raise Refused(_("The faces for documents are not installed. Ask whoever runs the system to run its set-up."))
    return found


@cache
def chains() -> dict[str, list[str]]:
    """The faces of each part of a document, those first that come nearest to the standard and are installed."""
    there = set(installed().families())

    def chain(names: tuple[str, ...], free: str) -> list[str]:
        return [name for name in (*names, free, SERIF, RARE) if name in there]

    return {
        "body": chain(FANGSONG, SERIF), "title": chain(TITLE, SERIF), "heading": chain(HEADING, SANS),
        "kai": chain(KAI, SERIF), "song": chain(SONG, SERIF), "table": chain((), SERIF),
    }  # fmt: skip


@cache
def shown() -> frozenset[str]:
    """Every character that some installed face can show."""
    paths = {Path(face.path) for face in installed().fonts() if face.path}
    return frozenset().union(*(characters_of(path) for path in sorted(paths)))


def missing(text: str) -> str:
    """The characters of a text that no installed face can show, each once."""
    return "".join(sorted(set(text) - shown() - set("\n\t")))
