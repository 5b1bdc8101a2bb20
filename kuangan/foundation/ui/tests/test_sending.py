"""A form that a script has sent is told where to go on; a browser that sent it by itself is led there as ever."""

import pytest
from django.test import Client
from django.urls import reverse

SCRIPT = {"HTTP_X_KUANGAN_SENDING": "1"}


@pytest.mark.django_db
def test_a_script_is_told_where_the_answer_leads_and_cookies_come_along() -> None:
    answer = Client().post(reverse("ui:large"), {"next": "/help/", "on": "1"}, **SCRIPT)
    assert answer.status_code == 204
    assert answer["X-Kuangan-Location"] == "/help/"
    assert "Location" not in answer
    assert answer.cookies["ka_large"].value == "1"


@pytest.mark.django_db
def test_without_the_script_the_answer_is_a_redirect() -> None:
    answer = Client().post(reverse("ui:large"), {"next": "/help/", "on": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "/help/")


@pytest.mark.django_db
def test_an_answer_that_is_a_page_stays_a_page() -> None:
    answer = Client().post(reverse("account_login"), {"login": "", "password": ""}, **SCRIPT)
    assert answer.status_code == 200
    assert "X-Kuangan-Location" not in answer
