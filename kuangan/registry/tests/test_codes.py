"""Credit codes, telephone numbers, search words, expiry."""

from datetime import date

import pytest

from kuangan.foundation.kernel.text import search_text
from kuangan.registry.rules import credit_code_state, expiry_of, is_newly_appointed, mask_phone
from kuangan.registry.states import CreditCodeState


@pytest.mark.parametrize(
    ("text", "code", "state"),
    [
        ("91440300MA5G8XYQ2N", "91440300MA5G8XYQ2N", None),
        ("".join(chr(ord(c) + 0xFEE0) for c in "91440785MA5280003C"), "91440785MA5280003C", None),
        ("91440785MA52****3X", "91440785MA52****3X", CreditCodeState.MASKED),
        ("123456789012345", "123456789012345", CreditCodeState.UNVERIFIED),
        ("", "", CreditCodeState.NONE),
        ("  91110000600037341L ", "91110000600037341L", CreditCodeState.VALID),
        ("91110000600037341M", "91110000600037341M", CreditCodeState.UNVERIFIED),
    ],
)
def test_a_credit_code_says_how_far_it_can_be_trusted(text, code, state):
    found, found_state = credit_code_state(text)
    assert found == code
    assert state is None or found_state == state


def test_a_number_is_masked_in_its_middle():
    assert mask_phone("13812345678") == "138****5678"
    assert mask_phone("12345") == "*****"


def test_a_name_is_found_by_initials_pinyin_and_any_part():
    text = search_text("恩平市丹砾石场", "丹砾", "440785-0001")
    for wanted in ("丹砾石场", "epsdlsc", "danlishichang", "440785-0001"):
        assert wanted in text


def test_expiry_warns_ninety_days_before():
    today = date(2023, 7, 20)
    assert expiry_of(date(2023, 7, 19), today) == "expired"
    assert expiry_of(date(2023, 7, 20), today) == "expiring"
    assert expiry_of(date(2023, 10, 18), today) == "expiring"
    assert expiry_of(date(2023, 10, 19), today) == "valid"
    assert expiry_of(None, today) == "unknown"


def test_somebody_is_new_for_a_year():
    assert is_newly_appointed(date(2023, 1, 1), date(2024, 1, 1))
    assert not is_newly_appointed(date(2023, 1, 1), date(2024, 1, 2))
    assert not is_newly_appointed(date(2023, 2, 1), date(2023, 1, 1))
