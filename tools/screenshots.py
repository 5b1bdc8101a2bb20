#!/usr/bin/env python
"""Takes the pictures of the manual from a running demo, as its accounts see it.

    python tools/screenshots.py                              against http://127.0.0.1:8000
    python tools/screenshots.py --url http://127.0.0.1:8790 --only county-desk,board

Start a fresh demo first (`make demo-reset`, in another terminal), so that the pictures show the state that the manual
describes. Nothing is changed in the demo but one uploaded table, which is discarded again, and a token,
which is revoked.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs/manual/images"
PASSWORD = "Kuangan-2023"
MOST_BYTES = 150_000
DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Shot:
    """One picture: its file name, who looks (nobody when empty), through what, and the way to the page."""

    name: str
    account: str
    view: dict
    way: Callable[[Page], None]
    after: Callable[[Page], None] | None = None


def go(address: str, inner: str = "") -> Callable[[Page], None]:
    """Open an address; with `inner`, scroll the first element that fits it to the top."""

    def way(page: Page) -> None:
        page.goto(address)
        if inner:
            scroll_to(page, inner)

    return way


def scroll_to(page: Page, inner: str) -> None:
    """Bring an element below the bar at the top of the page."""
    page.locator(inner).first.evaluate("one => { one.scrollIntoView(); window.scrollBy(0, -70) }")


def first_duty(query: str, address: str = "") -> Callable[[Page], None]:
    """Open the first duty of a filtered list; `address` is opened below it."""

    def way(page: Page) -> None:
        page.goto(f"/duties/?{query}")
        found = page.locator("main td.ka-ell a[href^='/duties/']").first.get_attribute("href")
        page.goto(f"{found}{address}")

    return way


def evidence(query: str, words: str) -> Callable[[Page], None]:
    """Open one act of supplying evidence on the first duty of a filtered list."""

    def way(page: Page) -> None:
        first_duty(query)(page)
        page.locator("main a[href*='/evidence/']", has_text=words).first.click()

    return way


def mine_page(name: str) -> Callable[[Page], None]:
    """Open a mine by part of its name."""

    def way(page: Page) -> None:
        page.goto(f"/registry/mines/?q={name}")
        page.locator("main tbody a[href*='/registry/mines/']").first.click()

    return way


def hazard(query: str, address: str = "") -> Callable[[Page], None]:
    """Open the first hazard of a filtered ledger; `address` is opened below it."""

    def way(page: Page) -> None:
        page.goto(f"/hazards/?{query}")
        found = page.locator("main tbody a[href^='/hazards/']").first.get_attribute("href")
        page.goto(f"/hazards/{(found or '').split('/')[2]}/{address}")

    return way


def second_signature(page: Page) -> None:
    """The on-site check that waits for the second signature, its words at the top."""
    hazard(f"q={CHECKED}")(page)
    page.locator("main a[href*='/checks/']").first.click()
    page.wait_for_load_state()
    scroll_to(page, "#check")


def latest_check(page: Page) -> None:
    """The latest monthly check of a mine."""
    page.goto("/inspections/")
    page.locator("main tbody a[href^='/inspections/']").first.click()
    page.wait_for_load_state()


def board_cell(page: Page) -> None:
    """The board with an overdue cell chosen."""
    page.goto("/duties/board/")
    page.locator(".ka-board td.is-over a").first.click()
    page.locator("#peek a").first.wait_for()


def roster() -> bytes:
    """A roster as it really comes: a title, full-width digits, dates in several ways, a row that cannot be right."""
    book = Workbook()
    sheet = book.active
    sheet.title = "非煤矿山"
    sheet.append(["台山市非煤矿山基本情况表（2023年7月）"])
    sheet.merge_cells("A1:I1")
    sheet.append(["序号", "矿山名称", "企业名称", "信用代码", "所在县区", "矿山类别", "现状", "东经", "北纬"])
    rows = [
        [1, "石背岭石场", "台山市石背岭石业有限公司", "", "台山市", "露天", "正常生产", "112°47′12″", "22°05′31″"],
        [
            2,
            "白鹤尾石场",
            "台山市白鹤尾石业有限公司",
            "91440781",
            "台山",
            "露天矿山",
            "长期停产",
            "１１２．８１",
            "22.11",
        ],
        [3, "大坑口排土场", "台山市石背岭石业有限公司", "", "台山市", "排土场", "在产", "112.79", "22.09"],
        [4, "鹅公髻石场", "台山市鹅公髻石业有限公司", "", "台山市", "露天", "", "22.08", "112.75"],
        [5, "鹅公髻石场", "台山市鹅公髻石业有限公司", "", "台山市", "露天", "", "22.08", "112.75"],
    ]
    for row in rows:
        sheet.append(row)
    sheet.append(["合计", "5座"])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def upload(page: Page) -> None:
    """Upload the roster; ends on the page where the columns are confirmed."""
    page.goto("/registry/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "台山市非煤矿山基本情况表.xlsx", "mimeType": XLSX, "buffer": roster()}
    )
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/columns/")


def preview(page: Page) -> None:
    """Upload, take the columns as guessed, and see every row judged."""
    upload(page)
    page.locator("main button[type=submit]", has_text="核对全部行").click()
    page.wait_for_url(lambda address: not address.endswith("/columns/"))


def discard(page: Page) -> None:
    """Put the upload aside again."""
    page.get_by_role("button", name="放弃本次上传").first.click()


def audit_event(kind: str) -> Callable[[Page], None]:
    """Open the latest audit record of one kind."""

    def way(page: Page) -> None:
        page.goto(f"/access/audit/?kind={kind}")
        page.locator("main td.ka-nowrap a").first.click()

    return way


def make_token(page: Page) -> None:
    """Make a token; ends on the page that shows it once."""
    page.goto("/access/me/tokens/new/")
    page.locator("#id_name").fill("市平台数据交换")
    page.locator("main input[type=checkbox]").first.check()
    page.locator("main input[type=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").last.click()
    page.locator("#token").wait_for()


def revoke_token(page: Page) -> None:
    """The token in the picture is worth nothing."""
    page.goto("/access/me/tokens/")
    page.get_by_role("button", name="撤销").first.click()


MINE1 = "duty=special-hazardous-work"
CHECKED = "最终边坡台阶高度18.6米"
"""What is wrong where the on-site check waits for the second signature."""
SHOTS = [
    Shot("sign-in", "", DESK, go("/account/login/")),
    Shot("mine-desk", "mine1", PHONE, go("/")),
    Shot("mine-duty", "mine1", PHONE, first_duty(MINE1)),
    Shot("mine-form", "mine1", PHONE, evidence(MINE1, "填写")),
    Shot("mine-sign", "mine2", PHONE, evidence("duty=self-check-package&state=all", "签字")),
    Shot("me", "mine1", PHONE, go("/access/me/")),
    Shot("county-desk", "taishan", DESK, go("/")),
    Shot("county-review", "taishan", DESK, first_duty("whose=review&duty=monthly-major-check")),
    Shot("accept-many", "taishan", DESK, go("/duties/?whose=review")),
    Shot("late-arrival", "kaiping", DESK, first_duty("q=云岫石场&state=all&duty=self-check-package")),
    Shot("board", "city", DESK, board_cell),
    Shot("counties", "city", DESK, go("/counties")),
    Shot("plan", "city", DESK, go("/plan/1/")),
    Shot("parameters", "city", DESK, go("/plan/1/parameters/")),
    Shot("registry", "taishan", DESK, go("/registry/mines/")),
    Shot("mine-page", "kaiping", DESK, mine_page("云岫石场")),
    Shot("import-columns", "taishan", DESK, upload, discard),
    Shot("import-preview", "taishan", DESK, preview, discard),
    Shot("accounts", "secadmin", DESK, go("/access/accounts/")),
    Shot("audit", "audadmin", DESK, go("/access/audit/")),
    Shot("audit-event", "audadmin", DESK, audit_event("duties.form_saved")),
    Shot("inbox", "mine1", PHONE, go("/access/notices/")),
    Shot("notice-settings", "city", DESK, go("/access/notices/settings/")),
    Shot("notice-channels", "sysadmin", DESK, go("/access/notices/channels/")),
    Shot("hazard-new", "mine1", PHONE, go("/hazards/new/")),
    Shot("hazard-phone", "mine1", PHONE, hazard(f"q={CHECKED}")),
    Shot("check-phone", "mine1", PHONE, latest_check),
    Shot("hazards", "city", DESK, go("/hazards/")),
    Shot("hazard-determine", "taishan", DESK, hazard("grade=suspected", "determine/")),
    Shot("supervision", "city", DESK, go("/hazards/supervision/")),
    Shot("hazard-check", "taishan", DESK, second_signature),
    Shot("risks", "mine1", DESK, go("/hazards/risks/")),
    Shot("hazard-figures", "city", DESK, go("/hazards/figures/")),
    Shot("token-made", "city", DESK, make_token, revoke_token),
]


def sign_in(page: Page, account: str) -> None:
    """Sign in as a demo account."""
    page.goto("/account/login/")
    page.locator("#id_login").fill(account)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form .btn-primary").first.click()
    page.wait_for_url(lambda address: "/login/" not in address)


def take(browser: Browser, url: str, shot: Shot) -> int:
    """Take one picture and write it; returns its size in bytes."""
    options = {"base_url": url, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
    context = browser.new_context(**options, **shot.view)
    try:
        page = context.new_page()
        if shot.account:
            sign_in(page, shot.account)
        shot.way(page)
        page.wait_for_load_state("networkidle")
        size = write(page.screenshot(animations="disabled", caret="hide"), FOLDER / f"{shot.name}.png")
        if shot.after:
            shot.after(page)
        return size
    finally:
        context.close()


def write(taken: bytes, path: Path) -> int:
    """Write a picture with as many colours as fit into the limit."""
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    path.parent.mkdir(parents=True, exist_ok=True)
    for colours in (256, 128, 64, 32):
        picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            break
    return path.stat().st_size


def main() -> int:
    """Take all pictures, or those named; exit status 1 when one could not be taken."""
    parser = argparse.ArgumentParser(description="Take the pictures of the manual from a running demo.")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument(
        "--only", default="", help="names with commas between them: " + ", ".join(s.name for s in SHOTS)
    )
    given = parser.parse_args()
    names = {name for name in given.only.split(",") if name}
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    failed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for shot in (one for one in SHOTS if not names or one.name in names):
            try:
                size = take(browser, given.url, shot)
            except Error as problem:
                failed += 1
                print(f"  FAIL  {shot.name}: {str(problem).splitlines()[0]}")
            else:
                print(f"  {shot.name}.png  {size // 1000} KB")
        browser.close()
    if failed:
        print(f"{failed} not taken. Is a fresh demo running at {given.url}? Start it with `make demo-reset`.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
