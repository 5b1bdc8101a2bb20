"""The frame: menu by verb, switches that need no script, pages free of inline script and style."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from kuangan.foundation.authority import policy
from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.ui import drafts, errors, frame, menu, once
from kuangan.foundation.ui.preview import pages
from kuangan.foundation.ui.preview.urls import nothing
from kuangan.foundation.ui.web import views

ADDRESSES = pages.URLCONF


@pytest.fixture
def own_menu(monkeypatch, settings):
    """An empty menu and address space, and one declared verb."""
    settings.ROOT_URLCONF = ADDRESSES
    monkeypatch.setattr(menu, "_items", {})
    monkeypatch.setattr(frame, "_filled", {})
    monkeypatch.setattr(policy, "_rules", dict(policy._rules))
    policy.allow("sample.review", {Role.COUNTY_REVIEWER})
    menu.add(menu.MenuItem("desk", "Desk", "shell:home", group=10))
    menu.add(menu.MenuItem("list", "Duties", "sample:list", verb="sample.review", badge=lambda actor: 3))
    menu.add(menu.MenuItem("clauses", "By clause", "sample:clauses", verb="sample.review", parent="list"))


def somebody(role: Role) -> Actor:
    return Actor(user_id=1, name="A", grants=(Grant(role, Scope.everywhere()),))


def labels(groups: list[list[menu.Shown]]) -> list[str]:
    return [str(shown.item.label) for group in groups for shown in group]


def test_an_item_shows_only_to_those_who_hold_its_verb(own_menu):
    assert labels(menu.visible(somebody(Role.COUNTY_REVIEWER))) == ["Desk", "Duties"]
    assert labels(menu.visible(somebody(Role.AUDITOR))) == ["Desk"]
    assert menu.visible(Actor.nobody()) == []


def test_an_item_of_an_undeclared_verb_or_missing_page_is_hidden(own_menu):
    menu.add(menu.MenuItem("ghost", "Ghost", "sample:list", verb="ghost.walk"))
    menu.add(menu.MenuItem("later", "Later", "nowhere:page"))
    assert labels(menu.visible(somebody(Role.COUNTY_REVIEWER))) == ["Desk", "Duties"]


def test_the_badge_of_a_hidden_item_is_never_counted(own_menu):
    def explode(actor: Actor) -> int:
        raise AssertionError("counted for somebody who may not see it")

    menu.add(menu.MenuItem("list", "Duties", "sample:list", verb="sample.review", badge=explode))
    assert labels(menu.visible(somebody(Role.AUDITOR))) == ["Desk"]


def test_the_current_page_and_its_parent_are_marked(own_menu):
    _, (duties,) = menu.visible(somebody(Role.COUNTY_REVIEWER), "/sample/clauses")
    assert duties.current
    assert [child.current for child in duties.children] == [True]
    assert duties.badge == menu.Badge(3)


def test_a_slot_that_does_not_exist_is_refused():
    with pytest.raises(KeyError):
        frame.provide("nonsense", nothing)


class Outline(HTMLParser):
    """What accessibility and the content policy ask of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: set[str] = set()
        self.labelled: set[str] = set()
        self.controls: list[tuple[str, bool]] = []
        self.headings = 0
        self._inside_label = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "style" in given or tag == "style" or any(name.startswith("on") for name in given):
            self.faults.append(f"inline: {tag} {attrs}")
        if tag == "script" and not given.get("src"):
            self.faults.append("inline script")
        if tag == "img" and "alt" not in given:
            self.faults.append("img without alt")
        if identity := given.get("id"):
            if identity in self.ids:
                self.faults.append(f"id twice: {identity}")
            self.ids.add(identity)
        self.headings += tag == "h1"
        if tag == "label":
            self._inside_label += 1
            self.labelled.add(given.get("for", ""))
        if tag in {"input", "select", "textarea"} and given.get("type") not in {"hidden", "submit"}:
            self.controls.append((given.get("id", ""), bool(self._inside_label or given.get("aria-label"))))

    def handle_endtag(self, tag):
        self._inside_label -= tag == "label"

    def unlabelled(self) -> list[str]:
        return [identity for identity, named in self.controls if not named and identity not in self.labelled]


@pytest.mark.parametrize("name", pages.names())
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_sample_pages_are_free_of_inline_code_and_every_control_has_a_name(own_menu, name, language):
    html = pages.render(name, language)
    outline = Outline()
    outline.feed(html)
    assert outline.faults == []
    assert outline.unlabelled() == []
    assert outline.headings == 1
    assert 'class="ka-skip" href="#main"' in html
    assert 'aria-current="page"' in html
    assert ("zh-CN" if language == "zh-hans" else '"en"') in html[:120]


@pytest.mark.parametrize("name", pages.names())
def test_a_chinese_page_has_no_english_words_of_ours(own_menu, name):
    text = re.sub(r"<[^>]+>", " ", pages.render(name))
    left = set(re.findall(r"[A-Za-z]{3,}", text)) - {"pdf", "png", "jpg", "English"}
    assert left == set()


def test_a_list_page_stays_light(own_menu):
    assert len(pages.render("desk").encode()) < 60_000


def test_large_type_is_a_cookie_set_by_a_plain_form(own_menu):
    assert 'class="ka-large"' in pages.render("desk", large=True)
    assert 'class="ka-large"' not in pages.render("desk")
    request = RequestFactory().post("/ui/large", {"on": "1", "next": "/sample/list?x=1"})
    answer = views.large(request)
    assert answer.cookies["ka_large"].value == "1"
    assert answer.headers["Location"] == "/sample/list?x=1"


def test_switches_never_lead_to_another_site(own_menu):
    answer = views.language(RequestFactory().post("/ui/language", {"language": "en", "next": "https://evil.example/"}))
    assert answer.headers["Location"] == "/"
    assert answer.cookies["django_language"].value == "en"
    assert (
        views.language(RequestFactory().post("/ui/language", {"language": "xx"})).cookies["django_language"].value
        == "zh-hans"
    )


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (errors.bad_request, 400, "请求无法识别"),
        (errors.forbidden, 403, "不能办理"),
        (errors.not_found, 404, "没有找到"),
        (errors.server_error, 500, "系统出错了"),
    ],
)
def test_an_error_page_says_what_happened_and_leads_home(own_menu, answer, status, words):
    with translation.override("zh-hans"):
        response = answer(RequestFactory().get("/"))
    assert response.status_code == status
    assert words in response.content.decode()
    assert "回工作台" in response.content.decode()


def test_a_once_token_of_ours_is_taken_and_anything_else_is_not():
    token = once.draw()
    assert once.claim(RequestFactory().post("/", {once.FIELD: token})) == token
    assert once.claim(RequestFactory().post("/", {once.FIELD: "'; drop"})) == ""
    assert once.claim(RequestFactory().post("/")) == ""


def test_a_draft_is_forgotten_once_when_the_server_has_taken_it():
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)
    drafts.taken(request, "duties.submit.12")
    messages.success(request, "已报送")
    answer = HttpResponse()
    request._messages.update(answer)
    following = RequestFactory().get("/")
    following.COOKIES = {name: morsel.value for name, morsel in answer.cookies.items()}
    following._messages = CookieStorage(following)
    assert drafts.announced(following) == ["duties.submit.12"]
    assert [str(note) for note in drafts.spoken(following)] == ["已报送"]
    later = HttpResponse()
    following._messages.update(later)
    assert later.cookies["messages"].value == "", "what was shown is not shown again"
