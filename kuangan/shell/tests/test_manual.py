"""The manual inside the product: every chapter opens, its links and pictures stay inside, and help leads to it."""

import re

import pytest

from kuangan.shell.web.manual import chapters
from tests.cast import people

pytestmark = pytest.mark.django_db


def test_help_lists_every_chapter_and_each_one_opens_with_its_pictures() -> None:
    browser = people.client(people.county_reviewer())
    listed = browser.get("/help").content.decode()
    assert len(chapters()) > 10
    for one in chapters():
        assert f"/help/manual/{one.number}/" in listed
        text = browser.get(f"/help/manual/{one.number}/").content.decode()
        page = re.search(r"<article.*?</article>", text, re.DOTALL)
        assert one.title in text and page is not None and "](" not in page[0]
        for address in re.findall(r'(?:src|href)="([^"]+)"', page[0]):
            answer = browser.get(address)
            assert answer.status_code == 200, address


def test_the_contents_lead_to_the_chapters_and_what_lies_outside_is_no_link() -> None:
    text = people.client(people.county_reviewer()).get("/help/manual/").content.decode()
    assert 'href="/help/manual/05/"' in text and "operations.md" not in text


@pytest.mark.parametrize(
    "path", ["/help/manual/99/", "/help/manual/images/..%2fREADME.md", "/help/manual/images/no.png"]
)
def test_what_is_no_chapter_and_no_picture_is_not_found(path: str) -> None:
    assert people.client(people.county_reviewer()).get(f"/help/manual/{path}").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(client) -> None:
    assert client.get("/help/manual/03/").status_code == 302
