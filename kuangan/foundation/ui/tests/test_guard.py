"""What cannot be kept is told in front, with a sentence and before anything is looked up."""

import pytest
from django.db import DataError
from django.test import Client, RequestFactory

from kuangan.foundation.ui.forms import AmountField, DayField, Form, WholeField
from kuangan.foundation.ui.guard import GuardMiddleware, out_of_range

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


class Figures(Form):
    """One field of each sort."""

    day = DayField(required=False)
    amount = AmountField(required=False)
    count = WholeField(required=False)


@pytest.mark.parametrize("where", ["/hazards/?q=%00", "/a%00b/", "/hazards/" + "9" * 19 + "/", "/?\u0000=1"])
def test_an_address_that_no_record_can_have_is_told_so(where: str) -> None:
    answer = Client().get(where)
    assert answer.status_code == 400 and "无法保存的字符" in answer.content.decode()
    assert answer.headers["Content-Security-Policy"], "with every header"


def test_a_programme_gets_a_problem() -> None:
    answer = Client().get("/api/v1/hazards?q=%00", headers={"Accept-Language": "en"})
    assert answer.status_code == 400 and answer.json()["type"].endswith("malformed")
    assert answer.json()["detail"].startswith("It holds a character")


def test_a_cookie_with_a_hidden_null_is_refused() -> None:
    browser = Client()
    answer = browser.get("/", headers={"Cookie": 'sessionid="a\\000b"'})
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/hazards/new/", "/api/v1/hazards"])
def test_a_body_in_pieces_without_its_length_is_told_so(path: str) -> None:
    request = RequestFactory().post(
        path, b"", content_type="application/json", headers={"Transfer-Encoding": "chunked"}
    )
    request.META.pop("CONTENT_LENGTH", None)
    answer = GuardMiddleware(lambda _request: pytest.fail("passed on"))(request)
    assert answer.status_code == 411 and "Content-Length" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [("day", "9999-12-31"), ("day", "0001-01-01"), ("amount", "1e999999999"), ("amount", "NaN"), ("amount", "9" * 40),
     ("count", "9" * 5000), ("count", str(2**31))],
)  # fmt: skip
def test_a_value_beyond_every_range_is_told_beside_its_field(name: str, value: str) -> None:
    form = Figures({name: value})
    assert not form.is_valid() and form.errors.keys() == {name}


def test_only_what_overflowed_counts_as_the_senders() -> None:
    assert out_of_range(OverflowError("date value out of range")) and out_of_range(DataError("integer out of range"))
    assert out_of_range(ValueError("A string literal cannot contain NUL (0x00) characters."))
    assert not out_of_range(ValueError("another")) and not out_of_range(KeyError("name"))
