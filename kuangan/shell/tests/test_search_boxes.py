"""The same words find the same thing in every search box and every `q` of the API, however they were typed."""
# ruff: noqa: RUF001 - what people type is meant

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.text import compared, named, search_text
from kuangan.governance.tests.stage import asked
from kuangan.hazards import actions as hazards
from kuangan.hazards.tests.stage import determined, found, in_rectification, listed
from kuangan.inspections import actions as inspections
from kuangan.inspections.queries import checks
from kuangan.registry import queries
from tests import cast

NAME = "青石岭（一期）A12采石场"
TYPED = {
    "as it is": "青石岭",
    "with a radical out of a PDF": "青⽯岭",
    "with a radical of the supplement": "⻘石岭",
    "with what nobody sees": "青\u200b石\ufeff岭",
    "full-width letters and digits": "Ａ１２",
    "small letters": "a12",
    "half-width brackets": "石岭(一期)",
    "two words in any order": "采石场 青石",
    "with another space": "采石场\u3000青石",
    "by initials": "qsl",
    "in Arabic digits": "A١٢",
}


@pytest.fixture
def world(db: Any, client: Any) -> Any:
    """A thing of every sort that carries the name, and two people who see all of them."""
    cast.bureau()
    with clock.at(datetime(2023, 4, 20, 4, tzinfo=UTC)):
        owner = cast.enterprise(f"{NAME}有限公司")
        mine = cast.mine(NAME, owner=owner)
        principal, office = cast.as_actor(cast.principal(mine)), cast.city_office()
        city = cast.as_actor(office)
        hazard = listed(city, in_rectification(principal, determined(city, found(principal, mine))))
        del hazard
        asked(principal, mine)
        inspections.start(principal, mine, checked_on=clock.today())
        hazards.register_risk(principal, mine, _risk())
        cast.mine("另一个矿")
        cast.agency(f"{NAME}评价中心")
        cast.contractor(f"{NAME}爆破公司")
        cast.person(f"{NAME}某", owner)
        cast.user(f"{NAME}某", "qingshiling")
        yield client, office


def _risk() -> Any:
    return hazards.RiskEntry(
        place="北帮", description="边坡滑落", method="matrix", likelihood=Decimal(3), consequence=Decimal(4),
        controls="每日巡查", responsible="林技术", review_on=date(2023, 9, 1),
    )  # fmt: skip


PAGES = (
    ("registry:mines", {}), ("registry:enterprises", {}), ("registry:agencies", {}), ("registry:contractors", {}),
    ("registry:people", {}), ("hazards:list", {"state": "all"}), ("hazards:risks", {}), ("hazards:two_lists", {}),
    ("hazards:supervision", {}), ("governance:list", {"state": "all"}), ("inspections:list", {}), ("shell:search", {}),
)  # fmt: skip


def test_every_page_with_a_search_box_finds_the_same_however_it_is_typed(world: Any) -> None:
    client, office = world
    client.force_login(office)
    missed = [
        (how, name)
        for how, typed in TYPED.items()
        for name, more in PAGES
        if NAME not in client.get(reverse(name), {**more, "q": typed}).content.decode()
    ]
    assert not missed
    numbered = ["440785-0001", "440785－0001", "440785—0001", "4407850001", "４４０７８５-0001"]
    for typed in numbered:
        for name in ("registry:mines", "shell:search"):
            assert NAME in client.get(reverse(name), {"q": typed}).content.decode(), (typed, name)
    for name, more in PAGES:
        assert NAME not in client.get(reverse(name), {**more, "q": "白沙湾"}).content.decode(), name
        if name != "shell:search":  # which shows nothing before something is typed
            assert NAME in client.get(reverse(name), {**more, "q": "\u200b \ufeff\u3000"}).content.decode(), name
    everywhere = cast.as_actor(office).scope
    for how, typed in TYPED.items():  # what the API asks
        assert queries.mines(everywhere, queries.MineFilter(text=typed)).count() == 1, how
        assert queries.enterprises(everywhere, text=typed).count() == 1, how
        assert checks.checks(everywhere, checks.Narrowing(text=typed)).count() == 1, how


@pytest.mark.embedded
def test_every_template_with_a_search_box_is_known_here() -> None:
    """A new search box is added to PAGES above, or its query is covered by its own room's tests."""
    holders = {
        path.parent.name + "/" + path.name
        for path in Path(settings.BASE_DIR, "kuangan").rglob("*.html")
        if 'name="q"' in path.read_text(encoding="utf-8")
    }
    assert holders == {
        "hazards/list.html", "hazards/two_lists_choose.html", "hazards/link.html", "hazards/supervision.html",
        "hazards/choose_mine.html", "parts/criteria.html", "hazards/risks.html", "duties/list.html",
        "governance/list.html", "governance/choose_mine.html", "access/accounts.html", "shell/search.html",
        "parts/search.html", "registry/list.html", "inspections/list.html", "ui/base.html",
    }  # fmt: skip


@pytest.mark.embedded
def test_what_nobody_sees_is_no_name_and_a_name_keeps_its_brackets() -> None:
    assert named("\u200b \ufeff\u2800") == ""
    assert named(" 青\u200b石岭（一期）\u00a0 石场 ") == "青石岭（一期） 石场"
    assert compared("ＡＢ－１２ ⻢") == "ab-12 马"


@pytest.mark.embedded
def test_a_limit_cuts_a_long_text_and_never_a_number() -> None:
    text = search_text("很长的描述" * 300, "恩平市丹砾石场", "440785-0001", limit=300)
    assert all(part in text for part in chain(["440785-0001", "4407850001", "epsdlsc", "恩平市丹砾石场"]))
    assert len(text) == 300
