"""Row 5: a Chinese word looked for among many mines."""

from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from kuangan.access.actions import Place, grant
from kuangan.access.models import User
from kuangan.foundation.authority.roles import Role
from kuangan.registry.models import Mine
from kuangan.shell.bench.report import Figures, Limit, ms
from kuangan.shell.bench.seeding import SINCE, SYSTEM, seed_bodies, seed_mines
from kuangan.shell.bench.timing import by_turns, statements

MINES = 100_000
WORD = "777石场"


def measure(*, is_quick: bool, **_options: Any) -> list[Figures]:
    """The list of mines narrowed by a word in the middle of their names, beside the bare ILIKE over the same table."""
    seed_bodies()
    seed_mines(MINES // 10 if is_quick else MINES)
    user = User.objects.create_user("bench", "Cuiping-2023-shan", name="测量员")
    place = Place(region_code="440700", organisation="江门市应急管理局")
    grant(SYSTEM, user, role=Role.CITY_OFFICE, place=place, valid_from=SINCE)
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("registry:mines")
    found = browser.get(address, {"q": WORD})
    if f"第{WORD}".encode() not in found.content:
        raise RuntimeError("the word was not found")
    count = statements(lambda: browser.get(address, {"q": WORD}))
    floor, ours = by_turns(_raw, lambda: browser.get(address, {"q": WORD}), rounds=5)
    return [
        Figures(
            "5", f"text search in Chinese among {Mine.rows.count():,} mines, whole page",
            [("floor: ILIKE over the names", ms(floor)), ("ours, list of mines", f"{ms(ours)}, {count} SQL")],
            [Limit("ratio", ours / floor, 1.5, 0.5, "×"), Limit("SQL", count, 8, exact=True)],
        )
    ]  # fmt: skip


def _raw() -> None:
    sql = "SELECT id, name, code FROM registry_mine WHERE name LIKE %s OR search_text LIKE %s"
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("LIKE", "ILIKE" if connection.vendor == "postgresql" else "LIKE"), [f"%{WORD}%"] * 2)
        cursor.fetchall()
