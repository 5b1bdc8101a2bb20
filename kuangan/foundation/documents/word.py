"""A letter as .docx, to be written on, numbered and issued. Faces are named; the reader's machine has them.

Every run says its East Asian face (w:eastAsia): without it a Chinese letter falls back to a Japanese face.
"""

import io
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Pt

from kuangan.foundation.documents import measures as m
from kuangan.foundation.documents.letters import Block, Letter, counted
from kuangan.foundation.documents.words import plain
from kuangan.foundation.kernel import clock

_FACES = {1: m.HEADING_FACE, 2: m.KAI_FACE}
_OTHERS = {
    m.BODY_FACE: "仿宋",
    m.KAI_FACE: "楷体",
    m.TITLE_FACE: "华文中宋",
    m.HEADING_FACE: "SimHei",
    m.SONG_FACE: "SimSun",
}
_SIDES = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
_AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang")
_THEME = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")


def docx_of(letter: Letter) -> bytes:
    """The letter as an editable document on the paper of GB/T 9704-2012."""
    made = docx.Document()
    _lay_out(made)
    _cleanse(made)
    _offer_others(made)
    _mark(made, letter)
    _page_numbers(made)
    if letter.number:
        _line(made, letter.number, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(made)
    _line(made, letter.title, face=m.TITLE_FACE, size=m.TITLE, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(made)
    _line(made, letter.addressees)
    for block in counted(letter.blocks):
        _block(made, block)
    _attachments(made, letter)
    _sign(made, letter)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _lay_out(made: Any) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = m.PAGE_WIDTH, m.PAGE_HEIGHT
    section.top_margin, section.bottom_margin = m.TOP, m.BOTTOM
    section.left_margin, section.right_margin = m.LEFT, m.RIGHT
    section.header_distance = Length(m.TOP - Pt(30))
    section.footer_distance = Length(m.BOTTOM - m.NUMBER_BELOW - m.NUMBER)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(m.LINE_PITCH))
    section._sectPr.append(grid)


def _cleanse(made: Any) -> None:
    """Take the theme's faces out of every style of the blank document, name ours, and say that it is Chinese."""
    for fonts in made.styles.element.iter(qn("w:rFonts")):
        for name in _THEME:
            fonts.attrib.pop(qn(name), None)
        _name(fonts, m.BODY_FACE)
    for words in made.styles.element.iter(qn("w:lang")):
        words.set(qn("w:val"), "zh-CN")
        words.set(qn("w:eastAsia"), "zh-CN")
    for name in ("w:sz", "w:szCs"):
        for size in made.styles.element.find(qn("w:docDefaults")).iter(qn(name)):
            size.set(qn("w:val"), str(int(m.BODY.pt * 2)))
    made.styles["Normal"].font.size = m.BODY
    _name(made.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts(), m.BODY_FACE)
    for words in made.settings.element.findall(qn("w:themeFontLang")):
        words.set(qn("w:eastAsia"), "zh-CN")
    core = made.core_properties
    core.author, core.comments, core.language = "", "", "zh-CN"
    core.created = core.modified = clock.now()


def _offer_others(made: Any) -> None:
    """Name the faces that stand in where a machine lacks ours: newer systems call 仿宋_GB2312 just 仿宋."""
    others = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for face, other in _OTHERS.items()
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{others}</w:fonts>'
    made.part.part_related_by(RT.FONT_TABLE)._blob = xml.encode()


def _name(fonts: Any, face: str) -> None:
    for side in _SIDES:
        fonts.set(qn(side), face)


def _mark(made: Any, letter: Letter) -> None:
    """That it is a draft, on every page above the type area; the office deletes it when it issues the letter."""
    made.core_properties.title, made.core_properties.author = plain(letter.title), plain(letter.signer)
    made.settings.odd_and_even_pages_header_footer = True
    section = made.sections[0]
    for header in (section.header, section.even_page_header):
        _run(header.paragraphs[0], letter.mark, m.HEADING_FACE, m.MARK)


def _page_numbers(made: Any) -> None:
    """— 1 — in size 4 宋体: right on odd pages, left on even ones, a character from the edge."""
    section = made.sections[0]
    for footer, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = m.characters(1)
        _run(paragraph, "— ", m.SONG_FACE, m.NUMBER)
        _field(_run(paragraph, "", m.SONG_FACE, m.NUMBER), "PAGE")
        _run(paragraph, " —", m.SONG_FACE, m.NUMBER)


def _field(run: Any, instruction: str) -> None:
    for kind, text in (("begin", ""), ("", instruction), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def _block(made: Any, block: Block) -> None:
    paragraph = _line(made, indent=2)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.keep_with_next = block.level == 1
    if block.head:
        _run(paragraph, block.head, _FACES.get(block.level, m.BODY_FACE), m.BODY)
    if block.text:
        _run(paragraph, block.text, m.BODY_FACE, m.BODY)


def _attachments(made: Any, letter: Letter) -> None:
    if not letter.attachments:
        return
    _line(made)
    several = len(letter.attachments) > 1
    for index, words in enumerate(letter.attachments, 1):
        front = "附件：" if index == 1 else "　　　"
        _line(made, f"{front}{f'{index}.' if several else ''}{words}", indent=2)


def _sign(made: Any, letter: Letter) -> None:
    """Two lines left free for the seal; the date four characters from the edge, the office centred above it."""
    held = [made.paragraphs[-1], _line(made), _line(made)]
    for paragraph in held:  # the office and the date never stand on a page of their own
        paragraph.paragraph_format.keep_with_next = True
    shift = (_width(letter.signer) - _width(letter.day)) / 2
    for words, from_edge in ((letter.signer, max(0.0, 4 - shift)), (letter.day, max(4.0, shift))):
        paragraph = _line(made, words, align=WD_ALIGN_PARAGRAPH.RIGHT)
        paragraph.paragraph_format.right_indent = m.characters(from_edge)
        paragraph.paragraph_format.keep_with_next = words == letter.signer


def _width(words: str) -> float:
    """How wide words are, in characters of the body; letters and digits are half as wide."""
    return sum(0.5 if one.isascii() else 1.0 for one in words)


def _line(
    made: Any, words: str = "", *, face: str = m.BODY_FACE, size: Length = m.BODY, indent: int = 0, align: Any = None
) -> Any:
    paragraph = made.add_paragraph()
    look = paragraph.paragraph_format
    look.space_before = look.space_after = Pt(0)
    look.line_spacing_rule, look.line_spacing = WD_LINE_SPACING.EXACTLY, m.LINE
    if indent:
        look.first_line_indent = m.characters(indent)
        marks = paragraph._p.get_or_add_pPr().get_or_add_ind()
        marks.set(qn("w:firstLineChars"), str(indent * 100))
    if align is not None:
        paragraph.alignment = align
    if words:
        _run(paragraph, words, face, size)
    return paragraph


def _run(paragraph: Any, words: str, face: str, size: Length) -> Any:
    run = paragraph.add_run(plain(words).replace("\n", " "))
    run.font.size = size
    look = run._r.get_or_add_rPr()
    _name(look.get_or_add_rFonts(), face)
    if size == m.BODY:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(m.CHARACTER_SPACE))
        look.insert_element_before(spacing, *_AFTER_SPACING)
    return run
