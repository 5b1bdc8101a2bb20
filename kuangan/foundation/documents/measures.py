"""The measures of an official document (GB/T 9704-2012), in the units of a word processor.

Paper A4; white 37 mm above and 28 mm at the binding; type area 156 × 225 mm; 22 lines of 28 characters of size 3.
"""

from docx.shared import Length, Mm, Pt

PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
TOP, LEFT = Mm(37), Mm(28)
RIGHT, BOTTOM = Mm(210 - 28 - 156), Mm(297 - 37 - 225)
NUMBER_BELOW = Mm(7)
"""The page number stands so far below the type area."""
LINES, CHARACTERS = 22, 28
BODY, TITLE, NUMBER, MARK = Pt(16), Pt(22), Pt(14), Pt(10.5)
LINE = Pt(28.95)
"""225 mm over 22 lines, as word processors write it."""
LINE_PITCH, CHARACTER_SPACE = 579, -5
"""The grid of lines, and what a character of size 3 gives away so that 28 fit on 156 mm; twentieths of a point.

Spacing and not a grid of characters: that one looks different in every word processor.
"""

BODY_FACE, TITLE_FACE, HEADING_FACE, KAI_FACE, SONG_FACE = (
    "仿宋_GB2312",
    "方正小标宋简体",
    "黑体",
    "楷体_GB2312",
    "宋体",
)


def characters(number: float) -> Length:
    """So many characters of the body, as a length."""
    return Length(int(BODY * number))


__all__ = [
    "BODY", "BODY_FACE", "BOTTOM", "CHARACTERS", "CHARACTER_SPACE", "HEADING_FACE", "KAI_FACE", "LEFT", "LINE",
    "LINES", "LINE_PITCH", "MARK", "NUMBER", "NUMBER_BELOW", "PAGE_HEIGHT", "PAGE_WIDTH", "RIGHT", "SONG_FACE",
    "TITLE", "TITLE_FACE", "TOP", "characters",
]  # fmt: skip
