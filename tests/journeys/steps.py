"""What people do on the pages, as sentences: `visitor.signs_in()`, `visitor.submits()`, `visitor.sees("回执号")`."""

import os
import re
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, FilePayload, Locator, Page, Request, Response, Route, expect

from kuangan.access.models import User
from kuangan.duties.models import Assignment
from tests.cast import PASSWORD

DESK, PHONE = (1440, 900), (360, 780)
PATIENCE = int(os.environ.get("KUANGAN_PATIENCE", "15000"))
"""Milliseconds that a page may take before a journey gives up; more on a machine that does other work beside."""
_TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(0, 8)
  .map(e => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 30)}`)"""
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_ANSWERED = (
    "() => document.documentElement?.hasAttribute('data-sending') === false"
    " && !document.querySelector('.htmx-request') && document.readyState === 'complete'"
)
SUBMIT = re.compile(r"^(再次)?报送(\s|$)")
"""The button that submits a duty, the first time and after a return."""
_BY_STATUS = re.compile(r"status of (403|404|409|422)")


class Visitor:
    """One person in one browser window. Whatever goes wrong in it is noted and told when they leave."""

    def __init__(
        self, browser: Browser, site: str, account: User, size: tuple[int, int], pictures: Path | None
    ) -> None:
        phone = size == PHONE
        self.site, self.account, self.pictures = site, account, pictures
        self.complaints: list[str] = []
        self.expected: set[int] = set()
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="zh-CN", timezone_id="Asia/Shanghai",
            has_touch=phone, is_mobile=phone, accept_downloads=True, service_workers="block",
        )  # fmt: skip
        self.context.route("**/*", self._stay_here)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.set_default_navigation_timeout(PATIENCE)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._complain(f"script: {error}"))
        self.page.on("requestfailed", self._miss)
        self.page.on("response", self._weigh)

    # ── what is watched ─────────────────────────────────────────────────────
    def _complain(self, words: str) -> None:
        self.complaints.append(f"{self.account.name} at {self.page.url}: {words}")

    def _stay_here(self, route: Route) -> None:
        if route.request.url.startswith((self.site, "data:", "blob:")):
            route.continue_()
            return
        self._complain(f"asked another machine for {route.request.url}")
        route.abort()

    def _hear(self, message: ConsoleMessage) -> None:
        known = _BY_STATUS.search(message.text)
        if message.type in ("error", "warning") and not (known and int(known[1]) in self.expected):
            self._complain(f"console: {message.text}")

    def _miss(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that was left before it was complete
            self._complain(f"failed: {request.url} {request.failure}")

    def _weigh(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self._complain(f"{response.status} for {response.url}")

    def leaves(self) -> list[str]:
        """Close the window; what went wrong in it."""
        self.context.close()
        return self.complaints

    # ── moving about ────────────────────────────────────────────────────────
    def goes_to(self, path: str, status: int = 200) -> "Visitor":
        """Open an address of the site and get this answer."""
        if status >= 400:
            self.expected.add(status)
        answer = self.page.goto(self.site + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        return self

    def signs_in(self) -> "Visitor":
        """Sign in by name and password on the sign-in page."""
        self.goes_to("/")
        self.page.get_by_label("登录名").fill(self.account.username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.presses("登录")
        expect(self.page.locator("body.ka-framed")).to_be_visible()
        return self

    def opens_duty(self, row: Assignment) -> "Visitor":
        """Open the page of a duty."""
        return self.goes_to(f"/duties/{row.pk}/")

    def follows(self, words: str) -> "Visitor":
        """Follow the first visible link with these words."""
        self.page.get_by_role("link", name=words).filter(visible=True).first.click()
        return self

    def presses(self, words: str, within: Locator | None = None) -> "Visitor":
        """Press the first visible button of these words; what it acts on may follow, for those who hear the page."""
        self.page.wait_for_load_state()  # on a phone the scripts move the acts into the bar at the bottom
        name = re.compile(rf"^{re.escape(words)}(\s|$)")
        (within or self.page).get_by_role("button", name=name).filter(visible=True).first.click()
        return self.is_answered()

    def is_answered(self) -> "Visitor":
        """Nothing is on its way any more: the page that answers is there, or the form said why it could not be sent."""
        self.page.wait_for_function(_ANSWERED)
        return self

    def presses_for(self, action: str) -> "Visitor":
        """Press the button of the form that is sent to an address ending like this, and wait for the answer."""
        with self.page.expect_navigation():
            self.page.locator(f"form[action$='{action}'] button").filter(visible=True).first.click()
        return self

    def fills(self, label: str, words: str) -> "Visitor":
        """Write into the field of this label."""
        fields = self.main.locator("input, textarea")
        fields.and_(self.page.get_by_label(label)).filter(visible=True).first.fill(words)
        return self

    def chooses(self, words: str) -> "Visitor":
        """Tick the box or choose the option with these words, as a finger does: on the words."""
        self.page.locator("label").filter(has_text=words).filter(visible=True).first.click()
        return self

    # ── what is seen ────────────────────────────────────────────────────────
    def sees(self, *words: str | re.Pattern[str], within: Locator | None = None) -> "Visitor":
        """These words stand on the page, where they can be seen."""
        for each in words:
            expect((within or self.main).get_by_text(each).filter(visible=True).first).to_be_visible()
        return self

    def misses(self, *words: str) -> "Visitor":
        """These words stand nowhere on the page."""
        for each in words:
            expect(self.main.get_by_text(each)).to_have_count(0)
        return self

    @property
    def main(self) -> Locator:
        """The page without its frame."""
        return self.page.locator("main")

    def card(self, heading: str) -> Locator:
        """The card with this heading."""
        title = self.page.get_by_role("heading", name=heading, exact=True)
        return self.page.locator("section.ka-card").filter(has=title).first

    def stays_inside_the_screen(self) -> "Visitor":
        """Nothing makes the page wider than the screen."""
        self.page.wait_for_load_state()
        over = self.page.evaluate(_OVERFLOW)
        wide = self.page.evaluate(_TOO_WIDE) if over > 0 else []
        assert over <= 0, f"{self.page.url} is {over} px too wide for {self.page.viewport_size}: {wide}"
        return self

    def keeps_picture(self, name: str) -> "Visitor":
        """A picture of the whole page, where somebody asked for pictures (KUANGAN_PICTURES names a folder)."""
        if self.pictures is not None:
            self.page.screenshot(path=self.pictures / f"{name}.png", full_page=True)
        return self

    # ── delivering ──────────────────────────────────────────────────────────
    def attaches(self, requirement: str, *files: FilePayload) -> "Visitor":
        """From the page of a duty: upload files for a requirement and come back."""
        self._supplies(requirement)
        self.page.locator("input[type=file]").set_input_files(list(files))
        self.presses("上传")
        return self.sees(f"已上传{len(files)}个文件")

    def _supplies(self, requirement: str) -> None:
        self.card("佐证要求").get_by_role("link", name=requirement, exact=True).click()
        expect(self.page.locator("#supply")).to_be_visible()

    def fills_in(self, requirement: str, answers: dict[str, str]) -> "Visitor":
        """From the page of a duty: fill in a form of the plan by its labels, save it, come back."""
        self._supplies(requirement)
        for label, words in answers.items():
            self.fills(label, words)
        self.presses("保存")
        return self.sees(f"“{requirement}”已填齐")

    def signs(self, requirement: str) -> "Visitor":
        """From the page of a duty: read the statement, enter the password again, come back."""
        self._supplies(requirement)
        self.fills("登录密码", PASSWORD)
        self.chooses("本人已阅读")
        self.presses("签字")
        return self.sees("已签字")

    def submits(self) -> "Visitor":
        """From the page of a duty: submit, and see the receipt number."""
        self.page.wait_for_load_state()
        self.page.get_by_role("button", name=SUBMIT).filter(visible=True).first.click()
        expect(self.page).to_have_url(re.compile(r"/duties/submissions/\d+/$"))
        return self.sees("已报送，回执号")

    # ── deciding ────────────────────────────────────────────────────────────
    def decides(self, decision: str, opinion: str = "") -> "Visitor":
        """From the page of a duty that waits for them: choose `accept` or `return`, write the opinion, send it."""
        review = self.page.locator("#review")
        choice = review.locator(f"input[type=radio][value={decision}]")
        choice.evaluate("one => one.click()")  # its label lies over it
        expect(choice).to_be_checked()
        if opinion:
            review.locator("textarea").fill(opinion)
        self.presses("提交审核意见", review)
        return self
