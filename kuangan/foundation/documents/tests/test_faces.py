"""No character becomes an empty box: it is shown, or it is marked."""

import io
from pathlib import Path

import pytest
import typst
from django.test import override_settings

from kuangan.foundation.documents import faces, ledgers, setting, words
from kuangan.foundation.documents.coverage import characters_of
from kuangan.foundation.documents.ledgers import Column, Form, Ledger
from kuangan.foundation.kernel.errors import Refused

FORM = Form("台账", (Column("a", "甲", 1.0), Column("b", "乙", 1.0, True)), ("填表人：",), none="没有。")


def filled(rows):
    return Ledger(FORM, rows, "江门市应急管理局", "2023年4月19日")


def ledger(*cells):
    return ledgers.pdf(filled([cells]))


def test_rare_characters_of_names_are_shown():
    assert faces.missing("镕喆堃燊𠮷〔2023〕№㎡①") == ""
    assert ledger("镕喆堃燊𠮷", "〔2023〕").startswith(b"%PDF")


def test_a_character_without_a_glyph_is_marked_and_not_lost():
    assert faces.missing("好😀") == "😀"
    assert words.settable({"rows": ["好😀", 3]}, faces.shown()) == {"rows": ["好〓", 3]}
    assert ledger("好😀\ue000", "").startswith(b"%PDF")


def test_typst_itself_refuses_an_empty_box():
    # The promise stands on this: were a character overlooked, the document would not be made.
    with pytest.raises(typst.TypstError):
        typst.Compiler(
            b"#set text(font: \"Noto Serif SC\")\n#sys.inputs.data", font_paths=faces.installed(),
            ignore_system_fonts=True, sys_inputs={"data": "😀"},
        ).compile(format="pdf", pdf_standards=["a-2b"])  # fmt: skip


def test_the_map_of_characters_agrees_with_what_typst_can_set():
    path = next(Path(one.path) for one in faces.installed().fonts() if one.family == faces.SERIF)
    known = characters_of(path)
    assert "镕" in known
    assert "😀" not in known
    assert "𠮷" not in known


def test_a_file_that_is_no_face_shows_nothing(tmp_path):
    (tmp_path / "x.ttf").write_bytes(b"\0\1\0\0\xff\xffgarbage")
    assert characters_of(tmp_path / "x.ttf") == frozenset()


def test_without_any_face_the_refusal_says_what_to_do(tmp_path):
    caches = (faces.installed, faces.chains, faces.shown)
    for one in caches:
        one.cache_clear()
    try:
        with override_settings(FONT_DIR=tmp_path, OFFICIAL_FONT_DIR=None), pytest.raises(Refused):
            ledger("甲", "乙")
    finally:
        for one in caches:
            one.cache_clear()


def test_the_same_ledger_is_set_apart_as_in_place():
    rows = [["一号", "二号"]] * 3
    data = {"paper": "a4", "landscape": True, "size": 9, "tables": [ledgers._table(filled(rows))]}
    here, apart = setting.pdf("ledger", data, tags=False), setting.pdf_apart("ledger", data)
    assert abs(len(here) - len(apart)) < 200
    assert apart.startswith(b"%PDF")


def test_more_rows_than_paper_can_hold_are_refused():
    with pytest.raises(Refused):
        ledgers.pdf(filled([["", ""]] * (ledgers.MOST_ROWS + 1)))


def test_a_long_run_of_letters_can_be_broken():
    assert words.breakable("A" * 30) == "\u200b".join(["A" * 12, "A" * 12, "A" * 6])
    assert words.breakable("440785-2023") == "440785-2023"


@pytest.mark.parametrize(("number", "words_"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")])
def test_headings_count_in_chinese(number, words_):
    assert words.numeral(number) == words_


def test_an_empty_ledger_says_so():
    assert ledgers.pdf(filled([]), filled([["甲", "乙"]])).startswith(b"%PDF")
    assert io.BytesIO(ledger("甲\n乙", "")).read(4) == b"%PDF"
