"""A letter: the measures of GB/T 9704, Chinese faces everywhere, a draft, and words of people as words."""

import io
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kuangan.foundation.documents import letters, templates, word
from kuangan.foundation.documents.letters import Block, counted

SAMPLE = "supervision-notice"
LETTERS = ("delisting-notice", "supervision-notice")


@pytest.fixture
def letter():
    return templates.letter(SAMPLE, templates.sample(SAMPLE))


def opened(made):
    return docx.Document(io.BytesIO(word.docx_of(made)))


@pytest.mark.parametrize("name", LETTERS)
def test_every_template_is_filled_by_its_own_sample(name):
    made = templates.letter(name, templates.sample(name))
    assert "{" not in "".join(block.text for block in made.blocks) + made.title + made.addressees
    assert letters.pdf(made).startswith(b"%PDF")
    assert opened(made).paragraphs


def test_the_paper_has_the_measures_of_the_standard(letter):
    section = opened(letter).sections[0]
    assert abs(section.top_margin - Mm(37)) < Mm(0.1)
    assert abs(section.left_margin - Mm(28)) < Mm(0.1)
    assert abs(section.page_width - section.left_margin - section.right_margin - Mm(156)) < Mm(0.1)
    assert abs(section.page_height - section.top_margin - section.bottom_margin - Mm(225)) < Mm(0.1)
    lines = [one.paragraph_format.line_spacing for one in opened(letter).paragraphs]
    assert set(lines) == {Pt(28.95)}  # 22 lines on 225 mm


def test_every_run_names_its_east_asian_face(letter):
    made = opened(letter)
    section = made.sections[0]
    parts = [section.header, section.even_page_header, section.footer, section.even_page_footer, made]
    runs = [run for part in parts for paragraph in part.paragraphs for run in paragraph.runs]
    faces = {run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in runs}
    assert faces == {"仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"}


def test_no_style_falls_back_to_a_face_of_the_theme(letter):
    styles = opened(letter).styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        assert fonts.get(qn("w:eastAsiaTheme")) is None
        assert fonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_headings_are_counted_and_a_new_chapter_counts_anew():
    made = counted([Block(1, "甲"), Block(2, "子"), Block(2, "丑"), Block(1, "乙"), Block(2, "寅"), Block(3, "卯")])
    assert [one.head for one in made] == ["一、甲", "（一）子", "（二）丑", "二、乙", "（一）寅", "1．卯"]


def test_lines_of_a_text_become_paragraphs_of_their_own():
    made = counted([Block(2, "情形。", "第一行\n\n 第二行 ")])
    assert [(one.head, one.text) for one in made] == [("（一）情形。", "第一行"), ("", "第二行")]


def test_title_addressees_and_date_stand_where_the_standard_puts_them(letter):
    made = opened(letter).paragraphs
    title = next(one for one in made if one.text == letter.title)
    assert title.runs[0].font.size == Pt(22)
    to = next(one for one in made if one.text == letter.addressees)
    assert to.text.endswith("：")
    assert to.paragraph_format.first_line_indent is None
    assert made[-1].text == letter.day
    assert made[-1].paragraph_format.right_indent == Pt(16) * 4


def test_a_letter_is_marked_as_a_draft_on_every_page(letter):
    section = opened(letter).sections[0]
    assert section.header.paragraphs[0].text.startswith("草稿")
    assert section.even_page_header.paragraphs[0].text.startswith("草稿")


def test_what_is_filled_in_is_never_read_as_a_template_again():
    told = templates.sample(SAMPLE) | {"place": "{facts}", "facts": "{place}{number}"}
    made = templates.letter(SAMPLE, told)
    assert any(block.text == "{facts}。" for block in made.blocks)
    assert any(block.text == "{place}{number}" for block in made.blocks)


def test_a_paragraph_without_its_fact_is_left_out():
    told = templates.sample(SAMPLE) | {"interim": "", "public_words": ""}
    words = "".join(block.head + block.text for block in templates.letter(SAMPLE, told).blocks)
    assert "临时措施" not in words
    assert "向社会公开" not in words


def test_marks_of_a_markup_language_are_words_in_both(letter):
    nasty = '#panic() $x^2$ [a] \\ "q" `raw` <label> @ref *b* _i_ = 标题 // 注 {{ x }} <w:t>&amp;'
    made = replace(letter, blocks=(Block(0, "", nasty),), title='#read("/etc/passwd")')
    assert letters.pdf(made).startswith(b"%PDF")
    assert nasty in [one.text for one in opened(made).paragraphs]


def test_control_and_direction_marks_do_not_reach_a_document(letter):
    made = replace(letter, blocks=(Block(0, "", "甲\x07乙\u202e丙\ufffe丁"),))
    assert letters.pdf(made).startswith(b"%PDF")
    assert "甲乙丙丁" in [one.text for one in opened(made).paragraphs]
