"""The small scripts in a browser: text survives a lost connection, a form is sent once, arrow keys walk the board."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from kuangan.foundation.ui import menu

pytestmark = pytest.mark.journey
POLICY = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'"


class Handler(SimpleHTTPRequestHandler):
    """Serves the sample pages under the real content policy; a sent form is counted and answered with the desk."""

    posts = 0

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def do_POST(self) -> None:
        type(self).posts += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(302)
        self.send_header("Location", "/desk.html")
        self.end_headers()


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("preview")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(menu, "_items", {})  # the sample's menu is no part of the product's
        call_command("ui_preview", str(folder))
    desk = (folder / "desk.html").read_text(encoding="utf-8")
    taken = desk.replace('data-page="ok"', 'data-page="ok" data-drafts-taken="duties.review.1"')
    (folder / "taken.html").write_text(taken, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_typed_text_is_offered_again_until_the_server_says_that_it_has_taken_it(site: str, page: Page):
    page.goto(f"{site}/duty.html")
    page.fill("#why", "请补学补录")
    expect(page.locator("p.ka-draft")).to_have_text("内容存在本机，尚未报送")
    page.goto(f"{site}/desk.html")
    page.goto(f"{site}/duty.html")
    page.get_by_role("button", name="恢复").click()
    expect(page.locator("#why")).to_have_value("请补学补录")
    page.goto(f"{site}/taken.html")
    page.goto(f"{site}/duty.html")
    expect(page.get_by_role("button", name="恢复")).to_have_count(0)


def test_a_form_on_its_way_is_not_sent_again(site: str, page: Page):
    page.goto(f"{site}/duty.html")
    second_goes_through = page.evaluate(
        """() => {
          const form = document.querySelector("form.ka-body");
          form.requestSubmit();
          return form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
        }"""
    )
    page.wait_for_url("**/desk.html")
    assert second_goes_through is False
    assert Handler.posts == 1


def test_the_board_is_walked_with_arrow_keys_and_each_cell_says_what_it_is(site: str, page: Page):
    page.goto(f"{site}/board.html")
    page.locator(".ka-board td > a[aria-current]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.locator(":focus")).to_have_attribute("title", "云岫石场 全员责任制自查 完成")
    assert page.locator('.ka-board td > a[tabindex="0"]').count() == 1


@pytest.mark.parametrize("name", ["desk", "duty", "board", "form", "home"])
@pytest.mark.parametrize("width", [360, 1366])
def test_no_page_is_wider_than_the_screen_and_the_policy_is_kept(site: str, page: Page, name: str, width: int):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.set_viewport_size({"width": width, "height": 760})
    page.goto(f"{site}/{name}.html")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert complaints == []
