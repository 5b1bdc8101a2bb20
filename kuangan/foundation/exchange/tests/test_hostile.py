"""Files that mean harm, and files that merely look like it."""
# ruff: noqa: E501 - tables of words read better side by side

import time

import pytest

from kuangan.foundation.exchange.reading import Deadline, Limits, read
from kuangan.foundation.exchange.tests import nasty
from kuangan.foundation.kernel.errors import Refused


@pytest.mark.parametrize(
    "build",
    [nasty.far_value, nasty.hidden_far_value, nasty.entities, nasty.encrypted, nasty.web_page, lambda: nasty.zip_bomb(80),
     lambda: b"", lambda: b"%PDF-1.7", lambda: b"\x89PNG\r\n\x1a\n\x00", lambda: b"PK\x03\x04 broken",
     lambda: bytes(range(256)) * 40, lambda: b"<?xml version='1.0'?><Workbook/>", lambda: b"\x09\x08\x10\x00\x00\x06\x05\x00",
     lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + b"\x00" * 2000],
)  # fmt: skip
def test_a_hostile_or_foreign_file_is_refused_with_a_sentence(build) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused) as refusal:
        read(build())
    assert len(str(refusal.value)) > 12


def test_a_million_formatted_empty_rows_are_read_fast() -> None:
    data = nasty.million_empty_rows()
    begun = time.process_time()
    book = read(data)
    assert [len(sheet.rows) for sheet in book.sheets] == [2]
    assert time.process_time() - begun < 10


def test_more_rows_than_allowed_are_refused() -> None:
    text = "\n".join(f"{number},b" for number in range(50)).encode()
    with pytest.raises(Refused):
        read(text, limits=Limits(rows=40))
    assert len(read(text, limits=Limits(rows=50)).sheets[0].rows) == 50


def test_the_time_budget_is_kept() -> None:
    with pytest.raises(Refused):
        read(nasty.workbook(), deadline=Deadline(-1))


def test_formulas_are_not_computed_and_are_named() -> None:
    sheet = next(sheet for sheet in read(nasty.workbook()).sheets if sheet.name == "名录")
    assert sheet.formulas == {(13, 9)}
