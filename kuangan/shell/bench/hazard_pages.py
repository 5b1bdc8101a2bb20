"""Rows 3 and 5 to 7 for the hazard ledger: its list, its figures, a word looked for, each beside bare Django."""

from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from kuangan.access.actions import Place, grant
from kuangan.access.models import User
from kuangan.foundation.authority.roles import Role
from kuangan.hazards.models import Hazard
from kuangan.shell.bench import bare
from kuangan.shell.bench.report import Figures, Limit, ms
from kuangan.shell.bench.seeding import SINCE, SYSTEM
from kuangan.shell.bench.timing import by_turns, pages_read, statements

WORD = "777号"


def person(number: int, region_code: str, role: str = Role.CITY_OFFICE) -> User:
    """An account of a bureau."""
    user = User.objects.create_user(f"bench{number}", "Cuiping-2023-shan", name=f"测量员{number}")
    place = Place(region_code=region_code, organisation="应急管理局")
    grant(SYSTEM, user, role=role, place=place, valid_from=SINCE)
    return user


@dataclass(frozen=True, slots=True)
class Browsers:
    """One of the product and one of bare Django, in the same session."""

    ours: Client
    plain: Client

    def page_of_list(self) -> bytes:
        """What rows 3 and 4 measure."""
        return page(self.ours, reverse("hazards:list"), {"state": "rectifying", "grade": "general"})

    def page_of_figures(self) -> bytes:
        """What row 7 measures."""
        return page(self.ours, reverse("hazards:figures"), {})

    def page_of_search(self) -> bytes:
        """What row 5 measures."""
        return page(self.ours, reverse("hazards:list"), {"q": WORD, "state": "all"})

    def bare_list(self) -> bytes:
        """Its floor, of a city."""
        return page(self.plain, "/bare/hazards/", {"state": "rectifying"})

    def bare_figures(self) -> bytes:
        """Its floor, of a city."""
        return page(self.plain, "/bare/hazard-figures/", {})


def browsers(user: User) -> Browsers:
    """Both have answered once."""
    found = Browsers(Client(), Client())
    found.ours.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    found.plain.cookies = found.ours.cookies
    found.page_of_list()
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        found.bare_list()  # its middleware is settled by its first request
    return found


def listed(shown: Browsers, words: str) -> Figures:
    """Rows 3 and 6."""
    queries, kilobytes = statements(shown.page_of_list), len(shown.page_of_list()) / 1024
    floor, ours = by_turns(shown.bare_list, shown.page_of_list)
    return Figures(
        "3/6", f"list of 50 with filter, HTML; {words}",
        [("floor: bare Django page of 50", f"{ms(floor)}, 4 SQL"),
         ("hazard ledger, city bureau", f"{ms(ours)}, {queries} SQL")],
        [Limit("ratio", ours / floor, 5, 2, "×"), Limit("SQL", queries, 8, exact=True),
         Limit("page", ours * 1000, 60, 30, " ms"), Limit("page", kilobytes, 175, None, " KB")],
    )  # fmt: skip


def counted(shown: Browsers, words: str, most_ms: int = 0) -> Figures:
    """Row 7; `most_ms` where the goal table bounds the time itself."""
    queries = statements(shown.page_of_figures)
    floor, ours = by_turns(shown.bare_figures, shown.page_of_figures, 5)
    told = f"{ms(ours)}, {queries} SQL"
    if connection.vendor == "postgresql":
        told += f"; pages of the database {pages_read(shown.bare_figures):,} → {pages_read(shown.page_of_figures):,}"
    found = Figures(
        "7", f"figures of the city, uncached; {words}",
        [("floor: bare GROUP BY page", ms(floor)), ("ours, three clocks, ages", told)],
        [Limit("ratio", ours / floor, 4, 2, "×"), Limit("SQL", queries, 10, exact=True)],
    )  # fmt: skip
    if most_ms:
        found.limits.append(Limit("page", ours * 1000, most_ms, None, " ms"))
    return found


def looked_for(shown: Browsers, words: str) -> Figures:
    """Row 5."""
    if WORD.encode() not in shown.page_of_search():
        raise RuntimeError("the word was not found")
    floor, ours = by_turns(bare_search, shown.page_of_search, rounds=5)
    queries = statements(shown.page_of_search)
    return Figures(
        "5", f"text search in Chinese, whole page; {words}",
        [("floor: ILIKE over the words", ms(floor)), ("ours, hazard ledger", f"{ms(ours)}, {queries} SQL")],
        [Limit("ratio", ours / floor, 1.5, 0.5, "×"), Limit("SQL", queries, 8, exact=True)],
    )  # fmt: skip


def bare_search() -> None:
    """The floor of row 5: the database looks through the words of every hazard."""
    table = Hazard._meta.db_table
    sql = f"SELECT id, place, description FROM {table} WHERE description LIKE %s OR search_text LIKE %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("LIKE", "ILIKE" if connection.vendor == "postgresql" else "LIKE"), [f"%{WORD}%"] * 2)
        cursor.fetchall()


def page(browser: Client, address: str, query: dict[str, str]) -> bytes:
    """A page as bytes; RuntimeError when it is refused."""
    answer = browser.get(address, query)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return bytes(answer.content)
