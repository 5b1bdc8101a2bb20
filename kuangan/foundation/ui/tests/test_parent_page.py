"""Whoever opens an address that takes forms only finds the page it belongs to."""

import pytest

from kuangan.foundation.ui.parent_page import parent_page
from tests.cast import people

HTML = {"HTTP_ACCEPT": "text/html,application/xhtml+xml"}


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/hazards/7/withdraw/", "/hazards/7/"),
        ("/access/notices/3/", "/access/notices/"),
        ("/nowhere/at/all/", "/"),
        ("/", "/"),
    ],
)
def test_the_page_of_an_address_is_the_nearest_one_above(path, page):
    assert parent_page(path) == page


@pytest.mark.django_db
def test_opening_an_address_of_a_form_leads_to_its_page_and_says_so():
    browser = people.client(people.county_reviewer())
    answer = browser.get("/access/notices/3/", **HTML)
    assert (answer.status_code, answer.url) == (302, "/access/notices/")
    assert "只接收提交的表单" in browser.get(answer.url).content.decode()


@pytest.mark.django_db
def test_a_program_is_told_that_the_method_is_wrong():
    browser = people.client(people.county_reviewer())
    assert browser.get("/access/notices/3/").status_code == 405
