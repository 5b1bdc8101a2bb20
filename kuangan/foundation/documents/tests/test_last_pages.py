"""No page of a letter or a ledger holds signatures alone."""

import io
import re
import zlib
from contextlib import suppress
from dataclasses import replace

import docx
import pytest

from kuangan.foundation.documents import ledgers, letters, templates, word
from kuangan.foundation.documents.ledgers import Column, Form, Ledger
from kuangan.foundation.documents.letters import Block

pytestmark = pytest.mark.embedded
FORM = Form("台账", (Column("a", "甲", 2), Column("b", "乙", 3)), ("填表人：", "审核人："))
PLAIN = templates.letter("supervision-notice", templates.sample("supervision-notice"))


def texts_by_page(pdf: bytes) -> list[int]:
    """How many pieces of text each page shows, first to last."""
    counts = []
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        with suppress(zlib.error):
            content = zlib.decompress(packed)
            if re.search(rb"\bBT\b", content):
                counts.append(len(re.findall(rb"\bT[jJ]\b", content)))
    return counts


@pytest.mark.parametrize("rows", range(26, 31))
def test_the_signatures_of_a_ledger_stand_under_a_row(rows):
    pages = texts_by_page(
        ledgers.pdf(Ledger(FORM, [[f"内容{at}", "文字"] for at in range(rows)], "某局", "2023-07-20"))
    )
    assert pages[-1] >= 8  # the head, a row, the signatures and the number of the page: three when they stand alone


@pytest.mark.parametrize("attachments", [(), ("隐患清单", "整改方案")], ids=["plain", "attached"])
@pytest.mark.parametrize("paragraphs", [7, 10, 13])
def test_the_office_and_the_date_of_a_letter_stand_under_its_text(paragraphs, attachments):
    body = [*PLAIN.blocks[:2], *[Block(0, "", f"正文内容{'字' * 20}")] * paragraphs]
    made = replace(PLAIN, blocks=tuple(body), attachments=attachments)
    alone = 4  # office, date, number of the page, mark of the draft
    assert texts_by_page(letters.pdf(made))[-1] > alone


def test_the_draft_for_a_word_processor_holds_the_office_and_the_date_to_the_text_above():
    paragraphs = docx.Document(io.BytesIO(word.docx_of(PLAIN))).paragraphs
    signer = next(at for at, one in enumerate(paragraphs) if one.text == PLAIN.signer and at > 3)
    assert all(one.paragraph_format.keep_with_next for one in paragraphs[signer - 3 : signer + 1])
